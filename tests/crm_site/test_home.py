"""Home shows the newest contacts and the latest events that people wrote, of what one may see, for 90 days."""

import datetime as dt

import pytest
from django.utils import timezone

from contacts import services
from contacts.models import Contact
from contacts.services.events import refresh_last_event
from core.records import trash
from tests.make import grant, make_category, make_company, make_contact, make_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(client_of, alice):
    return client_of(alice)


def write(*contacts, by, text: str = "Called back.", **over) -> None:
    make_event(*contacts, by=by, text=text, **over)
    refresh_last_event([contact.pk for contact in contacts])


def home_of(browser) -> str:
    return browser.get("/").text.split('class="home home-grid"')[1]


def test_empty_home_says_what_it_is_for(browser):
    page = home_of(browser)
    assert "Nobody here yet" in page
    assert "Nothing written yet" in page


def test_greeting_names_the_user(browser):
    assert "Hello Alice" in browser.get("/").text


def test_newest_contacts_come_first(browser, alice):
    for name in ("First", "Second", "Third"):
        grant(make_contact(last_name=name), alice)
    page = home_of(browser)
    assert page.index("Third") < page.index("Second") < page.index("First")


def test_what_others_keep_private_is_nowhere(browser, alice, bob):
    hidden = make_contact(last_name="Canary")
    write(hidden, by=bob, text="canary text")
    person = make_contact(last_name="Visible", company=make_company(name="Canary Works"))
    grant(person, alice)
    page = home_of(browser)
    assert "Visible" in page
    assert "anary" not in page


def test_event_on_two_contacts_is_shown_on_the_visible_one(browser, alice, bob):
    hidden, seen = make_contact(last_name="Canary"), make_contact(last_name="Seen")
    grant(seen, alice, write=False)
    write(hidden, seen, by=bob, text="We met all together.")
    page = home_of(browser)
    assert page.count("We met all together.") == 1
    assert seen.get_absolute_url() in page
    assert "Canary" not in page


def test_latest_events_come_first_and_planned_ones_wait(browser, alice):
    contact = make_contact()
    grant(contact, alice)
    now = timezone.now()
    for days, text in ((-2, "two days ago"), (-1, "yesterday"), (1, "planned"), (-91, "long ago")):
        write(contact, by=alice, text=text, happened_at=now + dt.timedelta(days=days))
    page = home_of(browser)
    assert page.index("yesterday") < page.index("two days ago")
    assert "planned" not in page
    assert "long ago" not in page


def test_lines_of_the_system_do_not_drown_what_people_wrote(browser, alice):
    contact = make_contact()
    grant(contact, alice)
    write(contact, by=alice, text="Called back.")
    services.create_contacts([services.ContactValues(last_name=f"New {number}") for number in range(20)], by=alice)
    page = home_of(browser)
    assert "Called back." in page
    assert "created this contact" not in page


def test_old_contacts_are_no_news(browser, alice):
    contact = make_contact(last_name="Longago")
    grant(contact, alice)
    Contact.objects.update(created_at=timezone.now() - dt.timedelta(days=91))
    assert "Longago" not in home_of(browser)


def test_what_was_written_is_shown_as_text(browser, alice):
    contact = make_contact(first_name="<b>Bold</b>", last_name="<script>alert(1)</script>")
    grant(contact, alice)
    write(contact, by=alice, text="<p>5 < 6 & <img src=x onerror=alert(1)></p>", category=make_category("<i>Note"))
    page = home_of(browser)
    assert "<script>alert" not in page and "<img src=x" not in page and "<b>Bold" not in page and "<i>Note" not in page


def test_trashed_contact_is_gone_from_home(browser, alice):
    contact = make_contact(last_name="Gone")
    grant(contact, alice)
    write(contact, by=alice, text="Called back.")
    trash.trash(Contact.objects.filter(pk=contact.pk), by=alice)
    page = home_of(browser)
    assert "Gone" not in page
    assert "Called back." not in page


def test_home_asks_as_often_for_many_as_for_few(browser, alice, django_assert_max_num_queries):
    for number in range(10):
        contact = make_contact(last_name=f"Many {number}", company=make_company(name=f"Works {number}"))
        grant(contact, alice)
        write(contact, by=alice)
    with django_assert_max_num_queries(18):
        browser.get("/")
