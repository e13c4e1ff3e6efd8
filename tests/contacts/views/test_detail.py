"""The page of a contact: what it shows to whom, and its timeline (CON-09, HIS-01, HIS-03)."""

import datetime as dt

import pytest
from django.utils import timezone

from contacts import services
from contacts.models import Contact
from core.history.models import HistoryLink
from core.mail.models import OutboxMail
from core.records import trash
from tests import make
from tests.contacts import typed

pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert('canary')</script>\"'><img src=x onerror=alert(1)>{{7*7}}"


def page(client, contact, query: str = "") -> str:
    response = client.get(f"/contacts/{contact.pk}/{query}")
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("person", "status"), [("alice", 200), ("bob", 200), ("carol", 200), ("root", 200), ("admin", 200), ("dave", 404)]
)
@pytest.mark.parametrize("name", ["", "timeline/", "photo/"])
def test_the_page_answers_those_who_see_the_contact(person, status, name, contact, request, client_of):
    response = client_of(request.getfixturevalue(person)).get(f"/contacts/{contact.pk}/{name}")
    assert response.status_code == (404 if name == "photo/" else status)


def test_readers_get_no_button_to_write(contact, alice, bob, client_of):
    for words in ("data-edit", "Delete…", "Add tag", "who sees this?", "data-menu-action"):
        assert words in page(client_of(alice), contact)
        assert words not in page(client_of(bob), contact)


def test_the_head_names_everything(alice, client_of):
    company = make.make_company(access_level="read")
    person = make.make_contact(
        middle_name="Maria", suffix="PhD", job_title="Dyer", company=company, temperature=make.make_temperature(),
        contact_type=make.make_type(), tags=["Lead"], access_level="write", department="Ink", birthday=(None, 2, 29),
        phones=[services.PhoneValue("03 53 01 62 18")], emails=[services.EmailValue("a+b&c@example.com")],
        links=[services.LinkValue("anna.martin", "skype"), services.LinkValue("https://example.com/x")],
    )  # fmt: skip
    html = page(client_of(alice), person)
    for words in ("Anna Maria Martin PhD", "Dyer at", "Tissages Morvan", "Hot", "Client", "Lead", "Ink", "29 February"):
        assert words in html
    assert 'href="tel:+33353016218"' in html
    assert 'href="mailto:a%2Bb%26c@example.com"' in html
    assert 'href="https://example.com/x"' in html
    assert 'href="anna.martin"' not in html
    assert "public, read and write" in html


def test_the_photo_of_a_public_contact_is_marked(contact, alice, client_of):
    def marked() -> bool:
        return "face-mark" in client_of(alice).get(f"/contacts/{contact.pk}/").content.decode()

    assert not marked()
    type(contact).objects.update(access_level="read")
    assert marked()


def test_a_hidden_company_is_not_named(contact, bob, client_of):
    Contact.objects.filter(pk=contact.pk).update(company=make.make_company(name="Secret SARL"))
    html = page(client_of(bob), contact)
    assert "Secret" not in html
    assert "at a private contact" in html


def test_a_deleted_company_is_said_to_be_deleted(contact, bob, root, client_of):
    company = make.make_company(access_level="read")
    Contact.objects.filter(pk=contact.pk).update(company=company)
    trash.trash(Contact.objects.filter(pk=company.pk), by=root)
    html = page(client_of(bob), contact)
    assert "at a deleted company" in html
    assert "Tissages" not in html


def test_hostile_text_stays_text_everywhere(alice, client_of):
    person = make.make_contact(
        **dict.fromkeys(["first_name", "salutation", "suffix", "job_title", "notes", "consent_proof", "department"], HOSTILE[:50]),
        tags=[HOSTILE], access_level="write",
        phones=[services.PhoneValue(HOSTILE[:80])],
        emails=[services.EmailValue(HOSTILE[:80])],
        links=[services.LinkValue("javascript:alert(1)"), services.LinkValue(HOSTILE)],
        addresses=[services.AddressValue(street=HOSTILE, city=HOSTILE[:100], country_text=HOSTILE[:100])],
    )  # fmt: skip
    client = client_of(alice)
    category = make.make_category(name=HOSTILE)
    client.post(f"/contacts/{person.pk}/events/add/", {"category": category.pk, "text": HOSTILE})
    for address in ("", "edit/", "access/", "timeline/", "delete/", "tags/"):
        html = client.get(f"/contacts/{person.pk}/{address}").content.decode()
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert 'href="javascript:' not in html
    assert "{{7*7}}" in page(client, person)


