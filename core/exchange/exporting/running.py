"""Exports in the background: slices that append to a file at a committed place, so that a dead worker's are done again.

The keys of the rows, in the order of the list, are written down first: the order is that of the start, memory stays
flat, and what is deleted or hidden meanwhile simply doesn't come.
"""

import datetime as dt
import os
import time
from array import array

from django.db import transaction
from django.utils import timezone, translation

from core.audit import services as audit
from core.exchange.models import Export
from core.jobs.models import Job
from core.jobs.running import keep_claim
from core.notifications.services import notify

from . import storage
from .formats import blocks_of, write_workbook
from .kinds import XLSX, exporter_of
from .making import BLOCK, Maker

KEPT = dt.timedelta(hours=24)
_KEY = array("q").itemsize


def work(job: Job, until: float) -> bool:
    """Work one slice of an export; says whether more is left."""
    export = Export.objects.select_related("by").filter(job=job).first()
    if export is None:
        return False
    with translation.override(export.by.language):
        return _Slice(job, export).run(until)


class _Slice:
    def __init__(self, job: Job, export: Export):
        self.job, self.export, self.position = job, export, dict(job.position)
        self.exporter = exporter_of(export)

    def run(self, until: float) -> bool:
        if not self.position and not self._begin():
            return True
        maker = Maker(self.exporter, self.position["sizes"], self.position["row"])
        while ids := self._next_ids():
            if not self._append(maker, maker.block(ids), ids):
                return True  # another worker has taken over
            if time.monotonic() > until:
                return True
        return not self._conclude()

    def _begin(self) -> bool:
        """Write down the keys of the rows, then the headings."""
        name = storage.new_name()
        with storage.path_of(name, ".ids").open("wb") as file:
            found = array("q")
            for pk in self.exporter.ordered_ids():
                found.append(pk)
            found.tofile(file)
        self.position = {"name": name, "at": 0, "length": 0, "row": 1, "sizes": self.exporter.measure()}
        maker = Maker(self.exporter, self.position["sizes"])
        storage.path_of(name, ".part").touch()
        return self._append(maker, maker.head(), [], total=len(found))

    def _next_ids(self) -> list[int]:
        with storage.path_of(self.position["name"], ".ids").open("rb") as file:
            file.seek(self.position["at"] * _KEY)
            return list(array("q", file.read(BLOCK * _KEY)))

    def _append(self, maker: Maker, block: bytes, ids: list[int], **changed) -> bool:
        """The bytes and how far they reach, under the claim: who has lost it writes nothing into another's file."""
        with transaction.atomic():
            if not keep_claim(self.job):
                return False
            with storage.path_of(self.position["name"], ".part").open("r+b") as file:
                file.truncate(self.position["length"])
                file.seek(self.position["length"])
                file.write(block)
            count, maker.count = maker.count, 0
            self.position |= {
                "at": self.position["at"] + len(ids),
                "length": self.position["length"] + len(block),
                "row": maker.row,
                "rows": self.position.get("rows", 0) + count,
            }
            self.job.done += count
            self.job.skipped += len(ids) - count
            changed |= {"position": self.position, "done": self.job.done, "skipped": self.job.skipped}
            Job.objects.filter(pk=self.job.pk).update(**changed)
        return True

    def _conclude(self) -> bool:
        """The part becomes the file; done again from the part where a worker dies in between."""
        name = self.position["name"]
        part, whole = storage.path_of(name, ".part"), storage.path_of(name)
        if self.export.params["file"] == XLSX and part.exists():
            with part.open("rb") as source, storage.path_of(name, ".zip").open("wb") as target:
                write_workbook(target, self._alive(blocks_of(source)), str(self.exporter.page.title))
            os.replace(storage.path_of(name, ".zip"), whole)
        elif part.exists():
            os.replace(part, whole)
        with transaction.atomic():
            if not keep_claim(self.job):
                return False
            values = {"file": name, "row_count": self.position["rows"], "expires_at": timezone.now() + KEPT}
            Export.objects.filter(pk=self.export.pk).update(**values)
        for rest in (".part", ".ids"):
            storage.path_of(name, rest).unlink(missing_ok=True)
        return True

    def _alive(self, found):
        """Packing a large sheet takes a while: the claim is renewed meanwhile."""
        renewed = time.monotonic()
        for block in found:
            if time.monotonic() - renewed > 5:
                keep_claim(self.job)
                renewed = time.monotonic()
            yield block


def finished(job: Job) -> None:
    """One line of the audit, a notice and a mail; what came to no end leaves no file."""
    export = Export.objects.select_related("by").filter(job=job).first()
    if export is None:
        return
    if not export.file:
        storage.forget(job.position.get("name", ""))
    audit.log("exported", by=export.by, target=export, job_id=job.pk, state=job.state, **described(export))
    notify(
        [export.by], "exchange.export_finished", target=export,
        data={"state": job.state, "rows": export.row_count}, context={"export": export, "job": job},
    )  # fmt: skip


def described(export: Export) -> dict:
    """What the audit keeps of an export: the kind, the file, the columns, what was asked for, and how many rows."""
    params = export.params
    return {
        "list": export.kind, "file": params["file"], "columns": params["columns"], "count": export.row_count,
        "query": "" if "ids" in params else params.get("query", ""),
    }  # fmt: skip
