"""The format that a text file shows by itself: encoding, separator, text delimiter, line of the headings."""

import re
from collections import Counter
from dataclasses import replace
from itertools import islice
from pathlib import Path

from .encodings import detect_encoding
from .lines import physical_lines
from .reading import LOOKED_AT, QUOTES, SEP_LINE, SEPARATORS, Format, filled_width, first_records
from .records import Row

_WEAK = (":", " ")  # they stand in values too, so they separate only where the rows prove it
_MAIL = re.compile(r"\A\S+@\S+\.\S+\Z")
_NUMBER = re.compile(r"\A[\d.,/+-]*\Z")
_DATA = re.compile(r"\S+@\S+|https?://|\A[\d\s.,:/+()-]*\d[\d\s.,:/+()-]*\Z|\d{4}-\d\d-\d\d")


def detect(path: Path) -> Format:
    """The format that the file shows by itself; raises BusinessError with a sentence where it is no table at all."""
    found = Format(detect_encoding(path))
    head = "".join(line.text for line in islice(physical_lines(path, found.encoding), LOOKED_AT))
    if declared := SEP_LINE.match(head.partition("\n")[0].rstrip("\r")):
        found = replace(found, separator=declared[1])
        found = replace(found, quote=_likely_quote(head, declared[1]))
    else:
        found = _likely_separator(path, found, head)
    return replace(found, heading_line=find_heading_line(path, found))


def find_heading_line(path: Path, format: Format) -> int:
    """The line of the first record that looks like headings: as wide as the table, without data in it."""
    return heading_line_of([row for row in first_records(path, format, LOOKED_AT) if not row.is_blank])


def heading_line_of(rows: list[Row]) -> int:
    widths = Counter(filled_width(row) for row in rows if not row.problem)
    if not widths:
        return rows[0].line if rows else 1
    usual = max(widths, key=lambda width: (widths[width], width))
    for row in rows:
        filled = sum(1 for cell in row.cells if cell.strip())
        if not row.problem and filled >= min(2, usual) and filled * 2 >= usual:
            return 0 if _is_data(row) else row.line
    return rows[0].line


def _is_data(row: Row) -> bool:
    """Whether a first row holds values (an address, a date, a number) rather than headings."""
    return any(_DATA.search(cell.strip()) for cell in row.cells if cell.strip() and len(cell) < 200)


def _likely_separator(path: Path, format: Format, head: str) -> Format:
    """The candidate that cuts most records into the same number of cells, and into more than one."""
    scores = {}
    for sign, _label in SEPARATORS:
        candidate = replace(format, separator=sign, quote=_likely_quote(head, sign))
        rows = [row for row in first_records(path, candidate, LOOKED_AT) if not row.is_blank]
        if sign in _WEAK:
            if not any(share for share, _width in scores.values()) and _is_proven(rows, sign):
                return candidate
            continue
        widths = Counter(len(row.cells) for row in rows if not row.problem and len(row.cells) > 1)
        width, times = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        scores[candidate] = (times / max(len(rows), 1) if width > 1 else 0, max(widths, default=0))
    best = max(scores, key=lambda candidate: (round(scores[candidate][0], 1), scores[candidate][1]))
    return best if scores[best][0] else replace(format, quote=_likely_quote(head, ","))


def _is_proven(rows: list[Row], separator: str) -> bool:
    """Whether all rows have the same number of cells, three at least, none of them empty, and a column is data.

    A list of names or of times has that number too, so one column must hold addresses of mail; with colons
    five rows of words do as well.
    """
    widths = {len(row.cells) for row in rows}
    if any(row.problem for row in rows) or len(widths) != 1 or widths.pop() < 3:
        return False
    below = rows[1:] if len(rows) > 1 else rows
    columns = list(zip(*(row.cells for row in below), strict=True))
    if any(all(_MAIL.match(cell) for cell in column) for column in columns):
        return True
    words = any(not all(_NUMBER.match(cell.strip()) for cell in column) for column in columns)
    return separator == ":" and len(rows) >= 5 and words and not any(" " in row.cells[-1][:1] for row in rows)


def _likely_quote(head: str, separator: str) -> str:
    """The single quote where whole cells stand in it and none in double ones: "l'an" and "'t Hooft" are no cells."""
    edge = rf"(?:^|(?<={re.escape(separator)}))"
    end = rf"(?={re.escape(separator)}|\r?$)"
    whole = {
        sign: len(re.findall(rf"{edge}{sign}[^{sign}]*(?:{sign}{sign}[^{sign}]*)*{sign}{end}", head, re.MULTILINE))
        for sign, _label in QUOTES
    }
    opened = len(re.findall(rf"{edge}'", head, re.MULTILINE))
    return "'" if whole["'"] and not whole['"'] and whole["'"] >= opened else '"'
