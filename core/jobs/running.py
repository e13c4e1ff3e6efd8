"""Running what is due: claims by one conditional UPDATE, slices of at most 5 s, the same with Celery and without."""

import datetime as dt
import logging
import time
import uuid

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from core.records import writing
from core.records.models import BusinessError

from .models import Job, JobItem
from .wake import wake

logger = logging.getLogger(__name__)
SLICE_SECONDS = 4.0
CLAIM_LASTS = dt.timedelta(seconds=30)
PATIENCE = dt.timedelta(minutes=10)  # with a database that is busy or away, from the last good slice on
DATABASE_AWAY = (OperationalError, InterfaceError)


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
    """Work one slice of everything that is due, in the order of DUE_WORK; says whether more is left.

    Raises one of DATABASE_AWAY after the last entry where the database did not answer one of them.
    """
    more, away = False, None
    for name in settings.DUE_WORK:
        try:
            more = bool(import_string(name)()) or more
        except DATABASE_AWAY as error:
            away = error
        except Exception:
            logger.exception("due work failed: %s", name)
    if away:
        raise away
    return more


def release_dead() -> int:
    """Free what a dead worker had in hand. For the start of the embedded worker: it is the only one.

    A request or a shell that works a job of its own at that moment leaves it to the worker at its next chunk.
    """
    if settings.REDIS_URL:
        return 0  # several workers: another's claim lapses by itself
    return Job.objects.filter(state=Job.State.RUNNING, claimed_at__isnull=False).update(claim="", claimed_at=None)


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
    """Work a slice and let go of the job; where the database is away, the claim lapses and the job goes on later."""
    held = Job.objects.filter(pk=job.pk, claim=job.claim)
    try:
        _work_slice(job)
    except DATABASE_AWAY:
        held = Job.objects.none()
        raise
    finally:
        held.update(claimed_at=None, claim="", worked_at=timezone.now())


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


def record_items(job: Job, content_type, rows: list[tuple]) -> None:
    """Items of objects of one kind: (key, outcome, reason, values before, version after) of each."""
    names = ["job_id", "content_type_id", "object_id", "outcome", "reason", "before", "version_after"]
    writing.insert(JobItem, names, [(job.pk, content_type.pk, *row) for row in rows])


def _work_slice(job: Job) -> None:
    if job.is_cancel_requested:
        return finish(job, Job.State.CANCELLED)
    if not job.by.is_active:
        return finish(job, Job.State.FAILED, error=_switched_off(job))
    try:
        more = import_string(settings.JOB_KINDS[job.kind])(job, time.monotonic() + SLICE_SECONDS)
    except Exception as error:
        if isinstance(error, DATABASE_AWAY) and _is_patient(job):
            raise
        return finish(job, Job.State.FAILED, error=_sentence(job, error))
    if not more:
        finish(job, Job.State.DONE)


def _is_patient(job: Job) -> bool:
    last = job.worked_at or job.started_at
    return last is not None and timezone.now() - last < PATIENCE


def _switched_off(job: Job) -> str:
    with translation.override(job.by.language):
        return _("The account that started it is switched off.")


def _sentence(job: Job, error: Exception) -> str:
    """What the author reads: a refusal as it stands; of anything else the trace goes to the log alone."""
    if isinstance(error, BusinessError):
        return str(error.sentence)[:500]
    logger.error("job %s failed", job.pk, exc_info=error)
    with translation.override(job.by.language):
        return _("Something failed on the server and was written to its log. What was done before stays.")


def finish(job: Job, state: str, error: str = "") -> None:
    """End the job and call its kind's `finished(job)` where there is one (a mail, a notice, an audit line).

    Only the holder of the claim ends a job: who has lost it changes nothing here. Both are one transaction:
    whoever dies in between leaves a job that is taken up and ended again. An end that can't be told at all
    (a fault of ours) doesn't keep the job going for ever.
    """
    try:
        _finish(job, state, error)
    except DATABASE_AWAY:
        raise
    except Exception as fault:
        words = _sentence(job, fault)
        if state == Job.State.FAILED:
            _held(job).update(state=state, finished_at=timezone.now(), error=words)
        else:
            finish(job, Job.State.FAILED, error=words)


def _finish(job: Job, state: str, error: str) -> None:
    module = settings.JOB_KINDS[job.kind].rpartition(".")[0]
    after = getattr(import_string(settings.JOB_KINDS[job.kind]), "finished", None) or _attribute(module, "finished")
    with transaction.atomic():
        if not _held(job).update(state=state, finished_at=timezone.now(), error=error):
            return
        job.refresh_from_db()
        if after:
            after(job)


def _held(job: Job):
    """The job's row as long as it runs under this claim."""
    return Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, claim=job.claim)


def _attribute(module: str, name: str):
    try:
        return import_string(f"{module}.{name}")
    except ImportError:
        return None
