"""Running what is due: claims by one conditional UPDATE, slices of at most 5 s, the same with Celery and without."""

import datetime as dt
import logging
import time
import uuid

from django.conf import settings
from django.db import OperationalError, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.module_loading import import_string

from .models import Job
from .wake import wake

logger = logging.getLogger(__name__)
SLICE_SECONDS = 4.0
CLAIM_LASTS = dt.timedelta(seconds=30)


def start_job(
    kind: str,
    title: str,
    *,
    by,
    total: int = 0,
    params: dict | None = None,
    title_values: dict | None = None,
    **fields,
) -> Job:
    """Queue background work of a kind of settings.JOB_KINDS; a worker takes it up after this transaction."""
    if kind not in settings.JOB_KINDS:
        raise ValueError(f"unknown kind of job: {kind}")
    job = Job.objects.create(
        kind=kind, title=title, by=by, total=total, params=params or {}, title_values=title_values or {}, **fields
    )
    wake("core.jobs.running.work_due")
    return job


def run_due() -> bool:
    """Work one slice of everything that is due, in the order of DUE_WORK; says whether more is left."""
    more = False
    for name in settings.DUE_WORK:
        try:
            more = bool(import_string(name)()) or more
        except Exception:
            logger.exception("due work failed: %s", name)
    return more


def claimable():
    """Jobs that wait or run without a living worker."""
    open_states = [Job.State.QUEUED, Job.State.RUNNING]
    free = Q(claimed_at__isnull=True) | Q(claimed_at__lt=timezone.now() - CLAIM_LASTS)
    return Job.objects.filter(free, state__in=open_states)


def work_due() -> bool:
    """Work one slice of the job that has waited longest; says whether more is left."""
    job = claim_one()
    if job is None:
        return False
    _work_claimed(job)
    return claimable().exists()


def work_one(pk: int) -> bool:
    """Work one slice of this job; False where another worker has it in hand, or it is over."""
    job = _claim(pk)
    if job is not None:
        _work_claimed(job)
    return job is not None


def _work_claimed(job: Job) -> None:
    try:
        _work_slice(job)
    finally:
        Job.objects.filter(pk=job.pk, claim=job.claim).update(
            claimed_at=None, claim="", worked_at=timezone.now()
        )


def claim_one() -> Job | None:
    """Claim the job that has waited longest."""
    for pk in claimable().order_by(F("worked_at").asc(nulls_first=True), "id").values_list("pk", flat=True)[:5]:
        if job := _claim(pk):
            return job
    return None


def _claim(pk: int) -> Job | None:
    """Claim by one conditional UPDATE: it goes on only if one row changed."""
    claim = str(uuid.uuid4())
    if not claimable().filter(pk=pk).update(claimed_at=timezone.now(), claim=claim, state=Job.State.RUNNING):
        return None
    Job.objects.filter(pk=pk, started_at__isnull=True).update(started_at=timezone.now())
    return Job.objects.select_related("by").get(pk=pk)


def keep_claim(job: Job) -> bool:
    """Called within each chunk's transaction: renews the claim; False when another worker has taken the job over."""
    return bool(Job.objects.filter(pk=job.pk, claim=job.claim).update(claimed_at=timezone.now()))


def _work_slice(job: Job) -> None:
    if job.is_cancel_requested:
        return finish(job, Job.State.CANCELLED)
    if not job.by.is_active:
        return finish(job, Job.State.FAILED, error="the user was switched off")
    try:
        more = import_string(settings.JOB_KINDS[job.kind])(job, time.monotonic() + SLICE_SECONDS)
    except Exception as error:
        logger.exception("job %s failed", job.pk)
        return finish(job, Job.State.FAILED, error=str(error)[:500])
    if not more:
        finish(job, Job.State.DONE)


def finish(job: Job, state: str, error: str = "") -> None:
    """End the job and call its kind's `finished(job)` where there is one (a mail, a notice, an audit line).

    Both are one transaction: whoever dies in between leaves a job that is taken up and ended again. An end that
    can't be told at all (a fault of ours) doesn't keep the job going for ever.
    """
    try:
        _finish(job, state, error)
    except OperationalError:
        raise
    except Exception as fault:
        logger.exception("the end of job %s could not be told", job.pk)
        if state == Job.State.FAILED:
            Job.objects.filter(pk=job.pk).update(state=state, finished_at=timezone.now(), error=str(fault)[:500])
        else:
            finish(job, Job.State.FAILED, error=str(fault)[:500])


def _finish(job: Job, state: str, error: str) -> None:
    module = settings.JOB_KINDS[job.kind].rpartition(".")[0]
    after = getattr(import_string(settings.JOB_KINDS[job.kind]), "finished", None) or _attribute(module, "finished")
    with transaction.atomic():
        changed = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(
            state=state, finished_at=timezone.now(), error=error
        )
        job.refresh_from_db()
        if changed and after:
            after(job)


def _attribute(module: str, name: str):
    try:
        return import_string(f"{module}.{name}")
    except ImportError:
        return None
