"""Physical lines put together to records: quoted line breaks, unclosed quotes, overlong lines, flat memory."""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TextIO

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MAX_LINE = 1_000_000  # characters of one record
MAX_LINES_IN_RECORD = 500
_BREAKS = re.compile(r"\r\n|\r")


@dataclass
class Row:
    """One record: `line` is the number of its first line in the file, `problem` a sentence where it can't be used."""

    line: int
    cells: list[str] = field(default_factory=list)
    problem: str = ""

    @property
    def is_blank(self) -> bool:
        return not self.problem and not any(cell.strip() for cell in self.cells)


class _Lines:
    """Numbered physical lines of at most MAX_LINE characters, to which lines can be given back."""

    def __init__(self, file: TextIO):
        self.file, self.number, self.waiting = file, 0, deque()

    def next(self) -> tuple[int, str, bool] | None:
        """(number, line, whether it was cut), or None at the end."""
        if self.waiting:
            return self.waiting.popleft()
        line = self.file.readline(MAX_LINE)
        if not line:
            return None
        self.number += 1
        is_cut = len(line) >= MAX_LINE and line[-1] not in "\r\n"
        if is_cut:
            self._skip_rest()
        return self.number, line, is_cut

    def _skip_rest(self) -> None:
        while (rest := self.file.readline(MAX_LINE)) and rest[-1] not in "\r\n":
            pass

    def give_back(self, lines) -> None:
        self.waiting.extendleft(reversed(lines))


def split_records(file: TextIO, separator: str) -> Iterator[Row]:
    """The records of an open text file (opened with newline=""); a bad one never takes the next ones along."""
    lines, cut = _Lines(file), _Cutter(separator)
    while (found := lines.next()) is not None:
        number, line, is_cut = found
        if is_cut:
            yield Row(number, problem=_("The line is longer than 1,000,000 characters."))
        elif '"' not in line:
            yield Row(number, line.rstrip("\r\n").split(separator))
        else:
            yield _quoted_record(lines, cut, number, line)


def _quoted_record(lines: _Lines, cut: "_Cutter", number: int, line: str) -> Row:
    """A record that holds quotes, with as many further lines as it needs; else only its first line is given up."""
    taken, text = [], line
    while True:
        cells, state = cut(text)
        if state == "whole":
            return Row(number, cells)
        if state == "bad":
            lines.give_back(taken)
            return Row(number, _loose(line, cut.separator), _stray_quote(len(taken)))
        added = _lines_up_to_a_quote(lines, taken, len(text))
        if added is None:
            lines.give_back(taken)
            return Row(
                number, _loose(line, cut.separator), _("A quotation mark is opened in this line and never closed.")
            )
        text += added


def _lines_up_to_a_quote(lines: _Lines, taken: list, size: int) -> str | None:
    """The next lines up to one with a quote (they are noted in `taken`), or None where the record gets too long."""
    added = ""
    while '"' not in added:
        found = lines.next()
        if found is None:
            return None
        taken.append(found)
        added += found[1]
        if found[2] or len(taken) >= MAX_LINES_IN_RECORD or size + len(added) > MAX_LINE:
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

    def __init__(self, separator: str):
        self.separator = separator
        between = re.escape(separator)
        self.quoted = re.compile(rf' *"([^"]*+(?:""[^"]*+)*+)" *(?={between}|[\r\n]*\Z)')
        self.unclosed = re.compile(r' *"[^"]*+(?:""[^"]*+)*+\Z')
        self.plain = re.compile(rf"[^{between}\r\n]*")
        self.opens = re.compile(r' *"')

    def __call__(self, text: str) -> tuple[list[str], str]:
        cells, at, end = [], 0, len(text.rstrip("\r\n"))
        while True:
            if self.opens.match(text, at):
                found = self.quoted.match(text, at)
                if not found:
                    return cells, "open" if self.unclosed.match(text, at) else "bad"
                cells.append(_BREAKS.sub("\n", found[1].replace('""', '"')))
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
