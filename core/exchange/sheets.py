"""Sheets of a workbook: read once, row by row, into a file of rows beside the upload, and from that ever after."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from core.records.models import BusinessError

from .lines import MAX_LINE
from .numbers import number_text
from .reading import LOOKED_AT, MAX_COLUMNS, Column, Format, Table
from .records import Row
from .workbooks import MAX_SHEET, Sheet, TextCollector, Workbook, broken_as_sentence, plain_text, whole_number

MAX_ROW = 1_048_576  # the last one of a spreadsheet
ALIVE_EVERY = 5.0  # seconds


class SheetReader:
    """The filled rows of a sheet, with the numbers that the spreadsheet shows; `done` are the bytes gone through."""

    def __init__(self, workbook: Workbook, sheet: Sheet):
        workbook.refuse_large(sheet)
        self.workbook, self.part = workbook, sheet.part
        self.texts, self.formats = workbook.texts(), workbook.formats()
        self.done, self.found = 0, list[Row]()
        self.number, self.column, self.length = 0, 0, 0
        self.cells: dict[int, str] = {}
        self.remarks: list[str] = []
        self.inline = TextCollector()
        self.kind, self.style, self.value, self.is_value, self.has_formula = "", 0, [""], False, False
        self.value_size = 0

    def blocks(self) -> Iterator[list[Row]]:
        """The rows as they come, block by block of the file; a block may hold none."""
        parsed = self.workbook.parsed(self.part, MAX_SHEET, self._start, self._end, self._text)
        for done in parsed:
            self.done = done
            found, self.found = self.found, []
            yield found

    def _start(self, name: str, attrs: dict) -> None:
        if name == "c":
            self._start_cell(attrs)
        elif name == "v":
            self.is_value = True
        elif name == "row":
            number = whole_number(attrs.get("r", ""))
            if number > MAX_ROW:
                raise ValueError(number)
            self.number = max(number, self.number + 1)  # reading goes on behind a row by its number: it must grow
            self.column, self.length = -1, 0
        elif name == "f":
            self.has_formula = True
        else:
            self.inline.start(name, attrs)

    def _start_cell(self, attrs: dict) -> None:
        place = attrs.get("r")
        self.column = _column_of(place) if place else self.column + 1
        self.kind, self.style = attrs.get("t") or "n", whole_number(attrs.get("s", ""))
        self.value, self.value_size, self.has_formula = [], 0, False

    def _text(self, data: str) -> None:
        if self.is_value:
            if self.value_size <= MAX_LINE:
                self.value.append(data[: MAX_LINE + 1])
                self.value_size += len(data)
        else:
            self.inline.text(data)

    def _end(self, name: str) -> None:
        if name == "c":
            self._end_cell()
        elif name == "v":
            self.is_value = False
        elif name == "row":
            self._end_row()
        else:
            self.inline.end(name)

    def _end_cell(self) -> None:
        raw, inline = "".join(self.value), self.inline.take()
        text = inline if self.kind == "inlineStr" else self._shown(raw)
        if not text:
            return
        self.length += len(text)
        if self.length <= MAX_LINE:
            self.cells[self.column] = text

    def _shown(self, raw: str) -> str:
        if self.kind == "s":
            return self._shared(raw) if raw else ""
        if self.kind == "e":
            return self._left_empty(_("Cell %(cell)s holds the error %(error)s and was left empty."), error=raw[:20])
        if self.kind == "str":
            return plain_text(raw)
        if not raw:
            return (
                self._left_empty(_("Cell %(cell)s holds a formula without a value and was left empty."))
                if self.has_formula
                else ""
            )
        if self.kind == "b":
            return "TRUE" if raw == "1" else "FALSE"
        return self._number(raw) if self.kind == "n" else raw.replace("T00:00:00", "")

    def _shared(self, raw: str) -> str:
        number = int(raw)
        if not 0 <= number < len(self.texts):
            return self._left_empty(_("Cell %(cell)s points to a text that isn’t there and was left empty."))
        return self.texts[number]

    def _number(self, raw: str) -> str:
        format = self.formats[self.style] if self.style < len(self.formats) else "General"
        try:
            return number_text(raw, format, is_1904=self.workbook.is_1904)
        except (ValueError, ArithmeticError):
            return self._left_empty(_("Cell %(cell)s holds a number that is no date and was left empty."))

    def _left_empty(self, sentence: str, **values: str) -> str:
        if len(self.remarks) < 5:
            cell = f"{Column(self.column, '').letter}{self.number}"
            self.remarks.append(sentence % {"cell": cell, **values})
        return ""

    def _end_row(self) -> None:
        if self.cells or self.remarks:
            width = max(self.cells, default=-1) + 1
            if width > MAX_COLUMNS and len(self.cells) > MAX_COLUMNS:
                raise BusinessError(
                    _("The file has %(count)d columns; at most %(most)d can be read.")
                    % {"count": width, "most": MAX_COLUMNS}
                )
            cells = [self.cells.get(at, "") for at in range(min(width, MAX_COLUMNS + 1))]
            problem = _("The line is longer than 1,000,000 characters.") if self.length > MAX_LINE else ""
            self.found.append(Row(self.number, [] if problem else cells, problem, " ".join(self.remarks)))
        self.cells, self.remarks = {}, []


def _column_of(place: str) -> int:
    """ "AB12" → 27; ValueError beyond what a spreadsheet has."""
    letters, number = place.rstrip("0123456789").upper(), 0
    if not (letters.isascii() and letters.isalpha() and len(letters) <= 3):
        raise ValueError(place)
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    if not 0 < number <= 16_384:
        raise ValueError(place)
    return number - 1


class RowsFile:
    """Writes the rows of a sheet, a line of JSON each, a slice at a time."""

    def __init__(self, source: Path, sheet: str, target: Path, after: int = 0, size: int = 0):
        """Go on behind row `after`, where `target` holds `size` bytes of rows that were read before."""
        self.target, self.after, self.size, self.count = target, after, size, 0
        with broken_as_sentence():
            self.workbook = Workbook(source)
            self.reader = SheetReader(self.workbook, self.workbook.sheet(sheet))
        self.blocks = self.reader.blocks()

    def write(self, until: float | None = None, alive: Callable = lambda: None) -> bool:
        """Write until this moment of the monotonic clock, or to the end; says whether more is left.

        What was written before is skipped in one go: a slice that ended on the way there would never get on. Nor would
        one that came through a long stretch without rows; `alive` is called meanwhile.
        """
        before, told = self.size, time.monotonic()
        with broken_as_sentence(), self.target.open("r+b" if self.size else "wb") as file:
            file.seek(self.size)
            file.truncate()
            for rows in self.blocks:
                for row in rows:
                    if row.line > self.after:
                        self._write_row(file, row)
                if time.monotonic() - told > ALIVE_EVERY:
                    alive()
                    told = time.monotonic()
                if until is not None and self.size > before and time.monotonic() > until:
                    return True
        self.workbook.archive.close()
        return False

    def _write_row(self, file, row: Row) -> None:
        line = json.dumps([row.line, row.cells, row.problem, row.remark], ensure_ascii=False)
        self.size += file.write(line.encode("utf-8", "replace") + b"\n")
        self.after, self.count = row.line, self.count + 1


def sheet_records(path: Path, mark: int = 0) -> Iterator[Row]:
    """The rows of a rows file from `mark`, a byte of it, on."""
    with path.open("rb") as file:
        file.seek(mark)
        for line in file:
            mark += len(line)
            number, cells, problem, remark = json.loads(line)
            yield Row(number, cells, problem, remark, mark)


class SheetTable(Table):
    """The table of a sheet; `path` is the file of its rows."""

    def __init__(self, path: Path, heading_line: int):
        super().__init__(path, Format(heading_line=heading_line))

    def records(self, mark: int = 0) -> Iterator[Row]:
        return sheet_records(self.path, mark)


def first_rows(path: Path) -> list[Row]:
    """The rows from which the line of the headings is told."""
    return [row for _at, row in zip(range(LOOKED_AT), sheet_records(path), strict=False)]
