"""Reading the sheet of an import into its file of rows: at once where it is small, else as a job of its own."""

import time
from dataclasses import replace

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from core.jobs.models import Job
from core.jobs.running import keep_claim, start_job
from core.records.models import BusinessError

from . import files
from .detection import heading_line_of
from .models import Import
from .sheets import RowsFile, first_rows
from .workbooks import Workbook

AT_ONCE = 3_000_000  # bytes of XML: about a second
LEAST_SECONDS = 0.5  # of a slice, so that each gets on
_open_files: dict[tuple[int, int], RowsFile] = {}  # of this process, by job and place: so no slice starts over


def sheet_names(imported: Import) -> list[str]:
    """The sheets that can be chosen; hidden ones last."""
    book = Workbook(files.path_of(imported.file))
    try:
        return [sheet.name for sheet in book.sheets]
    finally:
        book.archive.close()


def open_sheet(imported: Import, name: str = "") -> bool:
    """Choose a sheet, the first one by default; says whether it was read at once. Large ones need `start_reading`."""
    book = Workbook(files.path_of(imported.file))
    sheet, size = book.sheet(name), book.reading_size(book.sheet(name))
    book.refuse_large(sheet)
    book.archive.close()
    imported.file_type, imported.sheet = Import.FileType.XLSX, sheet.name
    imported.encoding, imported.separator, imported.quote = "utf-8", ",", '"'
    if size > AT_ONCE:
        return False
    rows = RowsFile(files.path_of(imported.file), sheet.name, files.rows_path(imported.file))
    rows.write()
    imported.heading_line = _heading_line(rows)
    return True


def _heading_line(rows: RowsFile) -> int:
    """Raises BusinessError where the sheet has no row at all."""
    if not (found := first_rows(rows.target)):
        raise BusinessError(_("There is no row below the headings. Choose a file with at least one."))
    return heading_line_of(found)


def start_reading(imported: Import) -> Job:
    """Queue the reading of a large sheet; the caller saves the import."""
    book = Workbook(files.path_of(imported.file))
    size = book.size_of(book.sheet(imported.sheet).part)
    book.archive.close()
    imported.row_count = 0
    imported.read_job = start_job(
        "exchange.read", gettext_noop("Reading of %(file)s"), by=imported.by, total=max(size // 1024, 1),
        title_values={"file": imported.original_name}, address=reverse("imports:file", args=[imported.pk]),
    )  # fmt: skip
    return imported.read_job


def work(job: Job, until: float) -> bool:
    """Read a slice of the sheet; at its end everything is proposed, as for a file that is read at once."""
    imported = Import.objects.select_related("by").filter(read_job=job).first()
    if imported is None:
        return False
    with translation.override(imported.by.language):
        rows = _rows_file(job, imported)
        more = rows.write(max(until - 1, time.monotonic() + LEAST_SECONDS), alive=lambda: keep_claim(job))
        with transaction.atomic():
            if not keep_claim(job):
                return True  # another worker has taken over
            place = {"line": rows.after, "bytes": rows.size, "rows": rows.count}
            Job.objects.filter(pk=job.pk).update(position=place, done=min(rows.reader.done // 1024, job.total))
        if more:
            _open_files[job.pk, rows.size] = rows
        else:
            _propose(imported, rows)
    return more


def _rows_file(job: Job, imported: Import) -> RowsFile:
    """The one left open by the slice before; anew, and behind what is written, where another process had it."""
    size = job.position.get("bytes", 0)
    kept = _open_files.pop((job.pk, size), None)
    for key in [key for key in _open_files if key[0] == job.pk]:
        del _open_files[key]
    if kept is not None:
        return kept
    source, target = files.path_of(imported.file), files.rows_path(imported.file)
    rows = RowsFile(source, imported.sheet, target, after=job.position.get("line", 0), size=size)
    rows.count = job.position.get("rows", 0)
    return rows


def _propose(imported: Import, rows: RowsFile) -> None:
    from . import services  # it starts this work

    format = replace(services.format_of(imported), heading_line=_heading_line(rows))
    services.look(imported, format)
    services.keep(imported)