def test_hostile_text_stays_text_in_the_conflict_the_hint_and_the_mails(contact, alice, bob, carol, client_of):
    client = client_of(alice)
    opened = typed.shown(client.get(f"/contacts/{contact.pk}/edit/"))
    services.change_fields(contact, by=carol, last_name=HOSTILE, job_title=HOSTILE)
    services.change_tags(contact, [HOSTILE], by=carol)
    conflict = client.post(f"/contacts/{contact.pk}/edit/", opened | {"notes": HOSTILE})
    assert conflict.status_code == 409
    category = make.make_category()
    client.post(f"/contacts/{contact.pk}/events/add/", {"category": category.pk, "text": HOSTILE, "people": [bob.pk]})
    name = {"first_name": "Anna", "last_name": HOSTILE, "company": HOSTILE}
    chosen = typed.rows("managers", typed.manager(alice), typed.manager(bob)) | {"access-is_told": "on"}
    client.post("/contacts/persons/add/", typed.person_form(**name, **chosen))
    hint = client.post("/contacts/duplicates/", typed.person_form(**name))
    assert hint.status_code == 200
    mails = list(OutboxMail.objects.filter(user=bob))
    assert len(mails) == 2
    for html in (conflict.content.decode(), hint.content.decode(), *(mail.html for mail in mails)):
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert "&lt;script&gt;alert" in html
    assert all("<script>alert" in mail.text and "\n" not in mail.subject for mail in mails)


def test_events_are_shown_newest_first_with_the_planned_ones_on_top(contact, alice, bob, client_of):
    now = timezone.now()
    for text, days in (("Long ago", -40), ("Lately", -2), ("Meeting ahead", 3), ("Fair ahead", 9)):
        make.make_event(contact, by=bob, text=text, happened_at=now + dt.timedelta(days=days))
    html = page(client_of(alice), contact)
    places = [
        html.index(words)
        for words in ("Planned", "Meeting ahead", "Fair ahead", "created this contact", "Lately", "Long ago")
    ]
    assert places == sorted(places)
    assert "In 3 days" in html


def test_the_timeline_goes_on_page_by_page_without_losing_or_doubling(contact, alice, client_of):
    same = timezone.now() - dt.timedelta(days=1)
    for i in range(60):
        make.make_event(contact, by=alice, text=f"Event {i:02}.", happened_at=same)
    client = client_of(alice)
    html, texts, query = page(client, contact), [], ""
    for _turn in range(5):
        texts += [text for i in range(60) if (text := f"Event {i:02}.") in html]
        if 'class="story-older"' not in html:
            break
        query = html.split("?before=")[1].split('"')[0].split("#")[0]
        html = client.get(f"/contacts/{contact.pk}/timeline/?before={query}").content.decode()
        assert html.lstrip().startswith(("<div", "<h3"))
    assert sorted(texts) == [f"Event {i:02}." for i in range(60)]
    older = page(client, contact, f"?before={query}")
    assert "Back to the newest" in older


