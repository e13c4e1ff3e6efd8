"""The trash: nothing is lost for 30 days, what hangs on a record hides and comes back with it."""

import datetime as dt

import pytest
import time_machine
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone

from contacts.models import Contact
from core.audit.models import SecurityEvent
from core.history.models import HistoryEvent
from core.jobs.models import JobItem
from core.notifications.models import Notification
from core.records import trash
from core.records.models import TrashAct
from tests import make

pytestmark = pytest.mark.django_db


def put_away(*contacts, by):
    return trash.trash(Contact.objects.filter(pk__in=[contact.pk for contact in contacts]), by=by)


def test_a_trashed_contact_is_invisible_and_comes_back_with_its_grants_and_tags(contact, alice, bob):
    contact.tags.set(["Lead"])
    make.make_event(contact, by=alice)
    act = put_away(contact, by=alice)
    assert not Contact.objects.visible_to(alice).exists()
    assert trash.undo(act, by=alice) == [contact.pk]
    assert Contact.objects.visible_to(bob).get() == contact
    assert Contact.objects.editable_by(alice).get().tags.names()[0] == "Lead"
    assert HistoryEvent.objects.filter(links__object_id=contact.pk, kind="").exists()
    act.refresh_from_db()
    assert act.restored_at is not None


def test_who_could_not_delete_cannot_restore(contact, alice, bob, dave):
    act = put_away(contact, by=alice)
    assert trash.undo(act, by=bob) == trash.undo(act, by=dave) == []
    contact.refresh_from_db()
    assert contact.is_trashed


def test_persons_of_a_trashed_company_stay_and_come_back_joined(alice):
    company = make.make_company(by=alice, grants=None)
    person = make.make_contact(by=alice, company=company, grants=None)
    act = put_away(company, by=alice)
    assert list(Contact.objects.visible_to(alice)) == [person]
    trash.undo(act, by=alice)
    person.refresh_from_db()
    assert person.company == company


def test_deleting_and_restoring_write_the_timeline_and_the_audit(contact, alice):
    act = put_away(contact, by=alice)
    trash.undo(act, by=alice)
    kinds = list(HistoryEvent.objects.filter(links__object_id=contact.pk).values_list("kind", flat=True))
    assert {"contacts.trashed", "contacts.restored"} <= set(kinds)
    logged = SecurityEvent.objects.filter(content_type__model="contact", object_id=contact.pk, actor=alice)
    assert set(logged.values_list("kind", flat=True)) >= {"contacts.trashed", "contacts.restored"}


def test_many_contacts_are_one_line_of_the_audit(alice):
    contacts = [make.make_contact(by=alice, grants=None) for _ in range(3)]
    put_away(*contacts, by=alice)
    event = SecurityEvent.objects.get(kind="contacts.trashed")
    assert event.details["count"] == 3
    assert event.details["ids"] == [contact.pk for contact in contacts]


def test_the_scheduler_purges_after_thirty_days_and_not_before(contact, alice, root):
    make.make_event(contact, by=alice)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        put_away(contact, by=alice)
        clock.shift(dt.timedelta(days=29, hours=23))
        assert trash.purge_due() is False
        assert Contact.objects.filter(pk=contact.pk).exists()
        clock.shift(dt.timedelta(hours=2))
        assert trash.purge_due() is False
    assert not Contact.objects.filter(pk=contact.pk).exists()
    assert not HistoryEvent.objects.exists()
    assert not TrashAct.objects.exists()
    assert SecurityEvent.objects.get(kind="contacts.purged").details == {"count": 1, "ids": [contact.pk]}


def test_purging_keeps_no_names_in_the_audit(contact, alice, root):
    from auditlog.models import LogEntry

    put_away(contact, by=alice)
    before = LogEntry.objects.count()
    assert trash.purge(Contact.objects.filter(pk=contact.pk), by=root) == 1
    assert LogEntry.objects.count() == before


def test_purging_takes_nothing_that_is_not_in_the_trash(contact, root):
    assert trash.purge(Contact.objects.all(), by=root) == 0
    assert Contact.objects.filter(pk=contact.pk).exists()


def test_purging_a_company_leaves_its_persons(alice, root):
    company = make.make_company(by=alice, grants=None)
    person = make.make_contact(by=alice, company=company, grants=None)
    put_away(company, by=alice)
    trash.purge(Contact.objects.filter(pk=company.pk), by=root)
    person.refresh_from_db()
    assert person.company is None


def test_purging_goes_on_in_slices(alice, monkeypatch):
    monkeypatch.setattr(trash, "CHUNK", 1)
    monkeypatch.setattr(trash, "SLICE_SECONDS", -1)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        put_away(*(make.make_contact(by=alice, grants=None) for _ in range(3)), by=alice)
        clock.shift(dt.timedelta(days=31))
        left = []
        while trash.purge_due():
            left.append(Contact.objects.count())
    assert left == [2, 1, 0]
    assert not TrashAct.objects.exists()


