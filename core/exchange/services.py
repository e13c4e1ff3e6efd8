"""Acts on imports: a file comes in, its format and mapping change, the dry run and the run are started."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from core.jobs import steering
from core.jobs.models import Job
from core.jobs.running import start_job
from core.records.models import BusinessError

from . import files, mappings, reading_sheets
from .cards import is_cards
from .detection import detect
from .encodings import detect_encoding
from .models import Import
from .reading import Format
from .running import importer_of
from .tables import format_of, table_of
from .workbooks import is_zip

MAX_ROWS = 1_000_000
# What the steps before the start choose.
CHOSEN = [
    "encoding", "file_type", "separator", "quote", "sheet", "heading_line", "row_count", "layout", "mapping", "rules",
    "read_job", "check_job", "check_counts",
]  # fmt: skip


class AlreadyStarted(BusinessError):
    """Nothing about the import can be chosen any more."""

    def __init__(self):
        super().__init__(_("This import has already been started. Begin another to change its file or rules."))


def keep(imported: Import, *columns: str) -> None:
    """Write what was chosen, unless the import was started meanwhile: by one UPDATE, since `imported` may be stale."""
    if imported.pk is None:
        imported.save()
        return
    values = {column: getattr(imported, column) for column in columns or CHOSEN}
    if not Import.objects.filter(pk=imported.pk, job=None).update(**values):
        raise AlreadyStarted


def create_import(kind: str, upload, *, by) -> Import:
    """Keep the file, look at it, and propose everything; raises BusinessError where it is no table.

    A large workbook is read by a job first: `imported.read_job`.
    """
    name = files.store(upload)
    imported = Import(kind=kind, by=by, file=name, original_name=files.shown_name(upload.name))
    try:
        path = files.path_of(name)
        if is_zip(path):
            return _open_workbook(imported)
        if is_cards(path) or _is_named_cards(upload.name):
            return _open_cards(imported)
        look(imported, detect(path))
    except BusinessError:
        files.forget(name)
        raise
    imported.save()
    return imported


def _is_named_cards(name: str) -> bool:
    return name.lower().endswith((".vcf", ".vcard"))


def _open_cards(imported: Import) -> Import:
    """Cards need no mapping: each line says itself what it is."""
    imported.file_type = Import.FileType.VCARD
    if not is_cards(files.path_of(imported.file)):
        raise BusinessError(_("There is no card in the file: it must begin with BEGIN:VCARD."))
    look(imported, Format(detect_encoding(files.path_of(imported.file)), "", 0))
    imported.save()
    return imported


def _open_workbook(imported: Import, sheet: str = "") -> Import:
    """Read this sheet, or start the job that does."""
    if reading_sheets.open_sheet(imported, sheet):
        look(imported, format_of(imported))
        imported.read_job = None
        keep(imported)
        return imported
    imported.mapping = {}
    with transaction.atomic():
        keep(imported)
        reading_sheets.start_reading(imported)
        keep(imported)
    return imported


def change_sheet(imported: Import, sheet: str) -> Import:
    """Read another sheet of the workbook; the mapping is proposed anew."""
    refuse_started(imported)
    if imported.read_job is not None and not imported.read_job.is_over:
        raise BusinessError(_("A sheet of this workbook is still being read."))
    forget_check(imported)
    return _open_workbook(imported, sheet)


def change_format(imported: Import, format: Format) -> Import:
    """Read the file another way; the mapping is proposed anew."""
    refuse_started(imported)
    look(imported, format)
    forget_check(imported)
    keep(imported)
    return imported


def look(imported: Import, format: Format) -> None:
    """Fill in the format, the number of rows, the proposed mapping and rules; the caller saves the import."""
    imported.encoding, imported.separator = format.encoding, format.separator
    imported.quote, imported.heading_line = format.quote, format.heading_line
    table = table_of(imported)
    imported.row_count = table.count()
    if not imported.row_count:
        raise BusinessError(_("There is no row below the headings. Choose a file with at least one."))
    if imported.row_count > MAX_ROWS:
        raise BusinessError(_("The file has more than 1,000,000 rows. Cut it into several files."))
    importer = importer_of(imported)
    importer.propose(table)
    mappings.propose(imported, importer, table.columns)


def save_mapping(imported: Import) -> None:
    """Keep the mapping and the date order that were chosen; a check of another mapping is forgotten.

    The form of the rules looks through the whole file for the values that it asks about; the import remembers them.
    """
    forget_check(imported)
    importer_of(imported).rules_form(table_of(imported))
    keep(imported, "mapping", "rules", "check_job", "check_counts")


def save_rules(imported: Import, chosen: dict) -> None:
    imported.rules = imported.rules | chosen
    keep(imported, "rules")


def refuse_started(imported: Import) -> None:
    if imported.is_started:
        raise AlreadyStarted


def start_check(imported: Import) -> Job:
    """Queue the dry run; what an earlier one said is forgotten."""
    refuse_started(imported)
    with transaction.atomic():
        forget_check(imported)
        imported.check_job = _queue(imported, gettext_noop("Check of the import of %(file)s"), "imports:check")
        keep(imported, "check_job", "check_counts")
    return imported.check_job


def start_import(imported: Import) -> Job:
    """Queue the run, once: a second call finds it started and gives the same job back.

    The check is stopped before the import is locked: its worker locks the job first, then the import.
    """
    _stop(Job.objects.filter(checked_import=imported).first())
    with transaction.atomic():
        stored = Import.objects.select_for_update().get(pk=imported.pk)
        if stored.job_id is None:
            if not stored.mapping and stored.file_type != Import.FileType.VCARD:
                raise BusinessError(_("No column is mapped to a field. Choose at least one."))
            stored.job = _queue(stored, gettext_noop("Import of %(file)s"), "imports:report")
            stored.save(update_fields=["job"])
    job = Job.objects.get(pk=stored.job_id)
    imported.job = job
    return job


def forget_check(imported: Import) -> None:
    """What a dry run said doesn't hold any more; the caller saves the import."""
    _stop(imported.check_job)
    imported.rows.filter(is_check=True).delete()
    imported.check_job, imported.check_counts = None, {}


def _queue(imported: Import, title: str, page: str) -> Job:
    return start_job(
        "exchange.import", title, by=imported.by, total=imported.row_count,
        params={"import": imported.pk}, title_values={"file": imported.original_name},
        address=reverse(page, args=[imported.pk]),
    )  # fmt: skip


def _stop(job: Job | None) -> None:
    if job is not None:
        steering.cancel(job)


def cancel(imported: Import) -> None:
    """Ask the run (or the check) to stop: the chunk in hand is finished, what is in stays in."""
    _stop(imported.job or imported.check_job or imported.read_job)
