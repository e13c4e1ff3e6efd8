"""The pages of background work: the author's and the administrators'."""

import datetime as dt

import pytest
import time_machine
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone

from contacts.models import Contact
from contacts.services import many
from core.jobs.models import Job, JobItem
from tests import make

pytestmark = pytest.mark.django_db


def item(job, contact, outcome="changed", **over):
    content_type = ContentType.objects.get_for_model(Contact)
    return JobItem.objects.create(job=job, content_type=content_type, object_id=contact.pk, outcome=outcome, **over)


@pytest.mark.parametrize("page", ["detail", "progress"])
def test_a_job_is_its_author_s_and_the_administrators(client_of, alice, bob, admin, page):
    address = reverse(f"jobs:{page}", args=[make.make_job(alice).pk])
    assert client_of(alice).get(address).status_code == client_of(admin).get(address).status_code == 200
    assert client_of(bob).get(address).status_code == 404


@pytest.mark.parametrize("act", ["cancel", "undo"])
def test_a_stranger_can_do_nothing_to_a_job(client_of, alice, bob, act):
    job = make.make_job(alice)
    address = reverse(f"jobs:{act}", args=[job.pk])
    assert client_of(bob).post(address).status_code == 404
    assert client_of(alice).get(address).status_code == 405
    job.refresh_from_db()
    assert not job.is_cancel_requested


def test_the_list_shows_ones_own_jobs_and_all_to_administrators(client_of, alice, bob, admin):
    make.make_job(alice, title="Contacts: add tags")
    address = reverse("jobs:list")
    assert "Contacts: add tags" in client_of(alice).get(address).content.decode()
    assert "Contacts: add tags" in client_of(admin).get(address).content.decode()
    assert "No background work yet" in client_of(bob).get(address).content.decode()


def test_progress_says_numbers_rate_and_time_left(client_of, alice):
    with time_machine.travel("2026-11-25 10:00:00+00:00", tick=False) as clock:
        job = make.make_job(
            alice, state=Job.State.RUNNING, total=2318, done=1400, skipped=60, started_at=timezone.now()
        )
        clock.shift(dt.timedelta(seconds=10))
        page = client_of(alice).get(reverse("jobs:detail", args=[job.pk])).content.decode()
    assert "1,460 of 2,318" in page
    assert "146 per second, about 6 seconds left" in page


def test_the_fragment_is_silent_while_nothing_changed_and_ends_with_the_job(client_of, alice):
    job = make.make_job(alice, state=Job.State.RUNNING, total=4, done=1)
    browser, address = client_of(alice), reverse("jobs:progress", args=[job.pk])
    assert browser.get(address).status_code == 200
    seen = {"seen": "running-1-4-0"}
    assert browser.get(address, seen).status_code == 204
    Job.objects.filter(pk=job.pk).update(done=2)
    assert browser.get(address, seen).status_code == 200
    Job.objects.filter(pk=job.pk).update(state=Job.State.DONE, finished_at=timezone.now())
    ended = browser.get(address, seen)
    assert ended.status_code == 286
    assert "data-live" not in ended.content.decode()


def test_cancelling_asks_the_worker_to_stop(client_of, alice):
    job = make.make_job(alice, state=Job.State.RUNNING)
    client_of(alice).post(reverse("jobs:cancel", args=[job.pk]))
    job.refresh_from_db()
    assert job.is_cancel_requested


def test_a_finished_job_cannot_be_cancelled(client_of, alice):
    job = make.make_job(alice, state=Job.State.DONE, finished_at=timezone.now())
    client_of(alice).post(reverse("jobs:cancel", args=[job.pk]))
    job.refresh_from_db()
    assert not job.is_cancel_requested


def test_the_report_names_what_one_may_see_and_hides_the_rest(client_of, alice, root):
    job = make.make_job(alice, state=Job.State.DONE, done=2, skipped=1, finished_at=timezone.now())
    item(job, make.make_contact(by=alice, grants=None, last_name="Mine"))
    item(job, make.make_contact(last_name="Hidden"))
    item(
        job,
        make.make_contact(by=alice, grants=None, last_name="Skipped"),
        "skipped",
        reason="You may see this, not change it.",
    )
    browser, address = client_of(alice), reverse("jobs:detail", args=[job.pk])
    done = browser.get(address, {"show": "done"}).content.decode()
    assert "Anna Mine" in done
    assert "Hidden" not in done
    skipped = browser.get(address, {"show": "skipped"}).content.decode()
    assert "Anna Skipped" in skipped
    assert "You may see this, not change it." in skipped


def test_the_report_is_paged(client_of, alice):
    job = make.make_job(alice, state=Job.State.DONE, done=30, finished_at=timezone.now())
    for number in range(30):
        item(job, make.make_contact(by=alice, grants=None, last_name=f"No{number:02}"))
    browser, address = client_of(alice), reverse("jobs:detail", args=[job.pk])
    first, second = (browser.get(address, {"page": number}).content.decode() for number in ("1", "2"))
    assert "No00" in first and "No29" not in first
    assert "No29" in second and "1–25" not in second
    assert "26–30 of 30" in second


