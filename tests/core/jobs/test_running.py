"""Running jobs: claims, slices, death of a worker, cancelling."""

import datetime as dt

import pytest
import time_machine
from django.db import OperationalError
from django.utils import timezone

from core.jobs import running
from core.jobs.models import Job
from core.records.models import BusinessError

pytestmark = pytest.mark.django_db
STEPS: list[int] = []


def three_steps(job, until):
    """A kind of job that needs three slices."""
    step = job.position.get("step", 0) + 1
    STEPS.append(step)
    Job.objects.filter(pk=job.pk).update(position={"step": step}, done=step)
    return step < 3


def breaks(job, until):
    raise ValueError("the disk is full")


def refuses(job, until):
    raise BusinessError("Choose another file.")


def locked(job, until):
    raise OperationalError("database is locked")


def is_overtaken(job, until):
    """A slice that takes so long that another worker has the job when it ends."""
    Job.objects.filter(pk=job.pk).update(claim="another worker")
    return False


def is_overtaken_and_fails(job, until):
    is_overtaken(job, until)
    raise ValueError("the row is gone")


def finished(job):
    STEPS.append(f"ended {job.state}")


@pytest.fixture(autouse=True)
def kinds(settings):
    STEPS.clear()
    settings.JOB_KINDS = {
        "three": f"{__name__}.three_steps",
        "broken": f"{__name__}.breaks",
        "refused": f"{__name__}.refuses",
        "locked": f"{__name__}.locked",
        "overtaken": f"{__name__}.is_overtaken",
        "overtaken_broken": f"{__name__}.is_overtaken_and_fails",
    }


def start(user, kind="three"):
    return running.start_job(kind, "A job", by=user, total=3)


def test_a_job_goes_on_slice_by_slice_and_tells_its_kind_at_the_end(alice):
    job = start(alice)
    assert running.work_due() is True
    assert running.work_due() is True
    assert running.work_due() is False
    job.refresh_from_db()
    assert (job.state, job.done, job.claim) == (Job.State.DONE, 3, "")
    assert STEPS == [1, 2, 3, "ended done"]


def test_two_jobs_take_turns(alice, bob):
    first, second = start(alice), start(bob)
    for _ in range(2):
        running.work_due()
    assert STEPS == [1, 1]
    for _ in range(4):
        running.work_due()
    assert {first.pk, second.pk} == set(Job.objects.filter(state=Job.State.DONE).values_list("pk", flat=True))


def test_a_claimed_job_is_not_taken_by_another_worker(alice):
    start(alice)
    claimed = running.claim_one()
    assert claimed is not None
    assert running.claim_one() is None
    assert running.keep_claim(claimed) is True


def test_a_dead_workers_job_is_taken_over_and_the_dead_one_may_not_go_on(alice):
    start(alice)
    dead = running.claim_one()
    with time_machine.travel(timezone.now() + running.CLAIM_LASTS + dt.timedelta(seconds=1)):
        other = running.claim_one()
        assert other is not None and other.pk == dead.pk
        assert running.keep_claim(dead) is False
        assert running.keep_claim(other) is True


@pytest.mark.parametrize("kind", ["overtaken", "overtaken_broken"])
def test_who_has_lost_the_claim_neither_ends_the_job_nor_frees_it(alice, kind):
    job = start(alice, kind)
    running.work_due()
    job.refresh_from_db()
    assert (job.state, job.claim, job.finished_at, job.error) == (Job.State.RUNNING, "another worker", None, "")
    assert job.claimed_at is not None
    assert STEPS == []


def test_a_fault_ends_the_job_with_a_sentence_and_others_go_on(alice, caplog):
    broken, good = start(alice, "broken"), start(alice)
    for _ in range(4):
        running.work_due()
    broken.refresh_from_db()
    good.refresh_from_db()
    assert (broken.state, broken.error[:34]) == (Job.State.FAILED, "Something failed on the server and")
    assert "the disk is full" not in broken.error
    assert "the disk is full" in caplog.text
    assert good.state == Job.State.DONE


def test_a_refusal_ends_the_job_with_its_own_sentence(alice, caplog):
    job = start(alice, "refused")
    running.work_due()
    job.refresh_from_db()
    assert (job.state, job.error) == (Job.State.FAILED, "Choose another file.")
    assert caplog.text == ""


def test_a_busy_database_lets_the_job_wait_until_patience_ends(alice):
    job = start(alice, "locked")
    with pytest.raises(OperationalError):
        running.work_due()
    job.refresh_from_db()
    assert (job.state, running.work_due()) == (Job.State.RUNNING, False)
    later = timezone.now() + running.CLAIM_LASTS + dt.timedelta(seconds=1)
    with time_machine.travel(later), pytest.raises(OperationalError):
        running.work_due()
    with time_machine.travel(later + running.PATIENCE):
        running.work_due()
    job.refresh_from_db()
    assert (job.state, STEPS) == (Job.State.FAILED, ["ended failed"])


def test_a_worker_that_starts_alone_takes_over_at_once_what_a_dead_one_held(alice):
    start(alice)
    dead = running.claim_one()
    assert running.work_due() is False
    assert running.release_dead() == 1
    running.work_due()
    assert STEPS == [1]
    assert running.keep_claim(dead) is False


def test_with_a_broker_the_claims_of_other_workers_are_left_alone(alice, settings):
    start(alice)
    held = running.claim_one()
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    assert running.release_dead() == 0
    assert running.keep_claim(held) is True


def test_cancelling_stops_before_the_next_slice(alice):
    job = start(alice)
    running.work_due()
    Job.objects.filter(pk=job.pk).update(is_cancel_requested=True)
    running.work_due()
    job.refresh_from_db()
    assert (job.state, job.done) == (Job.State.CANCELLED, 1)


def test_the_job_of_a_user_who_was_switched_off_does_nothing(alice):
    start(alice)
    alice.is_active = False
    alice.save()
    running.work_due()
    job = Job.objects.get()
    assert (job.state, job.error) == (Job.State.FAILED, "The account that started it is switched off.")
    assert 1 not in STEPS


def test_an_unknown_kind_is_refused(alice):
    with pytest.raises(ValueError, match="unknown kind"):
        running.start_job("nothing", "A job", by=alice)


def test_one_broken_entry_of_due_work_does_not_stop_the_others(alice, settings):
    settings.DUE_WORK = [f"{__name__}.breaks", "core.jobs.running.work_due"]
    start(alice)
    running.run_due()
    assert STEPS == [1]


def test_a_database_that_does_not_answer_is_told_after_the_other_entries(alice, settings):
    settings.DUE_WORK = [f"{__name__}.is_away", "core.jobs.running.work_due"]
    start(alice)
    with pytest.raises(OperationalError):
        running.run_due()
    assert STEPS == [1]


def is_away():
    raise OperationalError("the connection is closed")
