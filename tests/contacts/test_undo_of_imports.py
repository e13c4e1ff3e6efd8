"""Undo of an import: what it made goes to the trash as one act, unless somebody has begun to use it."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from contacts import services
from contacts.models import Contact, ContactTag
from contacts.services.undo import snapshot
from core.history import services as history
from core.jobs import undo
from core.jobs.models import Job, JobItem
from core.jobs.running import work_due
from core.records.models import TrashAct
from tests import make

pytestmark = pytest.mark.django_db


def made(job, contacts, before=None, outcome="created"):
    content_type = ContentType.objects.get_for_model(Contact)
    for contact in contacts:
        JobItem.objects.create(
            job=job, content_type=content_type, object_id=contact.pk, outcome=outcome, before=before,
            version_after=contact.version,
        )  # fmt: skip


@pytest.fixture
def job(alice):
    return make.make_job(alice, kind="exchange.import", state=Job.State.DONE, finished_at=timezone.now())


@pytest.fixture
def imported(alice, job):
    """A company with two persons, and a company of its own, as an import made them."""
    rows = [services.ContactValues(kind="company", name=name) for name in ("Acme", "Umbra")]
    acme, umbra = services.create_contacts(rows, by=alice)
    people = [
        services.ContactValues(
            first_name=name, company=acme, tags=["Fair"], emails=[services.EmailValue(f"{name}@x.org")]
        )
        for name in ("Ann", "Bea")
    ]
    ann, bea = services.create_contacts(people, by=alice)
    made(job, [acme, umbra, ann, bea])
    return {"acme": acme, "umbra": umbra, "ann": ann, "bea": bea}


def take_back(job, by) -> Job:
    undoing = undo.start_undo(job, by=by)
    while work_due():
        continue
    undoing.refresh_from_db()
    assert undoing.state == Job.State.DONE
    return undoing


def reasons(undoing) -> dict[int, str]:
    return dict(undoing.items.filter(outcome="skipped").values_list("object_id", "reason"))


def left() -> set[str]:
    return set(Contact.objects.filter(trash_act=None).values_list("display_name", flat=True))


@pytest.mark.parametrize("chunk", [1, 3, 100])
def test_all_of_it_goes_as_one_act_of_the_trash_and_its_tags_stay(chunk, alice, job, imported, monkeypatch):
    monkeypatch.setattr(undo, "CHUNK", chunk)
    monkeypatch.setattr(undo, "next_size", lambda size, _seconds: size)
    undoing = take_back(job, alice)
    assert (undoing.done, undoing.skipped, left()) == (4, 0, set())
    assert TrashAct.objects.count() == 1 and ContactTag.objects.filter(name="Fair").exists()


@pytest.mark.parametrize("chunk", [1, 100])
def test_a_company_that_a_person_of_ours_has_joined_stays_and_is_named(chunk, alice, job, imported, monkeypatch):
    monkeypatch.setattr(undo, "CHUNK", chunk)
    make.make_contact(by=alice, grants=None, first_name="Zoe", last_name="", company=imported["acme"])
    undoing = take_back(job, alice)
    assert left() == {"Acme", "Zoe"}
    assert reasons(undoing) == {imported["acme"].pk: "Other contacts belong to it."}


def test_the_company_of_a_person_who_was_edited_stays_with_that_person(alice, job, imported):
    services.change_fields(imported["ann"], by=alice, job_title="Director")
    undoing = take_back(job, alice)
    assert left() == {"Acme", "Ann"}
    assert reasons(undoing) == {
        imported["ann"].pk: "It was changed since.", imported["acme"].pk: "Other contacts belong to it."
    }  # fmt: skip


def test_a_contact_that_somebody_wrote_about_stays(alice, job, imported):
    history.add_event(imported["umbra"], by=alice, text="Called", category=make.make_category("Call"))
    undoing = take_back(job, alice)
    assert left() == {"Umbra"}
    assert reasons(undoing) == {imported["umbra"].pk: "Somebody wrote about it since."}


def test_a_person_made_before_the_company_that_a_later_row_gave_them_goes_with_it(alice, job):
    person = make.make_contact(by=alice, grants=None)
    made(job, [person])
    company = services.create_contacts([services.ContactValues(kind="company", name="Late")], by=alice)[0]
    made(job, [company])
    Contact.objects.filter(pk=person.pk).update(company=company)
    undoing = take_back(job, alice)
    assert (undoing.done, left()) == (2, set())


def test_what_was_updated_gets_fields_details_tags_and_its_name_back(alice, job):
    rows = [
        services.ContactValues(first_name=f"No{at}", last_name="One", tags=["Old"], phones=[services.PhoneValue("1")])
        for at in range(3)
    ]
    contacts = services.create_contacts(rows, by=alice)
    for contact in contacts:
        before = snapshot(contact, "last_name", "tags")
        phone = contact.phones.get()
        added = contact.emails.create(address="new@example.com", match_key="new@example.com")
        before["details"] = {
            "phones": {"added": [], "replaced": [{"pk": phone.pk, "number": "1", "category": "work"}]},
            "emails": {"added": [added.pk], "replaced": []},
        }
        contact.phones.update(number="2")
        services.change_fields(contact, by=alice, last_name="Two")
        services.change_tags(contact, ["New"], by=alice)
        contact.refresh_from_db()
        made(job, [contact], before, "changed")
    undoing = take_back(job, alice)
    assert undoing.done == 3 and left() == {"No0 One", "No1 One", "No2 One"}
    for contact in Contact.objects.all():
        assert list(contact.tags.names()) == ["Old"] and not contact.emails.exists()
        assert contact.phones.get().number == "1" and contact.search_text == f"no{contact.first_name[2:]} one 1"


def test_undo_of_many_asks_as_often_as_undo_of_few(alice, django_assert_max_num_queries):
    counts = {}
    for count in (4, 40):
        job = make.make_job(alice, kind="exchange.import", state=Job.State.DONE, finished_at=timezone.now())
        rows = [services.ContactValues(first_name=str(at), tags=["A"]) for at in range(count)]
        contacts = services.create_contacts(rows, by=alice)
        made(job, contacts[: count // 2])
        made(job, contacts[count // 2 :], {"tags": [], "job_title": "x", "grants": []}, "changed")
        with django_assert_max_num_queries(200) as asked:
            assert undo.start_undo(job, by=alice).pk
        counts[count] = len(asked)
    assert counts[40] == counts[4]


def test_it_is_refused_while_the_import_runs_and_an_undo_has_none(alice, job, imported):
    undoing = take_back(job, alice)
    assert not undo.is_undoable(undoing)
    running = make.make_job(alice, state=Job.State.RUNNING)
    made(running, [imported["ann"]])
    paused = make.make_job(alice, state=Job.State.PAUSED)
    made(paused, [imported["ann"]])
    assert not undo.is_undoable(running) and not undo.is_undoable(paused)
