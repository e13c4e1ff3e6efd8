"""The refused rows as a table of the file's own layout, with the reason as one more column."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from .cards import Cards
from .cells import protect
from .files import path_of
from .models import Import, ImportRow
from .running import table_of


def cards(imported: Import, *, is_check: bool = False) -> Iterator[bytes]:
    """The refused cards of a vCard file, read from it again by their lines."""
    rows = imported.rows.filter(is_check=is_check, outcome=ImportRow.Outcome.REFUSED)
    yield from Cards(path_of(imported.file), imported.encoding).given_back(dict(rows.values_list("line", "reason")))


def table(imported: Import, *, is_check: bool = False) -> Iterator[list[str]]:
    """Headings, then the rows; no cell can start a formula in a spreadsheet."""
    columns = table_of(imported).columns
    width = max((column.index for column in columns), default=-1) + 1
    headings = [""] * width
    for column in columns:
        headings[column.index] = protect(column.heading)
    yield [*headings, _("Reason")]
    rows = imported.rows.filter(is_check=is_check, outcome=ImportRow.Outcome.REFUSED)
    for row in rows.iterator(chunk_size=500):
        cells = [protect(cell) for cell in row.cells]
        yield [*cells, *[""] * (width - len(cells)), protect(f"{row.line}: {row.reason}")]