def test_undo_from_the_page(client_of, alice):
    contact = make.make_contact(by=alice, grants=None)
    change = many.add_tags([contact], ["Staff"], by=alice)[0]
    job = make.make_job(alice, state=Job.State.DONE, done=1, finished_at=timezone.now())
    item(job, contact, before=change.before, version_after=contact.version)
    browser, address = client_of(alice), reverse("jobs:detail", args=[job.pk])
    undo = reverse("jobs:undo", args=[job.pk])
    assert undo in browser.get(address).content.decode()
    answer = browser.post(undo, follow=True)
    assert "1 record is as it was." in answer.content.decode()
    assert list(contact.tags.names()) == []
    assert f'action="{undo}"' not in browser.get(address).content.decode()
    assert "nothing left to undo" in browser.post(undo, follow=True).content.decode()


def test_undo_goes_back_to_pages_of_this_site_only(client_of, alice):
    contact = make.make_contact(by=alice, grants=None)
    change = many.add_tags([contact], ["Staff"], by=alice)[0]
    job = make.make_job(alice, state=Job.State.DONE, done=1, finished_at=timezone.now())
    item(job, contact, before=change.before, version_after=contact.version)
    answer = client_of(alice).post(reverse("jobs:undo", args=[job.pk]), headers={"referer": "https://evil.example/x"})
    assert answer.url.startswith("/jobs/")


def test_a_fault_is_named(client_of, alice):
    job = make.make_job(alice, state=Job.State.FAILED, error="disk full", finished_at=timezone.now())
    assert "disk full" in client_of(alice).get(reverse("jobs:detail", args=[job.pk])).content.decode()


def test_pause_and_go_on_by_the_buttons_of_the_page(client_of, alice):
    job = make.make_job(alice, state=Job.State.RUNNING, total=4, done=1, started_at=timezone.now())
    browser, address = client_of(alice), reverse("jobs:detail", args=[job.pk])
    running = browser.get(address).content.decode()
    assert reverse("jobs:pause", args=[job.pk]) in running and reverse("jobs:resume", args=[job.pk]) not in running
    paused = browser.post(reverse("jobs:pause", args=[job.pk]), follow=True).content.decode()
    job.refresh_from_db()
    assert job.state == Job.State.PAUSED
    assert "Paused" in paused and "It waits until you let it go on." in paused and "the work goes on" not in paused
    assert reverse("jobs:resume", args=[job.pk]) in paused and reverse("jobs:cancel", args=[job.pk]) in paused
    assert ">paused<" in browser.get(reverse("jobs:list")).content.decode()
    browser.post(reverse("jobs:resume", args=[job.pk]))
    job.refresh_from_db()
    assert job.state == Job.State.QUEUED


def test_the_pace_leaves_pauses_out(client_of, alice):
    with time_machine.travel("2026-11-25 10:00:00+00:00", tick=False) as clock:
        job = make.make_job(
            alice, state=Job.State.RUNNING, total=300, done=100, started_at=timezone.now(), paused_seconds=90
        )
        clock.shift(dt.timedelta(seconds=100))
        page = client_of(alice).get(reverse("jobs:detail", args=[job.pk])).content.decode()
    assert "10 per second, about 20 seconds left" in page


def test_who_pauses_what_is_over_is_told_so(client_of, alice):
    job = make.make_job(alice, state=Job.State.DONE, finished_at=timezone.now())
    page = client_of(alice).post(reverse("jobs:pause", args=[job.pk]), follow=True).content.decode()
    assert "The work had already ended." in page


def test_undo_sent_twice_is_one(client_of, alice, monkeypatch):
    monkeypatch.setattr("core.jobs.undo.IN_REQUEST", 0)
    contact = make.make_contact(by=alice, grants=None)
    change = many.add_tags([contact], ["Staff"], by=alice)[0]
    job = make.make_job(alice, state=Job.State.DONE, done=1, finished_at=timezone.now())
    item(job, contact, before=change.before, version_after=change.record.version)
    for _time in range(2):
        client_of(alice).post(reverse("jobs:undo", args=[job.pk]))
    assert job.undone_by.count() == 1


def test_the_page_of_a_job_asks_as_often_for_many_items_as_for_few(client_of, alice, django_assert_max_num_queries):
    counts = []
    for number in (2, 20):
        job = make.make_job(alice, state=Job.State.DONE, done=number, finished_at=timezone.now())
        for _contact in range(number):
            item(job, make.make_contact(by=alice, grants=None))
        with django_assert_max_num_queries(40) as asked:
            client_of(alice).get(reverse("jobs:detail", args=[job.pk]))
        counts.append(len(asked))
    assert counts[0] == counts[1]
