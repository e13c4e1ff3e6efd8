"""The list of contacts: who sees which rows, what each filter finds, what a row shows and offers."""

import datetime as dt
import re

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.urls import reverse

from contacts import services
from contacts.models import Contact, ContactGroupGrant
from contacts.services.access import permissions
from core.access.models import AccessLevel
from core.records import trash
from tests import make

pytestmark = pytest.mark.django_db
LIST = "/contacts/"


def names(response) -> list[str]:
    return re.findall(r'class="row-name"[^>]*>.*?</span><span>([^<]*)</span></a>', response.content.decode())


def found(browser, **parameters) -> set[str]:
    return set(names(browser.get(LIST, parameters)))


@pytest.fixture
def browser(alice, client_of):
    return client_of(alice)


@pytest.mark.parametrize(
    ("person", "seen"), [("alice", 1), ("bob", 1), ("carol", 1), ("dave", 0), ("admin", 1), ("root", 1)]
)
def test_private_contacts_are_listed_for_those_who_may_see_them(person, seen, contact, request, client_of):
    browser = client_of(request.getfixturevalue(person))
    page = browser.get(LIST).content.decode()
    assert page.count("Anna Martin</span>") == seen
    assert f'id="head-count">{seen or ""}</span>' in page


@pytest.mark.parametrize(("person", "may"), [("alice", True), ("bob", False), ("carol", True)])
def test_the_row_menu_offers_only_what_one_may_do(person, may, contact, request, client_of):
    page = client_of(request.getfixturevalue(person)).get(LIST).content.decode()
    for name in ("edit", "delete", "set_temperature"):
        assert (reverse(f"contacts:{name}", args=[contact.pk]) in page) is may


def test_the_trash_is_not_listed(contact, browser, alice):
    trash.trash(Contact.objects.filter(pk=contact.pk), by=alice)
    assert names(browser.get(LIST)) == []


def test_a_hidden_company_shows_without_its_name_and_sorts_as_none(alice, browser, dave):
    hidden = make.make_company(name="Aardvark Holding", by=dave, grants=None)
    open_one = make.make_company(name="Zebra", access_level="read")
    make.make_contact(first_name="Has", last_name="Hidden", company=hidden, access_level="read")
    make.make_contact(first_name="Has", last_name="Open", company=open_one, access_level="read")
    page = browser.get(LIST, {"sort": "company", "kind": "person"})
    assert "Aardvark" not in page.content.decode() and "private contact" in page.content.decode()
    assert names(page) == ["Has Open", "Has Hidden"]
    assert found(browser, company=hidden.pk) == set() == found(browser, company=999999)
    assert found(browser, company=open_one.pk) == {"Has Open"} == found(browser, company=" zEBRA ")


def test_names_sort_without_accents_and_case(browser):
    for name in ("zoe", "Œuvrard", "Éléonore", "adam", "Oda"):
        make.make_contact(first_name=name, last_name="", access_level="read")
    assert names(browser.get(LIST)) == ["adam", "Éléonore", "Oda", "Œuvrard", "zoe"]


def test_temperature_and_type_take_several_and_none(browser):
    hot, cold = make.make_temperature("Hot"), make.make_temperature("Cold")
    client = make.make_type("Client")
    for name, level, kind in [("Hot", hot, client), ("Cold", cold, None), ("Bare", None, None)]:
        make.make_contact(first_name=name, last_name="", temperature=level, contact_type=kind, access_level="read")
    assert found(browser, temperature=hot.pk) == {"Hot"}
    assert found(browser, temperature=[hot.pk, "none"]) == {"Hot", "Bare"}
    assert found(browser, type="none") == {"Cold", "Bare"}
    assert found(browser, type=client.pk, temperature=cold.pk) == set()
    assert found(browser, temperature="999") == set()


def test_tags_are_all_asked_for(browser):
    for name, tags in [("Both", ["Lead", "VIP"]), ("One", ["Lead"]), ("None", [])]:
        make.make_contact(first_name=name, last_name="", tags=tags, access_level="read")
    lead, vip = (Contact.tags.get(name=name).pk for name in ("Lead", "VIP"))
    assert found(browser, tags=lead) == {"Both", "One"}
    assert found(browser, tags=[lead, vip]) == {"Both"}


