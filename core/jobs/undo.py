"""Undo of a job: reads its items in chunks and puts back what nobody changed since (UI-10)."""

import time
import uuid
from collections import defaultdict
from itertools import groupby
from operator import attrgetter

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone, translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from core.audit import services as audit
from core.records.models import BusinessError
from core.records.trash import TRASH_DAYS

from .chunks import next_size
from .models import Job, JobItem
from .running import finish, keep_claim, record_items, start_job

CHUNK = 1000  # of the first chunk of a slice; the next ones follow its pace
IN_REQUEST = 200  # up to so many objects are put back at once, more in the background
KIND = "jobs.undo"
DAYS = TRASH_DAYS  # so long a job can be taken back, as what it deleted can be restored
UNDOABLE = [JobItem.Outcome.CREATED, JobItem.Outcome.CHANGED, JobItem.Outcome.TRASHED]


def undoable_items(job: Job):
    """What this job did and no Undo has taken back or left out yet."""
    return job.items.filter(outcome__in=UNDOABLE, undone_at__isnull=True, undo_refused="")


def is_undoable(job: Job) -> bool:
    """Whether the page offers Undo: the job is over, not too old, did something, and no Undo of it waits or runs."""
    if job.kind == KIND or not job.is_over or is_too_old(job):
        return False
    is_running = job.undone_by.filter(state__in=[Job.State.QUEUED, Job.State.RUNNING, Job.State.PAUSED]).exists()
    return not is_running and undoable_items(job).exists()


def is_too_old(job: Job) -> bool:
    return job.is_over and (job.finished_at or job.created_at) < timezone.now() - DAYS


def start_undo(job: Job, *, by) -> Job:
    """The job that takes `job` back, acting for `by`: done at once where it is small, else left to a worker.

    Raises BusinessError where there is nothing to undo.
    """
    with transaction.atomic():
        locked = Job.objects.select_for_update().get(pk=job.pk)
        if is_too_old(locked):
            raise BusinessError(
                _("It is too old to be undone: that can be done for %(days)d days.") % {"days": DAYS.days}
            )
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
    size = CHUNK
    while True:
        began = time.monotonic()
        with transaction.atomic(), translation.override(job.by.language):
            if not keep_claim(job):
                return True  # another worker goes on from the committed place
            is_left = _work_chunk(job, size)
        size = next_size(size, time.monotonic() - began)
        if not is_left or time.monotonic() > until:
            return is_left


def _work_chunk(job: Job, size: int) -> bool:
    """The newest items first, so that what was made for others (the company of a person) goes after them."""
    if job.undo_of is None:
        raise BusinessError(_("The work to undo is no longer there."))
    items = undoable_items(job.undo_of).order_by("-pk")
    if "item" in job.position:
        items = items.filter(pk__lt=job.position["item"])
    chunk = list(items[:size])
    if chunk:
        memory = dict(job.position.get("memory", {}))
        refused = _undo(chunk, by=job.by, memory=memory)
        job.position = {"item": chunk[-1].pk, "memory": memory}
        _record(job, chunk, refused)
    return bool(chunk)


def _undo(items: list[JobItem], *, by, memory: dict) -> dict[int, str]:
    refused: dict[int, str] = {}
    items = sorted(items, key=attrgetter("content_type_id"))
    for pk, group in groupby(items, key=attrgetter("content_type_id")):
        kind = ContentType.objects.get_for_id(pk)
        services = import_string(settings.RECORD_SERVICES[f"{kind.app_label}.{kind.model}"])
        refused |= services.undo_items(list(group), by=by, memory=memory.setdefault(kind.model, {}))
    return refused


def _record(job: Job, items: list[JobItem], refused: dict[int, str]) -> None:
    """What became of each item: on the items themselves, as items of this job, and in its counters."""
    stored = JobItem.objects.filter(job=job.undo_of)
    stored.filter(pk__in=[item.pk for item in items if item.pk not in refused]).update(undone_at=timezone.now())
    for reason in set(refused.values()):
        stored.filter(pk__in=[pk for pk, why in refused.items() if why == reason]).update(undo_refused=reason)
    rows: dict[int, list[tuple]] = defaultdict(list)
    for item in items:
        reason = refused.get(item.pk, "")
        outcome = JobItem.Outcome.SKIPPED if reason else JobItem.Outcome.CHANGED
        rows[item.content_type_id].append((item.object_id, outcome, reason, None, None))
    for pk, of_kind in rows.items():
        record_items(job, ContentType.objects.get_for_id(pk), of_kind)
    job.done += len(items) - len(refused)
    job.skipped += len(refused)
    job.save(update_fields=["position", "done", "skipped"])


def finished(job: Job) -> None:
    """One audit line for the whole act; its items say what it touched."""
    audit.log("job_undone", by=job.by, job_id=job.pk, done=job.done, left_out=job.skipped, undone_job=job.undo_of_id)
