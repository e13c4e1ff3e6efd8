"""Undo of a job: what nobody changed since is as it was, the rest is left out and named."""

import pytest
from django.contrib.contenttypes.models import ContentType

from contacts import services
from contacts.models import Contact
from contacts.services import many
from contacts.services.undo import snapshot
from core.audit.models import SecurityEvent
from core.jobs.models import Job, JobItem
from core.jobs.running import work_due
from core.jobs.undo import is_undoable, start_undo
from core.records import trash
from core.records.models import BusinessError
from tests import make

pytestmark = pytest.mark.django_db


def record(job, contact, before, outcome="changed"):
    return JobItem.objects.create(
        job=job,
        content_type=ContentType.objects.get_for_model(Contact),
        object_id=contact.pk,
        outcome=outcome,
        before=before,
        version_after=contact.version,
    )


def bulk(by, contacts, change):
    """A finished job whose items hold what `change` (a function of contacts/services/many.py) replaced."""
    job = make.make_job(by, state=Job.State.DONE, total=len(contacts), done=len(contacts))
    for one in change(contacts):
        record(job, one.record, one.before)
    return job


def test_a_type_goes_back_and_the_version_moves(alice):
    old, new = make.make_type("Client"), make.make_type("Partner")
    contact = make.make_contact(by=alice, grants=None, contact_type=old)
    job = bulk(alice, [contact], lambda rows: many.set_entry(rows, "contact_type", new.pk, by=alice))
    undoing = start_undo(job, by=alice)
    undoing.refresh_from_db()
    contact.refresh_from_db()
    assert (contact.contact_type, contact.version, undoing.state, undoing.done) == (old, 3, Job.State.DONE, 1)
    assert SecurityEvent.objects.get(kind="job_undone").job_id == undoing.pk


def test_tags_go_back(alice):
    contact = make.make_contact(by=alice, grants=None, tags=["Lead"])
    job = bulk(alice, [contact], lambda rows: many.add_tags(rows, ["Staff"], by=alice))
    start_undo(job, by=alice)
    assert list(Contact.objects.get().tags.names()) == ["Lead"]


def test_permissions_go_back(alice, bob, dave):
    contact = make.make_contact(by=alice, grants=None)
    grants = [services.GrantValue(dave)]
    job = bulk(
        alice, [contact], lambda rows: many.share(rows, level="read", grants=grants, is_replacing=False, by=alice)
    )
    assert Contact.objects.editable_by(dave).exists()
    start_undo(job, by=alice)
    assert not Contact.objects.visible_to(dave).exists()
    assert Contact.objects.editable_by(alice).exists()


def test_what_was_changed_since_is_left_out_and_named(alice):
    kept, changed = (make.make_contact(by=alice, grants=None) for _ in range(2))
    job = bulk(alice, [kept, changed], lambda rows: many.add_tags(rows, ["Staff"], by=alice))
    Contact.objects.filter(pk=changed.pk).update(version=9)
    undoing = start_undo(job, by=alice)
    undoing.refresh_from_db()
    assert (undoing.done, undoing.skipped) == (1, 1)
    assert undoing.items.get(outcome="skipped").object_id == changed.pk
    assert undoing.items.get(outcome="skipped").reason == "It was changed since."
    assert list(changed.tags.names()) == ["Staff"]


def test_what_lies_in_the_trash_is_left_out(alice):
    contact = make.make_contact(by=alice, grants=None)
    job = bulk(alice, [contact], lambda rows: many.add_tags(rows, ["Staff"], by=alice))
    trash.trash(Contact.objects.all(), by=alice)
    undoing = start_undo(job, by=alice)
    undoing.refresh_from_db()
    assert (undoing.done, undoing.skipped) == (0, 1)


def test_rights_are_those_of_who_undoes(alice, bob, contact):
    job = bulk(alice, [contact], lambda rows: many.add_tags(rows, ["Staff"], by=alice))
    undoing = start_undo(job, by=bob)
    undoing.refresh_from_db()
    assert (undoing.done, undoing.skipped) == (0, 1)
    assert list(contact.tags.names()) == ["Staff"]


