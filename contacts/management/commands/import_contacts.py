"""`manage.py import_contacts FILE --by USER`: the wizard's import from the shell, with its own proposal (IMP-09)."""

import csv
import sys
from pathlib import Path

from django.core.files import File
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from contacts.importing.rules import DUPLICATES, Rules
from core.accounts.models import User
from core.exchange import mappings, reading_sheets, refused, services
from core.exchange.models import Import
from core.exchange.running import importer_of, table_of, work_through
from core.records.models import BusinessError


class Command(BaseCommand):
    help = "Imports a CSV, XLSX or vCard file of persons and companies."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", required=True, metavar="USER", help="user name or e-mail address of the importer")
        parser.add_argument(
            "--duplicates", choices=DUPLICATES, default="skip", help="what happens to contacts that are there"
        )
        parser.add_argument("--mapping", metavar="NAME", help="a saved mapping, of the importer or for all users")
        parser.add_argument("--sheet", metavar="NAME", help="the sheet of a workbook (the first one by default)")
        parser.add_argument(
            "--kind", choices=["auto", "person", "company"], help="what the rows are (proposed by default)"
        )
        parser.add_argument(
            "--access", choices=["private", "read", "write"], default="private", help="access level of new contacts"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")
        parser.add_argument("--report", type=Path, metavar="REFUSED.csv", help="write the refused rows there")

    def handle(self, *args, **options):
        user = _user(options["by"])
        _refuse_unwritable(options["report"])
        with translation.override(user.language):
            try:
                counts, rows = self._import(user, options)
            except BusinessError as error:
                raise CommandError(str(error.sentence)) from error
            self._tell(counts, rows)
        if counts.get("refused"):
            sys.exit(1)

    def _import(self, user, options) -> tuple[dict, list]:
        saved = mappings.by_name("contacts", options["mapping"], user) if options["mapping"] else None
        imported = self._read(services.create_import("contacts", _opened(options["file"]), by=user))
        if options["sheet"] and options["sheet"] != imported.sheet:
            imported = self._read(_with_sheet(imported, options["sheet"]))
        if saved:
            mappings.apply(imported, importer_of(imported), table_of(imported).columns, saved)
        rules = Rules.of(imported.rules)
        rules.duplicates, rules.access_level = options["duplicates"], options["access"]
        rules.kind = options["kind"] or rules.kind
        imported.rules = rules.as_dict()
        imported.save(update_fields=["mapping", "rules"])
        is_check = options["dry_run"]
        job = services.start_check(imported) if is_check else services.start_import(imported)
        job = work_through(job, self._progress)
        if job.state == job.State.FAILED:
            raise CommandError(job.error)
        rows = list(imported.rows.filter(is_check=is_check, outcome="refused"))
        if options["report"]:
            _write_refused(options["report"], imported, is_check)
        return job.position.get("counts", {}), rows

    def _read(self, imported: Import) -> Import:
        """A large workbook is read to its end first."""
        if imported.read_job is not None:
            job = work_through(imported.read_job, self._progress)
            if job.state != job.State.DONE:
                raise CommandError(job.error)
            imported.refresh_from_db()
        return imported

    def _progress(self, job) -> None:
        if self.stdout.isatty():
            share = job.worked * 40 // max(job.total, 1)
            self.stdout.write(f"\r[{'#' * share}{'.' * (40 - share)}] {job.worked} / {job.total} ", ending="")
            self.stdout.flush()

    def _tell(self, counts: dict, rows: list) -> None:
        numbers = {name: counts.get(name, 0) for name in ("created", "updated", "skipped", "refused", "companies")}
        self.stdout.write(
            _(
                "%(created)d created, %(updated)d updated, %(skipped)d skipped, %(refused)d refused; "
                "%(companies)d companies made for their persons."
            )
            % numbers
        )
        for row in rows[:50]:
            self.stdout.write(_("Line %(line)d: %(reason)s") % {"line": row.line, "reason": row.reason})


def _user(name: str) -> User:
    found = User.objects.active().filter(Q(username=name) | Q(email__iexact=name)).first()
    if found is None:
        raise CommandError(_("No active user is called “%(name)s”.") % {"name": name})
    return found


def _with_sheet(imported: Import, sheet: str) -> Import:
    names = reading_sheets.sheet_names(imported) if imported.file_type == Import.FileType.XLSX else []
    if sheet not in names:
        found = ", ".join(_("“%(name)s”") % {"name": name} for name in names) or _("none")
        raise CommandError(
            _("There is no sheet “%(sheet)s”. The file has: %(names)s.") % {"sheet": sheet, "names": found}
        )
    return services.change_sheet(imported, sheet)


def _refuse_unwritable(path: Path | None) -> None:
    """Said before anything is imported: afterwards the reasons would be lost."""
    try:
        if path is not None:
            path.open("a").close()
    except OSError as error:
        raise CommandError(_("%(path)s can’t be written: %(why)s") % {"path": path, "why": error.strerror}) from error


def _write_refused(path: Path, imported: Import, is_check: bool) -> None:
    """In the layout of the file: rows as CSV, cards as cards."""
    if imported.file_type == Import.FileType.VCARD:
        path.write_bytes(b"".join(refused.cards(imported, is_check=is_check)))
        return
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        csv.writer(file, delimiter=imported.separator or ",").writerows(refused.table(imported, is_check=is_check))


def _opened(path: Path) -> File:
    try:
        return File(path.open("rb"), name=path.name)
    except OSError as error:
        raise CommandError(_("%(path)s can’t be read: %(why)s") % {"path": path, "why": error.strerror}) from error
