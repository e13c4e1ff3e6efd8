"""Small changes without the form: who may make them, that nobody's change is run over, where one comes back to."""

import pytest
from auditlog.models import LogEntry
from django.urls import reverse

from contacts import services
from contacts.models import Contact
from tests import make

pytestmark = pytest.mark.django_db
PAGES = ["set_temperature", "set_type", "set_tags", "add_detail"]


@pytest.fixture
def browser(alice, client_of):
    return client_of(alice)


def at(name: str, contact) -> str:
    return reverse(f"contacts:{name}", args=[contact.pk])


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("person", "status"), [("carol", 200), ("bob", 403), ("dave", 404)])
def test_only_those_who_may_edit_open_and_change(person, status, name, contact, request, client_of):
    browser = client_of(request.getfixturevalue(person))
    before = Contact.objects.values().get(pk=contact.pk)
    assert browser.get(at(name, contact)).status_code == status
    if status != 200:
        sent = {"temperature": make.make_temperature().pk, "tags": "x", "type": "", "value": "1", "category": "work"}
        assert browser.post(at(name, contact), sent).status_code == status
        assert Contact.objects.values().get(pk=contact.pk) == before and not contact.phones.exists()


def test_the_temperature_is_changed_and_recorded(contact, browser, alice):
    hot = make.make_temperature("Hot")
    answer = browser.post(
        at("set_temperature", contact) + "?version=1", {"temperature": hot.pk, "back": "/contacts/?q=a"}
    )
    assert answer["Location"] == "/contacts/?q=a"
    contact.refresh_from_db()
    assert (contact.temperature, contact.version, contact.changed_by) == (hot, 2, alice)
    assert "temperature" in LogEntry.objects.filter(actor=alice).latest("pk").changes
    browser.post(at("set_temperature", contact), {"temperature": ""})
    contact.refresh_from_db()
    assert contact.temperature is None


def test_a_version_that_moved_on_is_refused(contact, browser, carol):
    hot, client = make.make_temperature("Hot"), make.make_type("Client")
    services.change_fields(contact, by=carol, temperature=hot)
    for name, sent in [
        ("set_temperature", {"temperature": ""}),
        ("set_type", {"type": client.pk}),
        ("set_tags", {"tags": "x"}),
    ]:
        answer = browser.post(at(name, contact), sent | {"version": "1", "back": "/contacts/"}, follow=True)
        assert "Someone changed this contact meanwhile." in answer.content.decode()
    contact.refresh_from_db()
    assert (contact.temperature, contact.contact_type, list(contact.tags.names())) == (hot, None, [])


def test_an_unknown_entry_is_said_beside_the_field(contact, browser):
    page = browser.post(at("set_type", contact), {"type": "999"})
    assert page.status_code == 200 and "field-error" in page.content.decode()


def test_tags_become_what_was_written(contact, browser):
    browser.post(at("set_tags", contact), {"tags": "Lead, lead ,VIP,"})
    assert sorted(contact.tags.names()) == ["Lead", "VIP"]
    assert "Lead, VIP" in browser.get(at("set_tags", contact)).content.decode()
    browser.post(at("set_tags", contact), {"tags": ""})
    assert not contact.tags.exists()


def test_the_first_phone_is_primary_and_found_by_the_search(contact, browser):
    for number in ("03 53 01 62 18", "06 11 22 33 44"):
        browser.post(at("add_detail", contact) + "?kind=phone", {"value": number, "category": "mobile"})
    rows = [(row.number, row.e164, row.is_primary, row.position) for row in contact.phones.all()]
    assert rows == [("03 53 01 62 18", "+33353016218", True, 0), ("06 11 22 33 44", "+33611223344", False, 1)]
    assert "Anna Martin" in browser.get("/contacts/", {"q": "06.11.22.33.44"}).content.decode()


def test_an_email_is_checked_and_kept_as_typed_when_wrong(contact, browser):
    page = browser.post(at("add_detail", contact) + "?kind=email", {"value": "anna(at)b", "category": "work"})
    assert "Write the whole address" in page.content.decode() and "anna(at)b" in page.content.decode()
    browser.post(at("add_detail", contact) + "?kind=email", {"value": "Anna@Example.COM", "category": "home"})
    assert [(row.address, row.category) for row in contact.emails.all()] == [("Anna@example.com", "home")]


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example", ""]
)
def test_one_comes_back_to_this_site_only(back, contact, browser):
    answer = browser.post(at("set_temperature", contact), {"temperature": "", "back": back})
    assert answer["Location"] == contact.get_absolute_url()


def test_a_phone_or_email_sent_twice_is_there_once(contact, browser):
    for kind, value in [("phone", "01 02 03 04 05"), ("email", "anna@example.com")]:
        for _sent in range(2):
            browser.post(at("add_detail", contact) + f"?kind={kind}", {"value": value, "category": "work"})
    assert (contact.phones.count(), contact.emails.count()) == (1, 1)
