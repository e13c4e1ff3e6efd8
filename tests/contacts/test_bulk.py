"""Bulk operations: choose, confirm, run, report; only what one may change is touched, and all of it can be undone."""

import re
import time
import uuid

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from contacts import bulk, services
from contacts.models import Contact, ContactTag
from contacts.services import access
from contacts.services import many as many_services
from core.audit.models import SecurityEvent
from core.history.models import HistoryEvent
from core.jobs.models import Job, JobItem
from core.jobs.running import work_due
from core.jobs.undo import start_undo
from core.mail.models import OutboxMail
from core.notifications.models import Notification
from core.pages import bulk_running
from core.records import submitted
from core.records.models import TrashAct
from tests import make

pytestmark = pytest.mark.django_db
URL = "/contacts/bulk/"


@pytest.fixture
def browser(alice, client_of):
    return client_of(alice)


def many(count: int, **over) -> list[Contact]:
    values = {"access_level": "write", "grants": []} | over
    rows = [services.ContactValues(first_name=f"Person {number}", **values) for number in range(count)]
    return services.create_contacts(rows, by=make.owner())


def run(browser, operation: str, rows=None, **chosen):
    """The last step of the wizard, as its confirmation sends it."""
    selection = {"ids": [row.pk for row in rows]} if rows is not None else {"everything": "1"}
    sent = {"operation": operation, "step": "run", "form": uuid.uuid4(), "back": "/contacts/", **selection, **chosen}
    return browser.post(URL, sent)


def work_all() -> None:
    while work_due():
        continue


def test_the_steps_lead_from_the_selection_to_the_act(browser, alice):
    hot = make.make_temperature("Hot")
    rows = many(3)
    chosen = browser.post(URL, {"operation": "temperature", "ids": [row.pk for row in rows], "back": "/contacts/?q=x"})
    assert "3 selected" in chosen.content.decode() and "Hot" in chosen.content.decode()
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', chosen.content.decode()))
    assert hidden["step"] == "confirm"
    step = {"operation": "temperature", "ids": [row.pk for row in rows], "step": "confirm", "entry": hot.pk}
    confirmed = browser.post(URL, step | {"back": "/contacts/?q=x"}).content.decode()
    assert "Set “Temperature” of 3 contacts to “Hot”?" in confirmed and "Change 3 contacts" in confirmed
    assert not Contact.objects.filter(temperature=hot).exists()
    hidden = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', confirmed)
    done = browser.post(URL, {name: [v for n, v in hidden if n == name] for name, _value in hidden}, follow=True)
    assert done.redirect_chain == [("/contacts/?q=x", 302)]
    assert "3 contacts changed." in done.content.decode()
    assert Contact.objects.filter(temperature=hot, changed_by=alice, version=2).count() == 3


def test_half_of_a_selection_that_is_not_mine_is_left_out_and_reported(browser, alice):
    mine = many(25)
    theirs = many(25, access_level="read")
    confirmed = browser.post(URL, {"operation": "delete", "ids": [row.pk for row in mine + theirs]}).content.decode()
    assert "Delete 25 contacts?" in confirmed and "25 are left out" in confirmed
    answer = run(browser, "delete", mine + theirs)
    job = Job.objects.get()
    assert answer["Location"] == reverse("jobs:detail", args=[job.pk])
    assert (job.state, job.done, job.skipped) == (Job.State.DONE, 25, 25)
    assert Contact.objects.filter(trash_act__isnull=False).count() == 25
    assert not Contact.objects.filter(pk__in=[row.pk for row in theirs]).exclude(trash_act=None, version=1).exists()
    outcomes = {item.object_id: item.outcome for item in job.items.all()}
    assert {outcomes[row.pk] for row in mine} == {"trashed"} and {outcomes[row.pk] for row in theirs} == {"skipped"}


