"""Pause, go on, cancel: what each does to a job that waits, runs or is over."""

import pytest

from core.jobs import steering
from core.jobs.models import Job
from core.jobs.running import claimable, keep_claim, start_job, work_one

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kinds(settings):
    settings.JOB_KINDS = {"test.steps": "tests.core.jobs.test_running.three_steps"}


def queue(by):
    return start_job("test.steps", "Steps", by=by)


def test_a_paused_job_is_not_taken_up_until_it_goes_on(alice):
    job = queue(alice)
    assert steering.pause(job)
    assert not claimable().exists() and not work_one(job.pk)
    assert steering.resume(job)
    assert claimable().get() == job


def test_a_worker_commits_no_further_chunk_of_a_paused_job(alice):
    job = queue(alice)
    Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING, claim="mine")
    job.refresh_from_db()
    assert keep_claim(job)
    steering.pause(job)
    assert not keep_claim(job)


def test_what_is_over_can_not_be_paused_and_what_runs_not_resumed(alice):
    job = queue(alice)
    assert not steering.resume(job)
    Job.objects.update(state=Job.State.DONE)
    assert not steering.pause(job) and not steering.cancel(job)


def test_a_cancelled_job_that_was_paused_ends(alice):
    job = queue(alice)
    steering.pause(job)
    assert steering.cancel(job)
    work_one(job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.CANCELLED
