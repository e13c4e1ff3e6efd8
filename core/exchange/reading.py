"""Tables from CSV files of any origin: format detected or chosen, headings, rows one by one with their line numbers."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.records.models import BusinessError

from .cells import unprotect
from .encodings import detect_encoding
from .records import Row, split_records, too_many_cells

SEPARATORS = [
    (",", gettext_lazy("comma")),
    (";", gettext_lazy("semicolon")),
    ("\t", gettext_lazy("tab")),
    ("|", gettext_lazy("bar")),
]
MAX_COLUMNS = 500
LOOKED_AT = 60  # records from which separator and headings are told
_SEP_LINE = re.compile(r'\A"?sep=(.)"?\s*\Z', re.IGNORECASE)
_DATA = re.compile(r"\S+@\S+|https?://|\A[\d\s.,:/+()-]*\d[\d\s.,:/+()-]*\Z|\d{4}-\d\d-\d\d")


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


def detect(path: Path) -> Format:
    """The format that the file shows by itself; raises BusinessError with a sentence where it is no table at all."""
    encoding = detect_encoding(path)
    separator = _declared_separator(path, encoding) or _likely_separator(path, encoding)
    return Format(encoding, separator, find_heading_line(path, encoding, separator))


def find_heading_line(path: Path, encoding: str, separator: str) -> int:
    """The line of the first record that looks like headings: as wide as the table, without data in it."""
    rows = [row for row in first_records(path, encoding, separator, LOOKED_AT) if not row.is_blank]
    widths = Counter(_filled_width(row) for row in rows if not row.problem)
    if not widths:
        return rows[0].line if rows else 1
    usual = max(widths, key=lambda width: (widths[width], width))
    for row in rows:
        filled = sum(1 for cell in row.cells if cell.strip())
        if not row.problem and filled >= min(2, usual) and filled * 2 >= usual:
            return 0 if _is_data(row) else row.line
    return rows[0].line


def first_records(path: Path, encoding: str, separator: str, count: int) -> list[Row]:
    """The first records as they stand, preamble and headings included."""
    with _opened(path, encoding) as file:
        return list(islice(_records(file, separator), count))


class Table:
    """The rows of a file under one format. Reads anew from the start each time it is gone through."""

    def __init__(self, path: Path, format: Format):
        self.path, self.format = path, format
        self.columns = self._columns()

    def _columns(self) -> list[Column]:
        wanted = self.format.heading_line
        headings, below = [], []
        for row in self._all():
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
        return _named(headings, below)

    def rows(self, after: int = 0) -> Iterator[Row]:
        """The rows below the headings, and below line `after`; blank ones left out, short ones filled up."""
        start, width = max(self.format.heading_line, after), self._width
        for row in self._all():
            if row.line > start and not row.is_blank:
                yield row if row.problem else _fitted(row, width)

    @property
    def _width(self) -> int:
        return max((column.index for column in self.columns), default=-1) + 1

    def _all(self) -> Iterator[Row]:
        with _opened(self.path, self.format.encoding) as file:
            yield from _records(file, self.format.separator)

    def sample(self, count: int) -> list[list[str]]:
        """The cells of the first usable rows."""
        return [row.cells for row in islice((row for row in self.rows() if not row.problem), count)]

    def count(self) -> int:
        return sum(1 for _row in self.rows())


@contextmanager
def _opened(path: Path, encoding: str):
    """The text of the file without its mark; bytes that are no text in this encoding become a sentence."""
    try:
        with path.open(encoding=encoding, newline="") as file:
            if file.read(1) != "\ufeff":
                file.seek(0)
            yield file
    except UnicodeDecodeError as error:
        raise BusinessError(
            _("The file can’t be read as %(encoding)s. Choose another encoding.") % {"encoding": encoding.upper()}
        ) from error


def _records(file, separator: str) -> Iterator[Row]:
    for row in split_records(file, separator):
        if row.line == 1 and _SEP_LINE.match(separator.join(row.cells)):
            continue
        if "\x00" in "".join(row.cells):
            row.problem = row.problem or _("The row holds a NUL sign, which is no text.")
            row.cells = [cell.replace("\x00", "\ufffd") for cell in row.cells]  # PostgreSQL keeps none
        yield row


def _declared_separator(path: Path, encoding: str) -> str:
    """The separator of a first line "sep=;", as spreadsheets write and obey it."""
    with _opened(path, encoding) as file:
        found = _SEP_LINE.match(file.readline(100))
    return found[1] if found else ""


def _likely_separator(path: Path, encoding: str) -> str:
    """The candidate that cuts most records into the same number of cells, and into more than one."""
    scores = {}
    for candidate, _label in SEPARATORS:
        rows = [row for row in first_records(path, encoding, candidate, LOOKED_AT) if not row.is_blank]
        widths = Counter(len(row.cells) for row in rows if not row.problem and len(row.cells) > 1)
        width, times = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        wide = max(widths, default=0)
        scores[candidate] = (times / max(len(rows), 1) if width > 1 else 0, wide)
    best = max(scores, key=lambda candidate: (round(scores[candidate][0], 1), scores[candidate][1]))
    return best if scores[best][0] else ","


def _filled_width(row: Row) -> int:
    """Cells up to the last one that holds something."""
    return max((at + 1 for at, cell in enumerate(row.cells) if cell.strip()), default=0)


def _is_data(row: Row) -> bool:
    """Whether a first row holds values (an address, a date, a number) rather than headings."""
    return any(_DATA.search(cell.strip()) for cell in row.cells if cell.strip() and len(cell) < 200)


def _named(headings: list[str], below: list[list[str]]) -> list[Column]:
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
    filled = _filled_width(row) if len(row.cells) > width else 0
    if filled > width:
        return Row(row.line, row.cells, too_many_cells(filled, width))
    cells = [unprotect(cell) for cell in row.cells[:width]]
    return Row(row.line, cells + [""] * (width - len(cells)))
