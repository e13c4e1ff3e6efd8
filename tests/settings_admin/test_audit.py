"""The audit page: every change and event in one list, for administrators, edited by nobody."""

import datetime as dt

import pytest
import time_machine
from auditlog.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from contacts import services
from contacts.models import Contact
from core.accounts.models import User
from core.audit import services as audit
from core.audit.models import SecurityEvent
from core.history import services as history
from core.records import trash
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def page_of(client_of, admin):
    def get(**params):
        answer = client_of(admin).get(reverse("settings_admin:audit"), params)
        assert answer.status_code == 200
        return answer.content.decode()

    return get


def changed(contact, by, **over):
    values = services.ContactValues(first_name="Anna", last_name=over.pop("last_name", "Martin"), **over)
    return services.update_contact(contact, values, by=by)


def test_a_change_shows_before_and_after_in_words(page_of, alice):
    warm = make.make_temperature("Warm")
    contact = make.make_contact(by=alice, grants=None)
    changed(contact, alice, last_name="Durand", temperature=warm)
    page = page_of(who=alice.pk)
    assert "Martin → Durand" in page
    assert "– → Warm" in page
    assert "Alice Test" in page


def test_names_are_those_of_today(page_of, alice):
    contact = make.make_contact(by=alice, grants=None)
    changed(contact, alice, last_name="Durand")
    changed(contact, alice, last_name="Petit")
    assert page_of(record="", kind="entry:1").count(">Anna Petit</a>") == 2


def test_a_deleted_contact_has_no_name_left(page_of, alice, root):
    contact = make.make_contact(by=alice, grants=None)
    trash.trash(Contact.objects.filter(pk=contact.pk), by=alice)
    trash.purge(Contact.objects.filter(pk=contact.pk), by=root)
    page = page_of()
    assert "Deleted for good" in page
    assert "Anna Martin" not in page


def test_events_and_changes_stand_in_one_order(page_of, alice):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        contact = make.make_contact(by=alice, grants=None)
        changed(contact, alice, last_name="Durand")
        clock.shift(dt.timedelta(minutes=1))
        audit.log("sign_in_failed", remote_addr="192.0.2.7")
        clock.shift(dt.timedelta(minutes=1))
        changed(contact, alice, last_name="Petit")
    page = page_of()
    places = [page.index("Durand → Petit"), page.index("192.0.2.7"), page.index("Martin → Durand")]
    assert places == sorted(places)


def test_filters_narrow_it(page_of, alice, bob):
    contact = make.make_contact(by=alice, grants=None)
    changed(contact, alice, last_name="Durand")
    audit.log("sign_in_failed", by=bob)
    assert "Martin → Durand" not in page_of(who=bob.pk)
    assert "Martin → Durand" not in page_of(kind="event:sign_in_failed")
    assert "Martin → Durand" in page_of(q="durand")
    assert "Nothing matches" in page_of(q="nobody-wrote-this")
    yesterday, tomorrow = (timezone.localdate() + dt.timedelta(days=days) for days in (-1, 1))
    assert "Martin → Durand" in page_of(since=yesterday, until=tomorrow)
    assert "Nothing matches" in page_of(until=yesterday)
    assert "Nothing matches" in page_of(since=tomorrow)


def test_words_with_accents_are_found_on_both_databases(page_of, alice):
    contact = make.make_contact(by=alice, grants=None)
    changed(contact, alice, last_name="Bérénice")
    assert "Martin → Bérénice" in page_of(q="Bérén")


@pytest.mark.parametrize(
    "forged",
    [
        {"who": "x"}, {"kind": "entry:9"}, {"kind": "event"}, {"record": "0"}, {"record": "x' OR 1=1"}, {"since": "soon"},
        {"page": "999999999999999999"}, {"page": "-1"}, {"q": "\x00"}, {"q": "%_\\"}, {"id": "9" * 40}, {"until": "9999-12-31"},
        {"since": "0001-01-01"},
    ],
)  # fmt: skip
def test_forged_filters_are_answered_without_a_fault(page_of, alice, forged):
    changed(make.make_contact(by=alice, grants=None), alice, last_name="Durand")
    page_of(**forged)