def test_what_one_may_not_see_is_neither_counted_nor_touched(browser):
    hidden = many(2, access_level="private")
    seen = many(1)
    page = browser.post(URL, {"operation": "delete", "ids": [row.pk for row in hidden + seen]}).content.decode()
    assert "Delete 1 contact?" in page and "left out" not in page
    run(browser, "delete", hidden + seen)
    job = Job.objects.get()
    assert (job.done, job.skipped, job.items.count()) == (1, 0, 1)
    assert Contact.objects.filter(pk__in=[row.pk for row in hidden], trash_act=None).count() == 2
    nothing = browser.post(URL, {"operation": "delete", "ids": [row.pk for row in hidden]}).content.decode()
    assert "Nothing of the selection" in nothing


def test_get_changes_nothing(browser):
    rows = many(2)
    browser.get(URL, {"operation": "delete", "step": "run", "ids": [row.pk for row in rows]})
    assert Contact.objects.filter(trash_act=None).count() == 2 and not Job.objects.exists()


def test_the_same_confirmation_sent_twice_is_one_act(browser):
    rows, token = many(2), uuid.uuid4()
    for _ in range(2):
        run(browser, "delete", rows, form=token)
    assert Job.objects.count() == 1 and TrashAct.objects.count() == 1


def test_a_form_id_used_for_another_kind_of_record_is_no_obstacle(browser, alice):
    rows, form_id = many(2), uuid.uuid4()
    submitted.remember(rows[0], alice, form_id)
    assert run(browser, "delete", rows, form=form_id).status_code == 302
    assert Contact.objects.filter(trash_act__isnull=True).count() == 0


@pytest.mark.parametrize(
    "sent", [{}, {"operation": "explode", "ids": 1}, {"operation": "delete"}, {"operation": "delete", "ids": "x"}]
)
def test_without_a_selection_or_an_operation_one_is_told_what_to_do(sent, browser):
    answer = browser.post(URL, sent | {"back": "https://evil.example/"}, follow=True)
    assert answer.redirect_chain == [("/contacts/", 302)]
    assert "Select at least one row" in answer.content.decode()


def test_tags_are_added_and_removed_and_undone(browser, alice):
    first, second = many(2)
    services.change_tags(second, ["Old"], by=alice)
    run(browser, "add_tags", [first, second], tags="Lead, New one ,lead")
    assert sorted(first.tags.names()) == ["Lead", "New one"] and "Old" in second.tags.names()
    run(browser, "remove_tags", [first, second], tags=[ContactTag.objects.get(name="Lead").pk])
    assert list(first.tags.names()) == ["New one"]
    start_undo(Job.objects.latest("pk"), by=alice)
    work_all()
    assert sorted(first.tags.names()) == ["Lead", "New one"] and "Old" in second.tags.names()


def test_type_and_temperature_are_set_and_taken_away(browser):
    client = make.make_type("Client")
    rows = many(2)
    run(browser, "type", rows, entry=client.pk)
    assert Contact.objects.filter(contact_type=client).count() == 2
    assert [item.before for item in JobItem.objects.all()] == [{"contact_type": None}] * 2
    run(browser, "type", rows, entry="")
    assert not Contact.objects.filter(contact_type=client).exists()
    assert run(browser, "type", rows, entry="999").status_code == 200


def test_what_is_so_already_is_not_moved(browser):
    row = many(1, temperature=make.make_temperature("Hot"))[0]
    run(browser, "temperature", [row], entry=row.temperature_id)
    row.refresh_from_db()
    assert row.version == 1 and not JobItem.objects.exists() and Job.objects.get().done == 1