def test_the_timeline_is_narrowed_by_author_category_period_and_text(contact, alice, bob, client_of):
    call = make.make_category("Phone call")
    now = timezone.now()
    make.make_event(contact, by=bob, text="Asked for <b>felt</b> & linen")
    make.make_event(contact, by=alice, text="Sent samples", category=call, happened_at=now - dt.timedelta(days=30))
    client = client_of(alice)

    def texts(query: str) -> list[str]:
        html = page(client, contact, query)
        return [words for words in ("Asked for", "Sent samples") if words in html]

    day = timezone.localdate().isoformat()
    assert texts("") == ["Asked for", "Sent samples"]
    assert texts("?author=mine") == ["Sent samples"]
    assert texts(f"?author={bob.pk}") == ["Asked for"]
    assert texts(f"?category={call.pk}") == ["Sent samples"]
    assert texts("?q=felt") == ["Asked for"]
    assert texts("?q=%26+linen") == ["Asked for"]
    assert texts(f"?since={day}&until={day}") == ["Asked for"]
    assert texts("?author=99999&category=x&since=never&before=x") == ["Asked for", "Sent samples"]
    for mark in (
        "1",
        "1_x",
        "x_2026-01-01",
        "1_2026-01-01",
        "1_0001-01-01T00:00:00+00:00",
        "9" * 30 + "_2026-01-01T00:00Z",
    ):
        assert texts(f"?before={mark}") == ["Asked for", "Sent samples"]
    assert "Nothing in the history fits these filters." in page(client, contact, "?q=nowhere")


def test_a_company_tells_of_its_visible_persons_and_says_whose_it_is(contact, alice, dave, client_of):
    company = make.make_company(access_level="read")
    hidden = make.make_contact(first_name="Hidden", last_name="Person", company=company)
    Contact.objects.filter(pk=contact.pk).update(company=company)
    make.make_event(company, by=alice, text="At the company")
    make.make_event(contact, by=alice, text="With Anna")
    make.make_event(hidden, by=alice, text="Secret talk")
    make.make_event(company, contact, by=alice, text="Told to both")
    html = page(client_of(alice), company)
    assert "At the company" in html
    assert "With Anna" in html
    assert f'href="/contacts/{contact.pk}/"' in html
    assert "Secret talk" not in html
    assert "Hidden" not in html
    assert html.count("Told to both") == 1
    html = page(client_of(dave), company)
    assert "With Anna" not in html
    assert "Told to both" in html


def test_persons_have_a_tab_with_their_number(alice, client_of):
    company = make.make_company(access_level="read")
    make.make_contact(first_name="Seen", company=company, access_level="read")
    make.make_contact(first_name="Unseen", company=company)
    client = client_of(alice)
    assert '<span class="tab-count">1</span>' in page(client, company)
    html = client.get(f"/contacts/{company.pk}/persons/").content.decode()
    assert f"/contacts/persons/?embedded=1&amp;company={company.pk}" in html
    assert f"/contacts/persons/add/?company={company.pk}" in html
    person = Contact.objects.get(first_name="Seen")
    assert client.get(f"/contacts/{person.pk}/persons/").status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_timeline(
    contact, alice, django_assert_max_num_queries, client_of
):
    client = client_of(alice)
    client.get(f"/contacts/{contact.pk}/")
    for i in range(20):
        make.make_event(contact, by=alice, text=f"Event {i}")
    with django_assert_max_num_queries(45) as few:
        client.get(f"/contacts/{contact.pk}/")
    HistoryLink.objects.filter(pk__in=list(HistoryLink.objects.values_list("pk", flat=True)[:15])).delete()
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(f"/contacts/{contact.pk}/")


def test_a_page_asks_at_most_twenty_queries_however_much_hangs_on_it(client_of, alice, django_assert_max_num_queries):
    company = make.make_company(by=alice, grants=None)
    browser = client_of(alice)

    def fill(many: int) -> None:
        for number in range(many):
            person = make.make_contact(by=alice, first_name=f"P{number}", company=company, grants=None)
            make.make_event(person, by=alice)
            make.make_event(company, by=alice, happened_at=timezone.now() + dt.timedelta(days=number + 1))

    fill(1)
    browser.get(company.get_absolute_url())  # warms what is asked once for each process
    with django_assert_max_num_queries(20):
        browser.get(company.get_absolute_url())
    fill(12)
    with django_assert_max_num_queries(20):
        browser.get(company.get_absolute_url())
    with django_assert_max_num_queries(20):
        assert browser.get(f"/contacts/{company.pk}/persons/").status_code == 200


def test_who_made_a_public_contact_reaches_its_permissions_without_editing_it(client_of, alice, bob):
    made = make.make_contact(by=alice, access_level="read", grants=[])
    assert f"operation=share&amp;ids={made.pk}" in page(client_of(alice), made)
    assert "operation=share" not in page(client_of(bob), made)
