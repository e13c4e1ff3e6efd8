"""An empty CRM starts with its lists in the chosen language, and with one owner whose password is shown once."""

from io import StringIO

import pytest
from django.core.management import call_command

from contacts.models import ContactTag, ContactType, TemperatureLevel
from core.accounts.models import User
from core.history.models import HistoryCategory
from core.organisation.models import Organisation
from crm_site import first_start

pytestmark = pytest.mark.django_db


def start(language: str = "en") -> str:
    said = StringIO()
    call_command("first_start", language=language, stdout=said)
    return said.getvalue()


def test_lists_are_those_of_the_specification():
    start()
    assert list(TemperatureLevel.objects.values_list("name", "hue")) == [
        ("Cold", "indigo"),
        ("Warm", "amber"),
        ("Hot", "rose"),
    ]
    assert list(ContactType.objects.values_list("name", flat=True)) == ["Client", "Supplier", "Partner", "Competitor"]
    assert list(ContactTag.objects.values_list("name", flat=True)) == ["Lead", "Customer", "Supplier", "Staff"]
    assert list(HistoryCategory.objects.values_list("name", "hue", "icon")) == [
        ("Note", "amber", "note"),
        ("E-mail", "sky", "mail"),
        ("Phone call", "teal", "phone"),
        ("Appointment", "violet", "calendar"),
    ]
    assert Organisation.current().language == "en"


def test_second_start_changes_nothing():
    start()
    ContactType.objects.filter(name="Partner").delete()
    ContactType.objects.filter(name="Client").update(name="Buyer")
    assert start() == ""
    assert list(ContactType.objects.values_list("name", flat=True)) == ["Buyer", "Supplier", "Competitor"]
    assert User.objects.count() == 1


def test_language_of_the_first_start_is_the_owners_and_the_organisations():
    start("fr")
    assert Organisation.current().language == "fr"
    assert User.objects.get().language == "fr"


def test_owner_signs_in_with_the_password_that_was_printed(client):
    said = start()
    password = said.split("Password:")[1].split()[0]
    owner = User.objects.get(is_superuser=True)
    assert client.login(username=owner.username, password=password)


def test_a_demo_asks_for_the_lists_alone():
    assert first_start.fill_lists("en") is True
    assert first_start.fill_lists("en") is False
    assert not User.objects.exists()
