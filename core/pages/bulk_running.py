"""Running an operation on a selection: chunks of one transaction each, in the request or in the background."""

import time
import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone, translation
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from core.jobs.chunks import next_size
from core.jobs.models import Job, JobItem
from core.jobs.running import finish, keep_claim, record_items, start_job

from .filters import ListFilterSet
from .state import clean_number

CHUNK = 1000  # of the first chunk of a slice; the next ones follow its pace
IN_REQUEST = 200  # up to so many objects are worked at once, more in the background


class Operation:
    """One thing to do with a selection. Subclasses say it in words and do it in `apply`."""

    key = ""
    label: Any = ""
    heading: Any = ""  # over the page of choices, where the label is too short for it
    icon = ""
    danger = False
    form_class: Any = None  # what is to be chosen before
    outcome = JobItem.Outcome.CHANGED
    title = ""  # msgid of the job's title
    columns: tuple[str, ...] = ("version",)  # what `apply` reads of the rows

    def allowed(self, records: QuerySet, user) -> QuerySet:
        """The records that `user` may do this to."""
        return records.editable_by(user)

    def params(self, form) -> dict:
        """What was chosen, as plain values."""
        return {}

    def title_values(self, params: dict) -> dict:
        return {}

    def question(self, count: int, params: dict) -> str:
        raise NotImplementedError

    def explanation(self, params: dict, user) -> str:
        return ""

    def confirm(self, count: int) -> str:
        """The words of the button that does it."""
        raise NotImplementedError

    def answer(self, count: int) -> str:
        """The sentence afterwards."""
        raise NotImplementedError

    def apply(self, rows: list, job: Job) -> list:
        """Do it to the locked rows in the caller's transaction; gives `Change`s (core/pages/bulk_running.py)."""
        raise NotImplementedError

    def conclude(self, job: Job) -> None:
        """Once, after the last object (also when the rest was cancelled)."""


@dataclass
class BulkSection:
    """What the bulk operations of one section work on."""

    model: Any
    filters_class: type[ListFilterSet]
    operations: dict[str, Operation]
    job_kind: str

    def selected(self, params: dict, user) -> QuerySet:
        """The visible records that a selection names: ids, or everything that a filter finds up to an id."""
        visible = self.model.objects.visible_to(user)
        if "ids" in params:
            return visible.filter(pk__in=params["ids"])
        found = self.filters_class(QueryDict(params["filters"]), user=user, queryset=visible).qs
        return found.filter(pk__lte=params["max_id"]) if params.get("max_id") else found


def grouped(count: int) -> str:
    """ "100,000", as sentences about many say it."""
    return number_format(count, force_grouping=True)


def read_ids(texts: list[str]) -> list[int]:
    return sorted({number for text in texts if (number := clean_number(text)) is not None})


def start(section: BulkSection, operation: Operation, params: dict, count: int, *, by) -> Job:
    """Do it now, inside the caller's transaction, or leave it to a worker where there are many."""
    params = {"operation": operation.key, **params}
    words: dict[str, Any] = {"title": operation.title, "title_values": operation.title_values(params)}
    if count > IN_REQUEST:
        return start_job(section.job_kind, by=by, total=count, params=params, **words)
    now = timezone.now()
    job = Job.objects.create(
        kind=section.job_kind, by=by, total=count, params=params, state=Job.State.RUNNING, claim=str(uuid.uuid4()),
        claimed_at=now, started_at=now, **words,
    )  # fmt: skip
    while run_slice(job, section, time.monotonic() + 60):
        continue
    finish(job, Job.State.DONE)
    return job


def run_slice(job: Job, section: BulkSection, until: float) -> bool:
    """Work chunks until `until`; says whether more is left. The position is committed with each chunk."""
    operation = section.operations[job.params["operation"]]
    size = CHUNK
    while True:
        began = time.monotonic()
        with transaction.atomic(), translation.override(job.by.language):
            if not keep_claim(job):
                return True  # another worker goes on from the committed place
            is_left = _work_chunk(job, section, operation, size)
        size = next_size(size, time.monotonic() - began)
        if not is_left or time.monotonic() > until:
            return is_left


def _work_chunk(job: Job, section: BulkSection, operation: Operation, size: int) -> bool:
    selected = section.selected(job.params, job.by).filter(pk__gt=job.position.get("last", 0))
    ids = list(selected.order_by("pk").values_list("pk", flat=True)[:size])
    allowed = operation.allowed(section.model.objects.all(), job.by).filter(pk__in=ids)
    rows = list(allowed.only(*operation.columns).select_for_update().order_by("pk"))
    changes = operation.apply(rows, job) if rows else []
    _record(job, section, operation, changes, sorted(set(ids) - {row.pk for row in rows}))
    is_left = len(ids) == size
    if not is_left:
        operation.conclude(job)
    job.position = {**job.position, **({"last": ids[-1]} if ids else {})}
    job.done += len(rows)
    job.skipped += len(ids) - len(rows)
    if not is_left:
        _count_gone(job)
    job.save(update_fields=["position", "done", "skipped"])
    return is_left


def _count_gone(job: Job) -> None:
    """What was counted at the start and isn't found any more is left out: trashed, out of sight, out of the filter."""
    if gone := max(job.total - job.worked, 0):
        job.position = {**job.position, "gone": gone}
        job.skipped += gone


def _record(job: Job, section: BulkSection, operation: Operation, changes: list, left_out: list[int]) -> None:
    """An item for each object that was changed, with the values before, and for each that was left out."""
    reason = _("You may see this, not change it.")
    done = [
        (change.record.pk, operation.outcome, "", change.before or None, change.record.version) for change in changes
    ]
    skipped = [(pk, JobItem.Outcome.SKIPPED, reason, None, None) for pk in left_out]
    record_items(job, ContentType.objects.get_for_model(section.model), done + skipped)