def test_new_managers_get_one_mail_whatever_the_number(browser, alice, bob, dave):
    rows = many(3)
    make.grant(rows[0], bob)
    team = Group.objects.create(name="Team")
    team.user_set.add(dave, bob, alice)
    run(browser, "share", rows, mode="add", users=[bob.pk, alice.pk], groups=[team.pk], notify="on")
    # public ones of somebody else: carol may edit them, but their access is their managers' and their creator's
    assert Job.objects.get().skipped == 3
    own = [make.make_contact(first_name=str(number), by=alice, grants=None) for number in range(3)]
    make.grant(own[0], bob)
    run(browser, "share", own, mode="add", users=[bob.pk, alice.pk], groups=[team.pk], notify="on", level="read")
    assert sorted(OutboxMail.objects.values_list("user__username", flat=True)) == ["bob", "dave"]
    assert {note.user.username: note.data["count"] for note in Notification.objects.all()} == {"bob": 3, "dave": 3}
    assert Contact.objects.filter(access_level="read", created_by=alice, user_grants__user=bob).count() == 3
    assert HistoryEvent.objects.filter(kind="contacts.access_changed", author=alice).count() == 3
    start_undo(Job.objects.latest("pk"), by=alice)
    work_all()
    assert Contact.objects.filter(access_level="private", created_by=alice).count() == 3
    assert Contact.objects.filter(user_grants__user=bob, created_by=alice).get() == own[0]


def test_who_takes_oneself_off_is_warned_unless_a_group_keeps_one_in(browser, alice, bob):
    team = Group.objects.create(name="Team")
    team.user_set.add(alice)
    asked = {"operation": "share", "step": "confirm", "ids": [make.make_contact(by=alice, grants=None).pk], "level": ""}
    warning = "you lose sight of the private ones"
    assert warning in browser.post(URL, asked | {"mode": "replace", "users": [bob.pk]}).content.decode()
    kept = browser.post(URL, asked | {"mode": "replace", "users": [bob.pk], "groups": [team.pk]})
    assert "Only these remain managers" in kept.content.decode() and warning not in kept.content.decode()


@pytest.mark.parametrize(("level", "left"), [("read", "private"), ("write", "private"), ("private", "private")])
def test_who_created_a_public_contact_may_change_its_access_without_being_its_manager(level, left, browser, alice, bob):
    row = make.make_contact(by=alice, access_level=level)
    run(browser, "share", [row], level="private", mode="add", users=[bob.pk])
    row.refresh_from_db()
    assert row.access_level == left
    assert row.user_grants.filter(user=bob).exists() is (level != "private")  # a private one is its managers' alone


def test_who_is_added_as_a_reader_keeps_the_right_to_edit(alice, bob, dave, root):
    anna = make.make_contact(by=root)
    make.grant(anna, bob)
    grants = [services.GrantValue(bob, can_write=False), services.GrantValue(dave, can_write=False)]
    many_services.share([anna], level=None, grants=grants, is_replacing=False, by=root)
    assert {grant.grantee: grant.can_write for grant in access.grants_of(anna)} == {bob: True, dave: False}


def test_a_number_beyond_every_key_is_no_user(browser):
    page = run(browser, "share", many(1), level="", mode="add", users="9" * 30)
    assert page.status_code == 200 and "not one of the available choices" in page.content.decode()


def test_replacing_managers_leaves_the_chosen_ones_alone(browser, alice, bob):
    row = make.make_contact(by=alice, grants=None)
    confirmed = browser.post(
        URL, {"operation": "share", "ids": row.pk, "step": "confirm", "mode": "replace", "users": [bob.pk]}
    ).content.decode()
    assert "you lose sight of the private ones" in confirmed
    run(browser, "share", [row], mode="replace", users=[bob.pk])
    assert [grant.user for grant in row.user_grants.all()] == [bob]
    assert browser.get(row.get_absolute_url()).status_code == 404
    assert not OutboxMail.objects.exists()


def test_managers_are_not_all_taken_away(browser, alice):
    row = make.make_contact(by=alice, grants=None)
    page = run(browser, "share", [row], mode="replace").content.decode()
    assert "Choose at least one manager" in page and row.user_grants.count() == 1


def test_the_audit_has_one_line_with_the_numbers(browser, alice):
    run(browser, "delete", many(2) + many(1, access_level="read"))
    event = SecurityEvent.objects.get(kind="contacts.bulk")
    assert (event.actor, event.job_id) == (alice, Job.objects.get().pk)
    assert event.details == {"operation": "delete", "state": "done", "done": 2, "left_out": 1}


