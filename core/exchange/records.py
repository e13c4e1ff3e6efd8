"""Physical lines put together to records: quoted line breaks, unclosed quotes, overlong lines, flat memory."""

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .lines import MAX_LINE, Line

MAX_LINES_IN_RECORD = 500
_BREAKS = re.compile(r"\r\n|\r")
_LINE_BITS = 31  # of a mark are the byte: files are smaller than 2 GB


@dataclass(slots=True)
class Row:
    """One record: `line` is the number of its first line in the file, `problem` a sentence where it can't be used.

    `remark` is a sentence about what was left empty. From `mark` on reading can go on behind this row.
    """

    line: int
    cells: list[str] = field(default_factory=list)
    problem: str = ""
    remark: str = ""
    mark: int = 0

    @property
    def is_blank(self) -> bool:
        return not self.problem and not any(cell.strip() for cell in self.cells)


def place_of(mark: int) -> tuple[int, int]:
    """(byte, number of the line that begins there) of a mark; 0 is the start of the file."""
    return mark & ((1 << _LINE_BITS) - 1), (mark >> _LINE_BITS) or 1


def mark_at(at: int, number: int) -> int:
    """The mark of the place at this byte, where the line of this number begins."""
    return at | number << _LINE_BITS


class _Lines:
    """Numbered physical lines, to which lines can be given back; knows the mark behind the last one taken."""

    def __init__(self, lines: Iterable[Line], mark: int):
        self.lines, self.waiting = iter(lines), deque[Line]()
        self.at, self.number = place_of(mark)
        self.number -= 1

    def next(self) -> Line | None:
        line = self.waiting.popleft() if self.waiting else next(self.lines, None)
        if line is not None:
            self.number += 1
            self.at += line.size
        return line

    def give_back(self, lines: list[Line]) -> None:
        self.waiting.extendleft(reversed(lines))
        self.number -= len(lines)
        self.at -= sum(line.size for line in lines)

    @property
    def mark(self) -> int:
        return mark_at(self.at, self.number + 1)


def split_records(found: Iterable[Line], separator: str, quote: str = '"', mark: int = 0) -> Iterator[Row]:
    """The records of these lines, the first of which stands at `mark`; a bad one never takes the next ones along."""
    lines, cut = _Lines(found, mark), _Cutter(separator, quote)
    while (line := lines.next()) is not None:
        number, text = lines.number, line.text
        if line.is_cut:
            yield Row(number, problem=_("The line is longer than 1,000,000 characters."), mark=lines.mark)
            continue
        row = _quoted_record(lines, cut, text) if quote in text else Row(number, text.rstrip("\r\n").split(separator))
        if "\x00" in text or any("\x00" in cell for cell in row.cells if "\n" in cell):
            row.problem = row.problem or _("The row holds a NUL sign, which is no text.")
            row.cells = [cell.replace("\x00", "\ufffd") for cell in row.cells]  # PostgreSQL keeps none
        row.mark = lines.mark
        yield row


def _quoted_record(lines: _Lines, cut: "_Cutter", line: str) -> Row:
    """A record that holds quotes, with as many further lines as it needs; else only its first line is given up."""
    number, taken, text = lines.number, [], line
    if cells := cut.plainly(line):
        return Row(number, cells)
    while True:
        cells, state = cut(text)
        if state == "whole":
            return Row(number, cells)
        if state == "bad":
            lines.give_back(taken)
            return Row(number, _loose(line, cut.separator), _stray_quote(len(taken)))
        added = _lines_up_to_a_quote(lines, taken, len(text), cut.quote)
        if added is None:
            lines.give_back(taken)
            return Row(
                number, _loose(line, cut.separator), _("A quotation mark is opened in this line and never closed.")
            )
        text += added


def _lines_up_to_a_quote(lines: _Lines, taken: list[Line], size: int, quote: str) -> str | None:
    """The next lines up to one with a quote (they are noted in `taken`), or None where the record gets too long."""
    added = ""
    while quote not in added:
        found = lines.next()
        if found is None:
            return None
        taken.append(found)
        added += found.text
        if found.is_cut or len(taken) >= MAX_LINES_IN_RECORD or size + len(added) > MAX_LINE:
            return None
    return added


def _stray_quote(further_lines: int) -> str:
    if further_lines:
        return _("A quotation mark is opened in this line and never closed.")
    return _('A quotation mark stands inside a quoted cell. Double it, as in "the ""big"" one".')


def _loose(line: str, separator: str) -> list[str]:
    """The cells of a line that is refused, for the file of refused rows."""
    return line.rstrip("\r\n").split(separator)


class _Cutter:
    """Cuts the text of a record into cells: ("whole", "open" or "bad" as state)."""

    def __init__(self, separator: str, quote: str):
        self.separator, self.quote = separator, quote
        self.spaced = " " + quote
        between, space = re.escape(separator), "" if separator == " " else " *"
        inside = rf"[^{quote}]*+(?:{quote}{quote}[^{quote}]*+)*+"
        self.quoted = re.compile(rf"{space}{quote}({inside}){quote}{space}(?={between}|[\r\n]*\Z)")
        self.unclosed = re.compile(rf"{space}{quote}{inside}\Z")
        self.plain = re.compile(rf"[^{between}\r\n]*")
        self.opens = re.compile(rf"{space}{quote}")

    def plainly(self, line: str) -> list[str] | None:
        """The cells of a line that the library reads as this class would, only faster; None where it may not."""
        if self.spaced in line:
            return None
        try:
            return next(csv.reader((line,), delimiter=self.separator, quotechar=self.quote, strict=True))
        except csv.Error:
            return None

    def __call__(self, text: str) -> tuple[list[str], str]:
        cells, at, end = [], 0, len(text.rstrip("\r\n"))
        while True:
            if self.opens.match(text, at):
                found = self.quoted.match(text, at)
                if not found:
                    return cells, "open" if self.unclosed.match(text, at) else "bad"
                cells.append(_BREAKS.sub("\n", found[1].replace(self.quote * 2, self.quote)))
            else:
                found = self.plain.match(text, at)
                assert found is not None  # it matches an empty cell too
                cells.append(found[0])
            at = found.end()
            if at >= end:
                return cells, "whole"
            if text[at] != self.separator:  # an unquoted cell with a line break: a record that lost its quote
                return cells, "bad"
            at += 1
            if at >= end:
                return [*cells, ""], "whole"


def too_many_cells(found: int, expected: int) -> str:
    return ngettext(
        "The row has %(found)d cells, the headings only %(expected)d. A separator inside a cell needs quotation marks.",
        "The row has %(found)d cells, the headings only %(expected)d. A separator inside a cell needs quotation marks.",
        found,
    ) % {"found": found, "expected": expected}
