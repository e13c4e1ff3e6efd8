"""Undo of a job: reads its items in chunks and puts back what nobody changed since (UI-10)."""

import time
import uuid
from itertools import groupby

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from core.audit import services as audit
from core.records.models import BusinessError

from .models import Job, JobItem
from .running import finish, keep_claim, start_job

CHUNK = 100
IN_REQUEST = 200  # up to so many objects are put back at once, more in the background
KIND = "jobs.undo"
UNDOABLE = [JobItem.Outcome.CREATED, JobItem.Outcome.CHANGED, JobItem.Outcome.TRASHED]


def undoable_items(job: Job):
    """What this job did and no Undo has taken back or left out yet."""
    return job.items.filter(outcome__in=UNDOABLE, undone_at__isnull=True, undo_refused="")


def is_undoable(job: Job) -> bool:
    """Whether the page offers Undo: the job is over, did something, and no Undo of it waits or runs."""
    if job.kind == KIND or not job.is_over:
        return False
    is_running = job.undone_by.filter(state__in=[Job.State.QUEUED, Job.State.RUNNING, Job.State.PAUSED]).exists()
    return not is_running and undoable_items(job).exists()


def start_undo(job: Job, *, by) -> Job:
    """The job that takes `job` back, acting for `by`: done at once where it is small, else left to a worker.

    Raises BusinessError where there is nothing to undo.
    """
    with transaction.atomic():
        locked = Job.objects.select_for_update().get(pk=job.pk)
        if not is_undoable(locked):
            raise BusinessError(_("There is nothing left to undo here."))
        total = undoable_items(locked).count()
        undoing = start_job(KIND, gettext_noop("Undo"), by=by, total=total, undo_of=locked)
    if total <= IN_REQUEST:
        _work_now(undoing)
    return undoing


def _work_now(job: Job) -> None:
    """Take the job up as a worker would: should this process end half way, another goes on when the claim lapses."""
    now, claim = timezone.now(), str(uuid.uuid4())
    waiting = Job.objects.filter(pk=job.pk, state=Job.State.QUEUED)
    if waiting.update(state=Job.State.RUNNING, claim=claim, claimed_at=now, started_at=now):
        job.refresh_from_db()
        while work(job, time.monotonic() + 60):
            if not keep_claim(job):
                return
        finish(job, Job.State.DONE)


def work(job: Job, until: float) -> bool:
    """Work one slice; says whether more is left. The place is committed with each chunk."""
    while True:
        with transaction.atomic(), translation.override(job.by.language):
            if not keep_claim(job):
                return True  # another worker goes on from the committed place
            is_left = _work_chunk(job)
        if not is_left or time.monotonic() > until:
            return is_left


def _work_chunk(job: Job) -> bool:
    if job.undo_of is None:
        raise BusinessError(_("The work to undo is no longer there."))
    items = list(
        undoable_items(job.undo_of)
        .filter(pk__gt=job.position.get("item", 0))
        .select_related("content_type")
        .order_by("pk")[:CHUNK]
    )
    if items:
        _record(job, items, _undo(items, by=job.by))
    return bool(items)


def _undo(items: list[JobItem], *, by) -> dict[int, str]:
    refused: dict[int, str] = {}
    items = sorted(items, key=lambda item: item.content_type_id)
    for content_type, group in groupby(items, key=lambda item: item.content_type):
        services = import_string(settings.RECORD_SERVICES[f"{content_type.app_label}.{content_type.model}"])
        refused |= services.undo_items(list(group), by=by)
    return refused


def _record(job: Job, items: list[JobItem], refused: dict[int, str]) -> None:
    """What became of each item: on the items themselves, as items of this job, and in its counters."""
    now = timezone.now()
    for item in items:
        item.undo_refused = refused.get(item.pk, "")
        item.undone_at = None if item.undo_refused else now
    JobItem.objects.bulk_update(items, ["undone_at", "undo_refused"])
    JobItem.objects.bulk_create(
        JobItem(
            job=job,
            content_type_id=item.content_type_id,
            object_id=item.object_id,
            outcome=JobItem.Outcome.SKIPPED if item.undo_refused else JobItem.Outcome.CHANGED,
            reason=item.undo_refused,
        )
        for item in items
    )
    job.position = {"item": max(item.pk for item in items)}
    job.done += len(items) - len(refused)
    job.skipped += len(refused)
    job.save(update_fields=["position", "done", "skipped"])


def finished(job: Job) -> None:
    """One audit line for the whole act; its items say what it touched."""
    audit.log("job_undone", by=job.by, job_id=job.pk, done=job.done, left_out=job.skipped, undone_job=job.undo_of_id)