def test_manager_is_me_nobody_or_someone(browser, alice, bob):
    team = Group.objects.create(name="Team")
    for name, people in [("Mine", [alice]), ("Bobs", [bob]), ("Nobodys", []), ("Teams", [])]:
        row = make.make_contact(first_name=name, last_name="", access_level="read")
        for person in people:
            make.grant(row, person)
        if name == "Teams":
            ContactGroupGrant.objects.create(content_object=row, group=team, permission=permissions()[True])
    reader = make.make_contact(first_name="Read", last_name="")
    make.grant(reader, alice, write=False)
    assert found(browser, manager="me") == {"Mine"}
    assert found(browser, manager=bob.pk) == {"Bobs"}
    assert found(browser, manager="none") == {"Nobodys", "Read"}
    assert found(browser, manager="999") == set()


def test_access_kind_email_and_consent(browser, alice):
    make.make_contact(first_name="Private", last_name="", by=alice, grants=None, consent="given")
    make.make_contact(first_name="Read", last_name="", access_level="read", emails=[services.EmailValue("a@b.fr")])
    make.make_company(name="Firm", access_level="write")
    assert found(browser, access="private") == {"Private"}
    assert found(browser, access=AccessLevel.WRITE) == {"Firm"} == found(browser, kind="company")
    assert found(browser, has_email="yes") == {"Read"}
    assert found(browser, has_email="no") == {"Private", "Firm"}
    assert found(browser, consent="given") == {"Private"}
    assert found(browser, access="everybody") == set()


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"created": "today"}, {"00:30 today"}),
        ({"created": "yesterday"}, {"yesterday"}),
        ({"created": "this_week"}, {"00:30 today", "yesterday"}),
        ({"created": "this_month"}, {"00:30 today", "yesterday", "1st"}),
        ({"created": "last_month"}, {"october"}),
        ({"created_from": "2026-11-01", "created_to": "2026-11-01"}, {"1st"}),
        ({"created_to": "2026-10-31"}, {"october"}),
        ({"created": "range", "created_from": "2026-11-24"}, {"00:30 today", "yesterday"}),
        ({"created_from": "someday"}, set()),
    ],
)
def test_created_is_counted_in_the_days_of_the_user(parameters, expected, browser, alice):
    moments = [
        ("00:30 today", dt.datetime(2026, 11, 24, 23, 30, tzinfo=dt.UTC)),  # already the 25th in Paris
        ("yesterday", dt.datetime(2026, 11, 24, 22, 30, tzinfo=dt.UTC)),
        ("1st", dt.datetime(2026, 10, 31, 23, 30, tzinfo=dt.UTC)),
        ("october", dt.datetime(2026, 10, 31, 22, 30, tzinfo=dt.UTC)),
    ]
    for name, moment in moments:
        row = make.make_contact(first_name=name, last_name="", access_level="read")
        Contact.objects.filter(pk=row.pk).update(created_at=moment)
    with time_machine.travel(dt.datetime(2026, 11, 25, 9, tzinfo=dt.UTC), tick=False):
        browser.force_login(alice)
        assert found(browser, **parameters) == expected


def test_the_search_finds_words_and_phones_in_any_notation(browser):
    make.make_contact(
        first_name="Éléonore", last_name="Œuvrard", access_level="read", phones=[services.PhoneValue("03 53 01 62 18")]
    )
    for text in ("eleonore oeuv", "+33 3 53 01 62 18", "0353016218", "OEUVRARD"):
        assert found(browser, q=text) == {"Éléonore Œuvrard"}
    assert found(browser, q="%") == set()


def test_chips_name_what_is_set_and_remove_it(browser):
    hot, cold = make.make_temperature("Hot"), make.make_temperature("Cold")
    page = browser.get(LIST, {"temperature": [hot.pk, cold.pk, "none"], "manager": "me", "q": "x"}).content.decode()
    assert "Temperature <b>Hot, Cold or not specified</b>" in page
    assert "Manager <b>me</b>" in page
    assert f'href="?q=x&amp;temperature={hot.pk}&amp;temperature={cold.pk}&amp;temperature=none"' in page


