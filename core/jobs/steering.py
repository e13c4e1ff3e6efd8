"""Pause, go on, cancel: each one conditional UPDATE, that waits for the chunk in hand and then holds at once."""

from django.db.models import F
from django.utils import timezone

from .models import Job
from .wake import wake

State = Job.State


def pause(job: Job) -> bool:
    """Stop after the chunk in hand, until `resume`; False where the work is over or paused already.

    The worker's claim is taken away: it commits no further chunk, and nobody takes a paused job up.
    """
    running = Job.objects.filter(pk=job.pk, state__in=[State.QUEUED, State.RUNNING], is_cancel_requested=False)
    return bool(running.update(state=State.PAUSED, paused_at=timezone.now(), claim="", claimed_at=None))


def resume(job: Job) -> bool:
    """Let a paused job go on where it stands; False where it isn't paused."""
    stored = Job.objects.filter(pk=job.pk, state=State.PAUSED).first()
    waited = round((timezone.now() - stored.paused_at).total_seconds()) if stored and stored.paused_at else 0
    return _wait_again(job, paused_seconds=F("paused_seconds") + max(waited, 0))


def cancel(job: Job) -> bool:
    """Ask the work to stop after the chunk in hand: what is done stays done. False where it is over."""
    open_states = [State.QUEUED, State.RUNNING, State.PAUSED]
    asked = Job.objects.filter(pk=job.pk, state__in=open_states).update(is_cancel_requested=True)
    _wait_again(job)  # a paused job is taken up once more, to be ended
    return bool(asked)


def _wait_again(job: Job, **values) -> bool:
    paused = Job.objects.filter(pk=job.pk, state=State.PAUSED)
    if not paused.update(state=State.QUEUED, paused_at=None, worked_at=timezone.now(), **values):
        return False
    wake("core.jobs.running.work_due")
    return True