def test_deleted_contacts_come_back(alice):
    contacts = [make.make_contact(by=alice, grants=None) for _ in range(3)]
    job = make.make_job(alice, state=Job.State.DONE)
    act = trash.open_act(Contact, by=alice)
    trash.trash(Contact.objects.all(), by=alice, act=act)
    for contact in contacts:
        record(job, contact, None, "trashed")
    start_undo(job, by=alice)
    assert Contact.objects.visible_to(alice).count() == 3


def test_created_contacts_go_to_the_trash_unless_somebody_changed_them(alice):
    contacts = [make.make_contact(by=alice, grants=None) for _ in range(2)]
    job = make.make_job(alice, kind="exchange.import", state=Job.State.DONE)
    for contact in contacts:
        record(job, contact, None, "created")
    Contact.objects.filter(pk=contacts[0].pk).update(version=2)
    start_undo(job, by=alice)
    assert Contact.objects.visible_to(alice).get() == contacts[0]


def test_it_is_done_once(alice):
    contact = make.make_contact(by=alice, grants=None)
    job = bulk(alice, [contact], lambda rows: many.add_tags(rows, ["Staff"], by=alice))
    start_undo(job, by=alice)
    assert not is_undoable(job)
    with pytest.raises(BusinessError):
        start_undo(job, by=alice)


def test_many_objects_are_left_to_a_worker_and_resume_after_a_kill(alice, monkeypatch):
    monkeypatch.setattr("core.jobs.undo.IN_REQUEST", 0)
    monkeypatch.setattr("core.jobs.undo.CHUNK", 2)
    contacts = [make.make_contact(by=alice, grants=None) for _ in range(5)]
    job = bulk(alice, contacts, lambda rows: many.add_tags(rows, ["Staff"], by=alice))
    undoing = start_undo(job, by=alice)
    assert undoing.state == Job.State.QUEUED

    killed = []

    def die_once(items, *, by, memory):
        if len(killed) < 1 and JobItem.objects.filter(job=undoing).exists():
            killed.append(True)
            raise KeyboardInterrupt
        return services.undo.undo_items(items, by=by, memory=memory)

    monkeypatch.setattr("contacts.services.undo_items", die_once)
    with pytest.raises(KeyboardInterrupt):
        work_due()
    undoing.refresh_from_db()
    assert (undoing.done, undoing.state) == (2, Job.State.RUNNING)
    while work_due():
        continue
    undoing.refresh_from_db()
    assert (undoing.done, undoing.state) == (5, Job.State.DONE)
    assert not Contact.objects.filter(tags__name="Staff").exists()
    assert undoing.items.count() == 5


def test_a_level_deleted_since_becomes_not_specified(alice):
    cold, hot = make.make_temperature("Cold"), make.make_temperature("Hot")
    contact = make.make_contact(by=alice, grants=None, temperature=cold)
    job = bulk(alice, [contact], lambda rows: many.set_entry(rows, "temperature", hot.pk, by=alice))
    cold.delete()
    start_undo(job, by=alice)
    contact.refresh_from_db()
    assert contact.temperature is None


def test_a_snapshot_holds_links_by_key_and_tags_by_name(alice):
    hot = make.make_temperature("Hot")
    contact = make.make_contact(by=alice, grants=None, temperature=hot, tags=["Lead"])
    assert snapshot(contact, "temperature", "tags", "grants", "access_level") == {
        "temperature": hot.pk,
        "tags": ["Lead"],
        "grants": [["user", alice.pk, True]],
        "access_level": "private",
    }


def test_an_undo_whose_claim_is_lost_is_left_to_who_has_it(alice, monkeypatch):
    contact = make.make_contact(by=alice, grants=None)
    job = bulk(alice, [contact], lambda rows: many.add_tags(rows, ["Staff"], by=alice))
    monkeypatch.setattr("core.jobs.undo.keep_claim", lambda _job: False)
    undoing = start_undo(job, by=alice)
    undoing.refresh_from_db()
    assert (undoing.state, undoing.done) == (Job.State.RUNNING, 0)
    assert list(Contact.objects.get().tags.names()) == ["Staff"]