def test_an_event_that_hangs_on_another_contact_too_stays(alice, root):
    purged, kept = (make.make_contact(by=alice, grants=None) for _ in range(2))
    event = make.make_event(purged, kept, by=alice)
    put_away(purged, by=alice)
    trash.purge(Contact.objects.filter(pk=purged.pk), by=root)
    assert event.links.get().object_id == kept.pk


def test_what_a_job_kept_of_a_purged_contact_is_blanked_and_its_notices_go(alice, root):
    contact = make.make_contact(by=alice, grants=None)
    content_type = ContentType.objects.get_for_model(Contact)
    hanging = {"content_type": content_type, "object_id": contact.pk}
    item = JobItem.objects.create(job=make.make_job(alice), outcome="changed", before={"tags": ["VIP"]}, **hanging)
    Notification.objects.create(user=alice, kind="contacts.manager_added", **hanging)
    put_away(contact, by=alice)
    trash.purge(Contact.objects.filter(pk=contact.pk), by=root)
    item.refresh_from_db()
    assert item.before is None
    assert not Notification.objects.exists()


def test_deleting_many_costs_the_same_as_deleting_few(alice, django_assert_max_num_queries):
    contacts = [make.make_contact(by=alice, grants=None) for _ in range(60)]
    with django_assert_max_num_queries(16):
        act = put_away(*contacts, by=alice)
    with django_assert_max_num_queries(20):
        assert len(trash.undo(act, by=alice)) == 60


# --- The page -------------------------------------------------------------------------------------------------------


def test_the_page_shows_what_one_could_have_deleted(contact, client_of, alice, bob, dave, admin):
    put_away(contact, by=alice)
    address = reverse("trash:list")
    assert "Anna Martin" in client_of(alice).get(address).content.decode()
    assert "Anna Martin" in client_of(admin).get(address).content.decode()
    for stranger in (bob, dave):
        answer = client_of(stranger).get(address)
        assert answer.status_code == 200
        assert "Anna Martin" not in answer.content.decode()


def test_restoring_from_the_page(contact, client_of, alice, bob):
    put_away(contact, by=alice)
    client_of(bob).post(reverse("trash:restore"), {"kind": "contacts.contact", "ids": contact.pk})
    contact.refresh_from_db()
    assert contact.is_trashed
    client_of(alice).post(reverse("trash:restore"), {"kind": "contacts.contact", "ids": contact.pk})
    contact.refresh_from_db()
    assert not contact.is_trashed


def test_undo_of_the_toast_is_the_author_s(contact, client_of, alice, carol):
    act = put_away(contact, by=alice)
    address = reverse("trash:undo", args=[act.pk])
    assert client_of(carol).post(address).status_code == 404
    assert client_of(alice).get(address).status_code == 405
    assert client_of(alice).post(address).status_code == 302
    contact.refresh_from_db()
    assert not contact.is_trashed


def test_only_administrators_purge_at_once_after_a_confirmation(contact, client_of, alice, admin):
    put_away(contact, by=alice)
    address, sent = reverse("trash:purge"), {"kind": "contacts.contact", "ids": contact.pk}
    assert client_of(alice).post(address, sent | {"confirmed": "1"}).status_code == 403
    asked = client_of(admin).post(address, sent)
    assert "Anna Martin" in asked.content.decode()
    assert Contact.objects.filter(pk=contact.pk).exists()
    client_of(admin).post(address, sent | {"confirmed": "1"})
    assert not Contact.objects.filter(pk=contact.pk).exists()


def test_an_external_id_taken_meanwhile_is_asked_about(client_of, alice):
    old = make.make_contact(by=alice, grants=None, external_id="C-7")
    put_away(old, by=alice)
    make.make_contact(by=alice, grants=None, external_id="C-7", last_name="Other")
    address, sent = reverse("trash:restore"), {"kind": "contacts.contact", "ids": old.pk}
    asked = client_of(alice).post(address, sent)
    assert "C-7" in asked.content.decode()
    old.refresh_from_db()
    assert old.is_trashed
    client_of(alice).post(address, sent | {"clash": "clear"})
    old.refresh_from_db()
    assert (old.is_trashed, old.external_id) == (False, "")


def test_an_empty_trash_says_what_it_is_for(client_of, alice):
    assert "Nothing in the trash" in client_of(alice).get(reverse("trash:list")).content.decode()


@pytest.mark.parametrize("forged", [{"ids": "x"}, {"ids": "9" * 30}, {"kind": "auth.user", "ids": "1"}, {}])
def test_forged_requests_are_answered_without_a_fault(client_of, alice, forged):
    answer = client_of(alice).post(reverse("trash:restore"), forged)
    assert answer.status_code in {302, 404}
