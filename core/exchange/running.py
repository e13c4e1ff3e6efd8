"""Running an import or its dry run: chunks of one transaction each, that a dead worker leaves whole or not at all."""

import math
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.models import F, Q
from django.utils import translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from core.audit import services as audit
from core.jobs.models import Job
from core.jobs.running import keep_claim, work_one
from core.notifications.services import notify
from core.records import writing
from core.records.models import BusinessError

from . import files
from .models import Import, ImportRow
from .records import Row
from .seen import SeenKeys
from .tables import table_of as table_of

CHUNK = 1000  # rows of one transaction, or fewer where they are long
CHUNK_CHARACTERS = 2_000_000
SHOWN_OF_EACH = 200  # of the rows that go in, a check keeps so many to be looked at
Outcome = ImportRow.Outcome


@dataclass
class Result:
    """What became of one row: `name` is that of the contact (or whatever), `reason` why not, or a remark."""

    line: int
    outcome: str
    name: str = ""
    reason: str = ""
    remark: str = ""


def importer_of(imported: Import, job: Job | None = None, seen: SeenKeys | None = None):
    """The section's importer for this import; with `seen` it only looks and writes nothing."""
    return import_string(settings.IMPORT_KINDS[imported.kind])(imported, job=job, seen=seen)


def work(job: Job, until: float) -> bool:
    """Work a slice of the import (or dry run) that `job` stands for; says whether more is left."""
    imported = Import.objects.select_related("by").filter(Q(job=job) | Q(check_job=job)).first()
    if imported is None:
        return False
    with translation.override(imported.by.language):
        return _Slice(job, imported).run(until)


class _Slice:
    def __init__(self, job: Job, imported: Import):
        self.job, self.imported, self.position = job, imported, dict(job.position)
        self.is_check = imported.check_job_id == job.pk
        self.seen = _seen_keys(imported, self.position) if self.is_check else None
        self.importer = importer_of(imported, job, self.seen)
        self.extra: Counter = Counter()  # what was counted beside the rows of the chunk in hand

    def run(self, until: float) -> bool:
        line, mark = self.position.get("line", 0), self.position.get("mark", 0)
        for chunk in chunks(table_of(self.imported).rows(after=line, mark=mark), CHUNK):
            if not self._chunk(chunk):
                return True  # another worker has taken over
            if time.monotonic() > until or self._is_cancelled():
                return True
        return False

    def _is_cancelled(self) -> bool:
        return Job.objects.filter(pk=self.job.pk, is_cancel_requested=True).exists()

    def _chunk(self, rows: list[Row]) -> bool:
        """One transaction: the records, what is told of them, and how far the import has come."""
        try:
            return self._in_one_transaction(rows)
        finally:
            self.importer.chunk_ended()

    def _in_one_transaction(self, rows: list[Row]) -> bool:
        with transaction.atomic(), audit.acting(self.imported.by):
            if not self.is_check:
                _wait_for_others(self.imported.kind)
            if not keep_claim(self.job):
                return False
            results = self._results(rows)
            cells = {row.line: row.cells for row in rows}
            writing.insert_objects(self._told(results, cells))
            self._move_on(rows[-1], results)
        return True

    def _results(self, rows: list[Row]) -> list[Result]:
        broken = [Result(row.line, Outcome.REFUSED, reason=row.problem) for row in rows if row.problem]
        good = [row for row in rows if not row.problem]
        try:
            results = self._worked(good)
        except OperationalError:
            raise
        except (DatabaseError, BusinessError):
            self.importer.rolled_back()
            results = [self._alone(row) for row in good]
        remarks = {row.line: row.remark for row in good if row.remark}
        for result in results:
            if result.line in remarks and result.outcome in {Outcome.CREATED, Outcome.UPDATED}:
                result.remark = " ".join(filter(None, [remarks[result.line], result.remark]))
        return sorted([*broken, *results], key=lambda result: result.line)

    def _worked(self, rows: list[Row]) -> list[Result]:
        with transaction.atomic():
            results = self.importer.work_chunk(rows)
        self.extra.update(self.importer.extra_counts())
        if self.seen is not None:
            self.seen.keep()
        return results

    def _alone(self, row: Row) -> Result:
        """One row by itself, after its chunk was refused as a whole: so only the one that can't be saved stays out."""
        try:
            return self._worked([row])[0]
        except OperationalError:
            raise
        except (DatabaseError, BusinessError) as error:
            self.importer.rolled_back()
            unknown = _("The database refused this row. Look at its values.")
            return Result(row.line, Outcome.REFUSED, reason=str(getattr(error, "sentence", unknown)))

    def _told(self, results: list[Result], cells: dict[int, list[str]]) -> list[ImportRow]:
        counts = Counter(self.position.get("counts", {}))
        told = []
        for result in results:
            counts[result.outcome] += 1
            goes_in = result.outcome in {Outcome.CREATED, Outcome.UPDATED}
            if result.remark:
                told.append(self._row(result, Outcome.NOTED, result.remark))
            if not goes_in or (self.is_check and counts[result.outcome] <= SHOWN_OF_EACH):
                row = self._row(result, result.outcome, result.reason)
                if result.outcome == Outcome.REFUSED and self.imported.file_type != Import.FileType.VCARD:
                    row.cells = cells[result.line]  # a refused card is read from its file again
                told.append(row)
        return told

    def _row(self, result: Result, outcome: str, reason: str) -> ImportRow:
        return ImportRow(
            imported=self.imported, is_check=self.is_check, line=result.line, outcome=outcome,
            name=result.name[:310], reason=reason[:500],
        )  # fmt: skip

    def _move_on(self, last: Row, results: list[Result]) -> None:
        counts = Counter(result.outcome for result in results)
        total = Counter(self.position.get("counts", {})) + counts + Counter(noted=sum(bool(r.remark) for r in results))
        total += self.extra
        self.extra = Counter()
        self.position = {**self.position, "line": last.line, "mark": last.mark, "counts": dict(total)}
        if self.seen is not None:
            self.position["seen"] = self.seen.save()
        Job.objects.filter(pk=self.job.pk).update(
            position=self.position,
            done=F("done") + counts[Outcome.CREATED] + counts[Outcome.UPDATED],
            skipped=F("skipped") + counts[Outcome.SKIPPED],
            failed=F("failed") + counts[Outcome.REFUSED],
        )