@pytest.mark.parametrize(
    "name", ["manager", "temperature", "type", "tags", "company", "kind", "created", "access", "consent"]
)
def test_each_filter_has_an_editor_that_keeps_the_rest(name, browser):
    make.make_temperature("Hot"), make.make_type("Client")
    page = browser.get(LIST, {"edit": name, "has_email": "yes", "sort": "-created"}).content.decode()
    editor = page[page.index("data-filter-editor") : page.index("dialog-actions")]
    assert f'name="{name}' in editor or name == "tags"
    assert 'name="has_email" value="yes"' in editor and 'name="sort" value="-created"' in editor
    dialog = browser.get(LIST, {"edit": name}, headers={"X-Requested-With": "fetch"}).content.decode()
    assert "data-dialog-body" in dialog and "<html" not in dialog


def test_a_row_shows_its_details_and_offers_to_add_missing_ones(browser, alice):
    row = make.make_contact(
        by=alice, grants=None, temperature=make.make_temperature(), contact_type=make.make_type(),
        phones=[services.PhoneValue("03 53 01 62 18"), services.PhoneValue("06 11 22 33 44", is_primary=True)],
    )  # fmt: skip
    page = browser.get(LIST).content.decode()
    assert 'href="tel:+33611223344"' in page and "06 11 22 33 44" in page and "03 53 01 62 18" not in page
    assert f'href="/contacts/{row.pk}/add-detail/?kind=email"' in page and "kind=phone" not in page
    assert '<span class="chip hue-grey">Client</span>' in page
    assert f'data-menu-action="/contacts/{row.pk}/temperature/?version={row.version}"' in page


def test_hostile_text_is_written_as_text(browser, alice):
    bad = '"><script>alert(1)</script>'
    make.make_contact(
        first_name=bad, last_name=bad, job_title=bad, by=alice, grants=None, tags=["<b>tag</b>"],
        phones=[services.PhoneValue(bad)], emails=[services.EmailValue('a"><script>@b.fr')],
        contact_type=make.make_type("<i>type</i>"), temperature=make.make_temperature("<i>hot</i>"),
        company=make.make_company(name=bad, access_level="read"),
    )  # fmt: skip
    alice.list_columns = {"contacts": ["company", "job", "temperature", "type", "email", "phone", "tags"]}
    alice.save()
    page = browser.get(LIST).content.decode()
    for sign in ("<script>alert", "<script>@", "<b>tag", "<i>type", "<i>hot"):
        assert sign not in page


def test_counts_say_how_many_the_user_may_see(browser, dave):
    for number in range(3):
        make.make_contact(first_name=str(number), last_name="", by=dave, grants=None)
    make.make_contact(first_name="Open", last_name="", access_level="read")
    page = browser.get(LIST).content.decode()
    assert 'id="head-count">1</span>' in page and "1–1 of 1" in page


def test_a_picked_company_comes_before_its_typed_name(browser):
    first, second = (make.make_company(name="Twin", access_level="read") for _ in range(2))
    for name, company in (("First", first), ("Second", second)):
        make.make_contact(first_name=name, last_name="", company=company, access_level="read")
    page = browser.get(LIST, {"company": ["Twin", second.pk]})
    assert names(page) == ["Second"]
    assert f'href="?company={second.pk}&amp;sort=-name"' in page.content.decode()


def test_above_the_cap_it_says_so_and_counts_on_request(browser, monkeypatch):
    monkeypatch.setattr("core.pages.paging.CAP", 3)
    monkeypatch.setattr("core.pages.lists.CAP", 3)
    for number in range(5):
        make.make_contact(first_name=str(number), last_name="", access_level="read")
    page = browser.get(LIST).content.decode()
    assert "1–5 of more than 3" in page and "Select everything found" in page and "Count exactly" in page
    assert "1–5 of 5" in browser.get(LIST, {"count": "exact"}).content.decode()
    assert "pages end at 3 rows" in browser.get(LIST, {"sort": "temperature"}).content.decode()


def test_the_sidebar_offers_imports_on_the_lists_too(client_of, bob):
    page = client_of(bob).get(reverse("contacts:list")).content.decode()
    menu = page.partition('id="sidebar-create-more"')[2].partition("</div>")[0]
    assert reverse("imports:start") in menu


@pytest.mark.sqlite
def test_the_first_page_is_read_along_the_index_of_names(alice):
    """Without statistics SQLite would gather all that isn't in the trash and sort it."""
    for number in range(3):
        make.make_contact(by=alice, last_name=f"Name {number}")
    listed = Contact.objects.visible_to(alice).order_by("sort_name", "pk")[:26]
    plan = listed.explain()
    assert "TEMP B-TREE" not in plan and "name" in plan, plan