def test_everything_found_goes_to_the_background_above_two_hundred(browser, monkeypatch):
    monkeypatch.setattr(bulk_running, "IN_REQUEST", 5)
    monkeypatch.setattr(bulk_running, "CHUNK", 4)
    level = make.make_temperature("Hot")
    rows, others = many(10), many(3, access_level="read") + many(2, temperature=level)
    page = browser.post(URL, {"operation": "temperature", "everything": "1", "filters": "temperature=none", "step": ""})
    hidden = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.content.decode())
    sent = dict(hidden) | {"entry": level.pk, "step": "run"}
    late = many(1)[0]
    answer = browser.post(URL, sent)
    job = Job.objects.get()
    assert answer["Location"] == reverse("jobs:detail", args=[job.pk])
    assert (job.state, job.total) == (Job.State.QUEUED, 13)
    work_all()
    job.refresh_from_db()
    assert (job.state, job.done, job.skipped) == (Job.State.DONE, 10, 3)
    assert {Contact.objects.get(pk=row.pk).temperature for row in rows} == {level}
    assert Contact.objects.get(pk=late.pk).temperature is None
    assert others[0].temperature is None and Contact.objects.get(pk=others[-1].pk).version == 1


def test_a_job_that_lost_its_claim_leaves_the_rest_to_the_other_worker(alice, monkeypatch):
    monkeypatch.setattr(bulk_running, "CHUNK", 2)
    rows = many(5)
    params = {"operation": "add_tags", "tags": ["Lead"], "ids": [row.pk for row in rows]}
    job = make.make_job(alice, params=params, state=Job.State.RUNNING, claim="mine")
    assert bulk.work(job, 0.0) is True  # one chunk
    Job.objects.filter(pk=job.pk).update(claim="another worker")
    assert bulk.work(job, time.monotonic() + 9) is True
    assert Contact.objects.filter(tags__name="Lead").count() == 2
    job.refresh_from_db()
    assert bulk.work(job, time.monotonic() + 9) is False
    assert Contact.objects.filter(tags__name="Lead").count() == 5 and JobItem.objects.count() == 5


def test_a_deletion_in_chunks_is_one_act_of_the_trash(alice, monkeypatch):
    monkeypatch.setattr(bulk_running, "CHUNK", 2)
    rows = many(5)
    params = {"operation": "delete", "ids": [row.pk for row in rows]}
    job = make.make_job(alice, params=params)
    work_all()
    assert TrashAct.objects.count() == 1 and Contact.objects.filter(trash_act__isnull=False).count() == 5
    start_undo(Job.objects.get(pk=job.pk), by=alice)
    work_all()
    assert Contact.objects.filter(trash_act=None).count() == 5


def test_rights_are_judged_anew_while_a_job_runs(alice, monkeypatch):
    monkeypatch.setattr(bulk_running, "CHUNK", 2)
    rows = many(4)
    params = {"operation": "add_tags", "tags": ["Lead"], "ids": [row.pk for row in rows]}
    job = make.make_job(alice, params=params, state=Job.State.RUNNING, claim="mine")
    bulk.work(job, 0.0)
    Contact.objects.filter(pk=rows[2].pk).update(access_level="read")
    Contact.objects.filter(pk=rows[3].pk).update(access_level="private")
    bulk.work(job, time.monotonic() + 9)
    assert (job.done, job.skipped) == (2, 1)
    assert Contact.objects.filter(tags__name="Lead").count() == 2