def _seen_keys(imported: Import, position: dict) -> SeenKeys:
    return SeenKeys(files.path_of(imported.file + ".seen"), position.get("seen", 0))


def _wait_for_others(kind: str) -> None:
    """Chunks of imports of one kind are written one after the other, so that each sees what the one before has made.

    Two imports at once would else both find nobody of an e-mail address, or no company of a name, and make two. Held
    until the chunk's transaction ends. SQLite lets only one transaction write anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"import of {kind}"])


def chunks(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    """The rows in lists of at most `size`; fewer where they are long, so that memory stays flat."""
    chunk: list[Row] = []
    characters = 0
    for row in rows:
        chunk.append(row)
        characters += sum(map(len, row.cells))
        if len(chunk) >= size or characters >= CHUNK_CHARACTERS:
            yield chunk
            chunk, characters = [], 0
    if chunk:
        yield chunk


def work_through(job: Job, tell=None, *, seconds: float = math.inf) -> Job:
    """Work this job to its end here and now, as the shell does; a worker that is faster is simply waited for.

    With `seconds` not longer than that, nor while it is paused: a request never waits for somebody's decision.
    """
    began = time.monotonic()
    while not job.is_over:
        if seconds < math.inf and (job.state == Job.State.PAUSED or time.monotonic() - began > seconds):
            return job
        if not work_one(job.pk):
            time.sleep(0.2)
        job.refresh_from_db()
        if tell:
            tell(job)
    return job


def finished(job: Job) -> None:
    """The counts go to the import; its author is told by a notice and a mail, in one transaction."""
    imported = Import.objects.select_related("by").filter(Q(job=job) | Q(check_job=job)).first()
    if imported is None:
        return
    counts = job.position.get("counts", {})
    if imported.check_job_id == job.pk:
        Import.objects.filter(pk=imported.pk).update(check_counts=counts)
        _seen_keys(imported, {}).forget()
        return
    with transaction.atomic():
        Import.objects.filter(pk=imported.pk).update(counts=counts)
        importer_of(imported, job).finish()
        notify(
            [imported.by],
            "exchange.import_finished",
            target=imported,
            data={"counts": counts, "state": job.state},
            context={"imported": imported, "counts": counts, "job": job},
        )
