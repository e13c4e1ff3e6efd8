"""The list pages of Settings: types and temperature levels share one page."""

import pytest
from auditlog.models import LogEntry
from django.urls import reverse

from contacts.models import Contact, ContactType, TemperatureLevel
from core.audit.models import SecurityEvent
from core.records import trash
from tests import make

pytestmark = pytest.mark.django_db

PAGES = ["index", "common", "contact_types", "contact_types_add", "temperature_levels", "contact_tags", "audit"]


@pytest.mark.parametrize("page", PAGES)
def test_administrators_open_the_settings_and_others_are_refused(page, client_of, admin, root, alice):
    address = reverse(f"settings_admin:{page}")
    assert client_of(admin).get(address).status_code == client_of(root).get(address).status_code == 200
    assert client_of(alice).get(address).status_code == 403


def test_a_setting_is_found_by_its_words(client_of, admin):
    page = client_of(admin).get(reverse("settings_admin:index"), {"find": "niveau inconnu"}).content.decode()
    assert "No setting is called that" in page
    page = client_of(admin).get(reverse("settings_admin:index"), {"find": "TEMPERATURE"}).content.decode()
    assert reverse("settings_admin:temperature_levels") in page
    assert reverse("settings_admin:contact_types") not in page


def test_an_entry_is_added_at_the_end_with_its_colour(client_of, admin):
    make.make_type("Client", position=4)
    client_of(admin).post(reverse("settings_admin:contact_types_add"), {"name": " Partner ", "hue": "teal"})
    partner = ContactType.objects.get(name="Partner")
    assert (partner.hue, partner.position) == ("teal", 5)
    assert LogEntry.objects.get_for_object(partner).get().actor == admin


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"name": "éCOLE", "hue": "teal"}, "is in the list already"),
        ({"name": " ", "hue": "teal"}, "Write a name"),
        ({"name": "New", "hue": "puce"}, "Select a valid choice"),
        ({"name": "x" * 101, "hue": "teal"}, "at most 100"),
        ({"name": "a\x00b", "hue": "teal"}, "Null characters"),
    ],
)
def test_a_refused_entry_says_why_and_keeps_what_was_typed(client_of, admin, sent, sentence):
    make.make_type("École")
    page = client_of(admin).post(reverse("settings_admin:contact_types_add"), sent)
    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert ContactType.objects.count() == 1


def test_a_used_entry_can_be_renamed_and_stays_with_its_contacts(client_of, admin):
    client = make.make_type("Client")
    contact = make.make_contact(contact_type=client)
    client_of(admin).post(
        reverse("settings_admin:contact_types_edit", args=[client.pk]), {"name": "Buyer", "hue": "red"}
    )
    contact.refresh_from_db()
    assert (contact.contact_type.name, contact.version) == ("Buyer", 1)


def test_dragging_and_the_buttons_put_entries_into_order(client_of, admin):
    one, two, three = (make.make_temperature(name, position=i) for i, name in enumerate(["Cold", "Warm", "Hot"]))
    address = reverse("settings_admin:temperature_levels")
    browser = client_of(admin)
    browser.post(address, {"order": [three.pk, one.pk, two.pk]})
    assert list(TemperatureLevel.objects.values_list("name", flat=True)) == ["Hot", "Cold", "Warm"]
    browser.post(address, {"down": three.pk})
    browser.post(address, {"up": two.pk})
    assert list(TemperatureLevel.objects.values_list("name", flat=True)) == ["Cold", "Warm", "Hot"]
    browser.post(address, {"order": ["x", "-1", "9" * 40, two.pk, one.pk]})
    assert list(TemperatureLevel.objects.values_list("name", flat=True)) == ["Warm", "Cold", "Hot"]
    assert SecurityEvent.objects.filter(kind="settings.list_ordered", actor=admin).count() == 4
    assert TemperatureLevel.objects.count() == 3


def test_the_number_of_uses_leads_to_the_filtered_list(client_of, admin):
    client = make.make_type("Client")
    make.make_contact(contact_type=client)
    make.make_contact(contact_type=client)
    trash.trash(Contact.objects.filter(pk=make.make_contact(contact_type=client).pk), by=admin)
    page = client_of(admin).get(reverse("settings_admin:contact_types")).content.decode()
    address = f"{reverse('contacts:list')}?type={client.pk}"
    assert f'<a href="{address}">2</a>' in page
    make.make_contact(last_name="Untyped")
    found = client_of(admin).get(address).content.decode()
    assert found.count('name="ids"') == 2
    assert "Untyped" not in found


def test_deleting_a_used_entry_asks_for_its_replacement(client_of, admin):
    client, partner = make.make_type("Client"), make.make_type("Partner")
    contact = make.make_contact(contact_type=client)
    in_trash = make.make_contact(contact_type=client)
    trash.trash(Contact.objects.filter(pk=in_trash.pk), by=admin)
    address, browser = reverse("settings_admin:contact_types_delete", args=[client.pk]), client_of(admin)
    asked = browser.get(address).content.decode()
    assert "1 contact has it." in asked
    assert "1 contact in the trash has it." in asked
    browser.post(address, {"replacement": partner.pk})
    contact.refresh_from_db()
    in_trash.refresh_from_db()
    assert contact.contact_type == in_trash.contact_type == partner
    assert contact.version == 1
    event = SecurityEvent.objects.get(kind="settings.entry_deleted")
    assert (event.actor, event.details["name"], event.details["count"]) == (admin, "Client", 2)


def test_not_specified_may_take_its_place(client_of, admin):
    hot, _cold = make.make_temperature("Hot"), make.make_temperature("Cold")
    contact = make.make_contact(temperature=hot)
    client_of(admin).post(reverse("settings_admin:temperature_levels_delete", args=[hot.pk]), {"replacement": ""})
    contact.refresh_from_db()
    assert contact.temperature is None


def test_an_entry_is_no_replacement_for_itself(client_of, admin):
    hot, _cold = make.make_temperature("Hot"), make.make_temperature("Cold")
    address = reverse("settings_admin:temperature_levels_delete", args=[hot.pk])
    assert client_of(admin).post(address, {"replacement": hot.pk}).status_code == 200
    assert TemperatureLevel.objects.filter(pk=hot.pk).exists()


def test_the_last_entry_stays(client_of, admin):
    hot = make.make_temperature("Hot")
    address = reverse("settings_admin:temperature_levels_delete", args=[hot.pk])
    assert "can’t be deleted" in client_of(admin).post(address, {"replacement": ""}).content.decode()
    assert TemperatureLevel.objects.exists()


@pytest.mark.parametrize("act", ["edit", "delete"])
def test_ordinary_users_change_no_list(client_of, alice, act):
    hot, _cold = make.make_temperature("Hot"), make.make_temperature("Cold")
    address = reverse(f"settings_admin:temperature_levels_{act}", args=[hot.pk])
    assert client_of(alice).post(address, {"name": "X", "hue": "red", "replacement": ""}).status_code == 403
    assert TemperatureLevel.objects.filter(name="Hot").exists()


def test_the_page_asks_as_often_for_many_entries_as_for_one(client_of, admin, django_assert_num_queries):
    browser, address = client_of(admin), reverse("settings_admin:contact_types")
    make.make_type("One")
    browser.get(address)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as few:
        browser.get(address)
    for number in range(20):
        make.make_contact(contact_type=make.make_type(f"Type {number}"))
    with django_assert_num_queries(len(few)):
        browser.get(address)
