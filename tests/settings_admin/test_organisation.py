"""The organisation's settings."""

import pytest
from auditlog.models import LogEntry
from django.urls import reverse

from core.audit.models import SecurityEvent
from core.organisation.models import Organisation

pytestmark = pytest.mark.django_db

SENT = {"name": "Tissages Morvan", "country": "BE", "time_zone": "Europe/Brussels", "language": "fr", "currency": "USD"}


def test_the_settings_are_saved_and_audited(client_of, admin):
    client_of(admin).post(reverse("settings_admin:common"), SENT)
    saved = Organisation.current()
    assert {name: str(getattr(saved, name)) for name in SENT} == SENT
    entry = LogEntry.objects.get_for_object(saved).get(action=LogEntry.Action.UPDATE)
    assert (entry.actor, entry.changes["currency"]) == (admin, ["EUR", "USD"])
    assert set(SecurityEvent.objects.get(kind="settings.changed").details["fields"]) == set(SENT)


@pytest.mark.parametrize(
    "wrong", [{"currency": "XXX"}, {"time_zone": "Mars/Base"}, {"language": "xx"}, {"country": "ZZ"}]
)
def test_a_wrong_value_is_refused_and_nothing_changes(client_of, admin, wrong):
    page = client_of(admin).post(reverse("settings_admin:common"), SENT | wrong)
    assert page.status_code == 200
    assert "Tissages Morvan" in page.content.decode()
    assert Organisation.current().name == ""


def test_other_fields_are_not_taken(client_of, admin):
    client_of(admin).post(reverse("settings_admin:common"), SENT | {"is_demo": "1", "id": "7"})
    assert Organisation.objects.get().is_demo is False


def test_saving_without_a_change_records_nothing(client_of, admin):
    browser = client_of(admin)
    browser.post(reverse("settings_admin:common"), SENT)
    browser.post(reverse("settings_admin:common"), SENT)
    assert SecurityEvent.objects.filter(kind="settings.changed").count() == 1


def test_ordinary_users_are_refused(client_of, alice):
    assert client_of(alice).post(reverse("settings_admin:common"), SENT).status_code == 403
    assert Organisation.current().name == ""