def test_new_managers_are_told_once_for_all_chunks_also_after_a_worker_died(alice, bob, dave, monkeypatch):
    monkeypatch.setattr(bulk_running, "CHUNK", 2)
    monkeypatch.setattr(bulk_running, "next_size", lambda size, _seconds: size)
    rows = [make.make_contact(by=alice, grants=None) for _number in range(7)]
    dave.is_active = False
    dave.save()
    params = {
        "operation": "share", "level": "", "is_replacing": False, "users": [alice.pk, bob.pk, dave.pk], "groups": [],
        "notify": True, "ids": [row.pk for row in rows],
    }  # fmt: skip
    job = make.make_job(alice, params=params, total=7)
    real, calls = many_services.share, []

    def die_in_the_third_chunk(*args, **kwargs):
        calls.append(real(*args, **kwargs))
        if len(calls) == 3:
            raise KeyboardInterrupt
        return calls[-1]

    monkeypatch.setattr(many_services, "share", die_in_the_third_chunk)
    with pytest.raises(KeyboardInterrupt):
        work_due()
    assert not OutboxMail.objects.exists() and JobItem.objects.count() == 4
    work_all()
    job.refresh_from_db()
    assert (job.state, job.done, JobItem.objects.count()) == (Job.State.DONE, 7, 7)
    assert [mail.user for mail in OutboxMail.objects.all()] == [bob]
    assert [(note.user, note.data["count"]) for note in Notification.objects.all()] == [(bob, 7)]


def test_large_numbers_are_grouped(alice):
    for operation in (bulk.AddTags(), bulk.Delete()):
        assert "100,000" in operation.confirm(100_000) and "100,000" in operation.answer(100_000)


def test_what_goes_out_of_sight_meanwhile_is_left_out_and_said(alice, client_of, monkeypatch):
    monkeypatch.setattr(bulk_running, "CHUNK", 2)
    rows = many(4)
    params = {"operation": "add_tags", "tags": ["Lead"], "ids": [row.pk for row in rows]}
    job = make.make_job(alice, params=params, total=4, state=Job.State.RUNNING, claim="mine")
    bulk.work(job, 0.0)
    Contact.objects.filter(pk=rows[2].pk).update(access_level="read")
    Contact.objects.filter(pk=rows[3].pk).update(access_level="private")
    is_left = bulk.work(job, time.monotonic() + 9)
    assert (is_left, job.done, job.skipped) == (False, 2, 2)
    Job.objects.filter(pk=job.pk).update(state=Job.State.DONE, finished_at=timezone.now())
    page = client_of(alice).get(reverse("jobs:detail", args=[job.pk])).content.decode()
    assert "You may see this, not change it." in page
    assert "1 had left the selection before its turn came" in page


@pytest.mark.parametrize(
    ("person", "status"), [("alice", 302), ("carol", 302), ("bob", 403), ("dave", 404), ("admin", 302)]
)
def test_one_contact_is_deleted_by_those_who_may_edit_it(person, status, contact, request, client_of):
    browser = client_of(request.getfixturevalue(person))
    url = reverse("contacts:delete", args=[contact.pk])
    assert browser.get(url).status_code == (200 if status == 302 else status)
    answer = browser.post(
        url, {"step": "run", "form": uuid.uuid4(), "ids": [contact.pk + 1, 999], "operation": "add_tags"}
    )
    assert answer.status_code == status
    contact.refresh_from_db()
    assert contact.is_trashed is (status == 302)


def test_deleting_one_names_it_and_offers_undo(contact, alice, client_of):
    browser = client_of(alice)
    page = browser.get(reverse("contacts:delete", args=[contact.pk])).content.decode()
    assert "Delete Anna Martin?" in page and "data-dialog-body" in page
    answer = browser.post(
        reverse("contacts:delete", args=[contact.pk]), {"step": "run", "back": "/contacts/"}, follow=True
    )
    assert "1 contact deleted." in answer.content.decode()
    assert reverse("jobs:undo", args=[Job.objects.get().pk]) in answer.content.decode()


def test_today_is_frozen_when_everything_is_chosen(browser, alice):
    many(1)
    page = browser.post(URL, {"operation": "delete", "everything": "1", "filters": "created=today&kind=person"})
    frozen = re.search(r'name="filters" value="([^"]*)"', page.content.decode()).group(1)
    assert (
        "created=today" not in frozen and re.search(r"created_from=\d{4}-\d\d-\d\d", frozen) and "kind=person" in frozen
    )