def test_an_own_event_that_was_edited_is_recorded(page_of, alice):
    event = make.make_event(make.make_contact(by=alice, grants=None), by=alice, text="Called.")
    history.edit_event(event, by=alice, text="Called twice.", category=event.category, happened_at=event.happened_at)
    assert "Called. → Called twice." in page_of(who=alice.pk)


def test_tags_and_details_are_recorded_with_their_contact(page_of, alice):
    contact = make.make_contact(by=alice, grants=None)
    changed(contact, alice, tags=["Lead"], phones=[services.PhoneValue("01 02 03 04 05")])
    page = page_of(who=alice.pk)
    assert "– → 01 02 03 04 05" in page
    assert "– → Lead" in page


def test_a_refused_act_is_recorded_and_a_refused_look_is_not(page_of, client_of, alice):
    browser = client_of(alice)
    browser.get(reverse("settings_admin:common"))
    assert not SecurityEvent.objects.filter(kind="refused").exists()
    browser.post(reverse("settings_admin:common"), {"name": "X"})
    assert SecurityEvent.objects.get(kind="refused").actor == alice
    assert reverse("settings_admin:common") in page_of(kind="event:refused")


def test_who_was_given_access_stands_there_by_name(page_of, alice, dave):
    audit.log("access_changed", by=alice, target=make.make_contact(), level="read", users=[dave.pk], groups=[])
    page = page_of(kind="event:access_changed")
    assert "<b>Users</b> Dave Test" in page
    assert "public, read" in page


@pytest.mark.parametrize(
    "odd", [{"users": "x"}, {"ids": 3}, {"level": ["read"]}, {"users": [None, "x", {}]}, {"name": {}}]
)
def test_odd_details_are_shown_without_a_fault(page_of, alice, odd):
    audit.log("access_changed", by=alice, **odd)
    assert "Access changed" in page_of(kind="event:access_changed")


def test_users_are_recorded_and_passwords_never(page_of, client_of, root):
    user = make.make_user("eve")
    user.is_crm_administrator = True
    user.set_password("a secret nobody sees")
    user.save()
    assert "no → yes" in page_of()
    written = " ".join(str(entry.changes) for entry in LogEntry.objects.all())
    assert "password" not in written
    assert user.password not in written
    assert User.objects.get(pk=user.pk).password == user.password


def test_the_page_asks_as_often_for_many_lines_as_for_few(client_of, admin, alice):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    address, browser = reverse("settings_admin:audit"), client_of(admin)

    def queries():
        with CaptureQueriesContext(connection) as asked:
            browser.get(address)
        return len(asked)

    changed(make.make_contact(by=alice, grants=None), alice, last_name="Durand")
    audit.log("access_changed", by=alice, users=[alice.pk])
    browser.get(address)
    few = queries()
    for number in range(10):
        changed(make.make_contact(by=alice, grants=None), alice, last_name=f"Durand{number}")
        audit.log("access_changed", by=alice, users=[alice.pk])
    assert queries() == few


def test_nobody_edits_the_audit(client_of, admin, alice):
    changed(make.make_contact(by=alice, grants=None), alice, last_name="Durand")
    before = (LogEntry.objects.count(), SecurityEvent.objects.count())
    for method in ("post", "put", "patch", "delete"):
        assert getattr(client_of(admin), method)(reverse("settings_admin:audit")).status_code == 405
    assert (LogEntry.objects.count(), SecurityEvent.objects.filter().count()) == before


def test_moments_are_written_as_the_reader_writes_dates(page_of, admin, alice):
    contact = make.make_contact(by=alice, grants=None)
    given = dt.datetime(2026, 3, 14, 12, tzinfo=dt.UTC)
    changed(contact, alice, consent=Contact.Consent.GIVEN, consent_at=given)
    User.objects.filter(pk=admin.pk).update(date_format="Y-m-d", time_zone="UTC")
    assert "2026-03-14, 12:00" in page_of()
