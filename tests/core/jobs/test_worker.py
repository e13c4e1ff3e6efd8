"""`manage.py worker`: it outlives a database that is away, and goes on where a dead worker stopped."""

import signal

import pytest
from django.core.management import call_command
from django.db import InterfaceError, OperationalError

from core.jobs import running
from core.jobs.management.commands import worker
from core.jobs.models import Job

pytestmark = pytest.mark.django_db


class Loop:
    """Stands for run_due(), time.sleep() and the connections of a worker that ends after so many turns."""

    def __init__(self, answers):
        self.answers, self.pauses, self.command = list(answers), [], worker.Command()

    def answer(self):
        answer = self.answers.pop(0)
        if not self.answers:
            self.command._end()
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def loop_of(monkeypatch):
    """Runs the worker over these answers of run_due(); an error among them is raised."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}

    def run(*answers, closing=lambda: None):
        loop = Loop(answers)
        monkeypatch.setattr(worker, "run_due", loop.answer)
        monkeypatch.setattr(worker, "close_old_connections", closing)
        monkeypatch.setattr(worker.time, "sleep", loop.pauses.append)
        call_command(loop.command)
        return loop

    yield run
    for number, handler in before.items():
        signal.signal(number, handler)


def test_it_rests_a_second_where_nothing_is_left(loop_of):
    assert loop_of(True, False, True, False).pauses == [1.0, 1.0]


def test_it_outlives_a_database_that_is_away_and_asks_less_and_less_often(loop_of, caplog):
    away = [OperationalError("server closed the connection"), InterfaceError("connection already closed")]
    loop = loop_of(*away, OperationalError("no route"), True, False)
    assert loop.answers == []
    assert loop.pauses == [2.0, 4.0, 5.0, 1.0]
    assert caplog.text.count("the database does not answer") == 3


def test_connections_that_cannot_be_closed_do_not_end_it(loop_of):
    def closing():
        raise OperationalError("the connection is lost")

    assert loop_of(False, False, closing=closing).pauses == [2.0, 4.0]


def test_a_single_run_says_that_the_database_is_away(monkeypatch):
    def away():
        raise OperationalError("no route")

    monkeypatch.setattr(worker, "run_due", away)
    with pytest.raises(OperationalError):
        call_command("worker", once=True)


def test_what_a_killed_worker_had_in_hand_goes_on_at_the_next_start(alice, settings, monkeypatch):
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)  # it would end the transaction of the test
    settings.JOB_KINDS = {"short": f"{__name__}.short"}
    job = running.start_job("short", "A job", by=alice)
    assert running.claim_one().pk == job.pk
    call_command("worker", once=True)
    job.refresh_from_db()
    assert (job.state, job.done) == (Job.State.DONE, 1)


def short(job, until):
    Job.objects.filter(pk=job.pk).update(done=1)
    return False
