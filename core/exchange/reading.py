"""Tables from CSV files of any origin: format detected or chosen, headings, rows one by one with their line numbers."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.records.models import BusinessError

from .cells import unprotect
from .lines import physical_lines
from .records import Row, place_of, split_records, too_many_cells

SEPARATORS = [
    (",", gettext_lazy("comma")),
    (";", gettext_lazy("semicolon")),
    ("\t", gettext_lazy("tab")),
    ("|", gettext_lazy("bar")),
    (":", gettext_lazy("colon")),
    (" ", gettext_lazy("space")),
]
QUOTES = [('"', gettext_lazy("double quotes")), ("'", gettext_lazy("single quotes"))]
MAX_COLUMNS = 500
LOOKED_AT = 60  # records from which separator and headings are told
SEP_LINE = re.compile(r'\A"?sep=(.)"?\s*\Z', re.IGNORECASE)


@dataclass(frozen=True)
class Format:
    """How a file is to be read. `heading_line` is the line of the headings, 0 where the file has none."""

    encoding: str = "utf-8"
    separator: str = ","
    heading_line: int = 1
    quote: str = '"'

    def as_dict(self) -> dict:
        return asdict(self)


@dataclass(frozen=True)
class Column:
    """A column of the table: `index` counts from 0 and is its key, `heading` is unique among the columns."""

    index: int
    heading: str

    @property
    def letter(self) -> str:
        """A, B, … Z, AA as in a spreadsheet."""
        letters, number = "", self.index + 1
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(65 + rest) + letters
        return letters


def records(path: Path, format: Format, mark: int = 0) -> Iterator[Row]:
    """All records as they stand, from `mark` on; a line "sep=;" is none."""
    lines = physical_lines(path, format.encoding, place_of(mark)[0])
    for row in split_records(lines, format.separator, format.quote, mark):
        if row.line > 1 or not SEP_LINE.match(format.separator.join(row.cells)):
            yield row


def first_records(path: Path, format: Format, count: int) -> list[Row]:
    """The first records as they stand, preamble and headings included."""
    return list(islice(records(path, format), count))


class Table:
    """The rows of a file under one format. Reads anew from the start each time it is gone through."""

    def __init__(self, path: Path, format: Format):
        self.path, self.format = path, format
        self.columns = self._columns()

    def _columns(self) -> list[Column]:
        wanted = self.format.heading_line
        headings, below = [], []
        for row in self.records():
            if row.line == wanted or (wanted and not headings and row.line > wanted):
                if row.problem:
                    raise BusinessError(
                        _("The headings in line %(line)d can’t be read: %(why)s")
                        % {"line": row.line, "why": row.problem}
                    )
                headings = row.cells
            elif row.line > wanted and not row.problem:
                below.append(row.cells)
            if len(below) >= LOOKED_AT:
                break
        if wanted and not headings:
            raise BusinessError(
                _("The file ends before line %(line)d. Choose the line of the headings again.") % {"line": wanted}
            )
        return named_columns(headings, below)

    def records(self, mark: int = 0) -> Iterator[Row]:
        """All records as they stand, from `mark` on."""
        return records(self.path, self.format, mark)

    def rows(self, after: int = 0, mark: int = 0) -> Iterator[Row]:
        """The rows below the headings, and below line `after`; blank ones left out, short ones filled up.

        With the `mark` of the row at `after` what stands before is not read again.
        """
        start, width = max(self.format.heading_line, after), self._width
        for row in self.records(mark):
            if row.line > start and not row.is_blank:
                yield row if row.problem else _fitted(row, width)

    @property
    def _width(self) -> int:
        return max((column.index for column in self.columns), default=-1) + 1

    def first_records(self, count: int) -> list[Row]:
        return list(islice(self.records(), count))

    def sample(self, count: int) -> list[list[str]]:
        """The cells of the first usable rows."""
        return [row.cells for row in islice((row for row in self.rows() if not row.problem), count)]

    def count(self) -> int:
        below = self.format.heading_line
        return sum(1 for row in self.records() if row.line > below and not row.is_blank)


def filled_width(row: Row) -> int:
    """Cells up to the last one that holds something."""
    return max((at + 1 for at, cell in enumerate(row.cells) if cell.strip()), default=0)


def named_columns(headings: list[str], below: list[list[str]]) -> list[Column]:
    """Every column under a heading of its own; those without heading and values left out."""
    width = max([len(headings), *(_last_filled(cells) for cells in below)] if not headings else [len(headings)])
    if width > MAX_COLUMNS:
        raise BusinessError(
            _("The file has %(count)d columns; at most %(most)d can be read.") % {"count": width, "most": MAX_COLUMNS}
        )
    columns, seen = [], Counter()
    for index in range(width):
        heading = unprotect(headings[index].strip()) if index < len(headings) else ""
        if not heading:
            if headings and not any(index < len(cells) and cells[index].strip() for cells in below):
                continue
            heading = _("Column %(letter)s") % {"letter": Column(index, "").letter}
        seen[heading] += 1
        columns.append(Column(index, heading if seen[heading] == 1 else f"{heading} ({seen[heading]})"))
    return columns


def _last_filled(cells: list[str]) -> int:
    return max((at + 1 for at, cell in enumerate(cells) if cell.strip()), default=0)


def _fitted(row: Row, width: int) -> Row:
    """The row with as many cells as there are columns; a problem where more of them hold something."""
    filled = filled_width(row) if len(row.cells) > width else 0
    if filled > width:
        return replace(row, problem=too_many_cells(filled, width))
    cells = [unprotect(cell) for cell in row.cells[:width]]
    row.cells = cells + [""] * (width - len(cells)) if len(cells) < width else cells
    return row
