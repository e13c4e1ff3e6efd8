"""What a cell holds, whoever wrote it: plain headings, dates in any order, lists in one cell, formula protection."""

import datetime as dt
import re
from collections.abc import Callable, Iterable

from django.utils import timezone

from core.search.folding import fold

# What a spreadsheet would run, also behind the spaces, quotes and unseen signs that some of them strip. Apostrophes
# may stand before it, so that one put there and taken off again gives the same text, whoever typed the others.
_FORMULA = re.compile(r"[\s\x00-\x1f\u200b-\u200f\u2060\ufeff\xad\"']*[=+\-@＝＋－＠﹢﹣﹦﹫−]|'*[\t\r]")
_KEPT_TEXT = re.compile(r'\A="([^"]*)"\Z')
_HUMP = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])|(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])")
_NOT_WORD = re.compile(r"[^\w]+|_+")
_E_MAIL = re.compile(r"\be mail(s?)\b")
_DATE = re.compile(r"\A(\d{1,4})\s*[./\-\s]\s*(\d{1,2})\s*[./\-\s]\s*(\d{1,4})(?:[T ]\s*\d{1,2}[:h]\d\d.*)?\.?\Z")
_NO_YEAR = re.compile(r"\A(?:--)?(\d{1,2})[-./](\d{1,2})\.?\Z")
_WORDED = re.compile(
    r"\A(?:[^\W\d]+\.?,?\s+)?(?:(\d{1,2})(?:\.|st|nd|rd|th|er)?\s+([^\W\d]+)\.?,?\s+(\d{4})|([^\W\d]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4}))"
    r"(?:,?\s+\d{1,2}:\d\d.*)?\Z"
)
MAX_DATE = 80  # characters: nothing longer is a date, and looking for one in it would take for ever
_WORDED_DASHES = re.compile(r"\A(\d{1,2})[-/ ]([^\W\d]{3,})\.?[-/ ](\d{2,4})\Z")
_MONTHS = {
    1: "january januar janvier jan jaenner janv", 2: "february februar fevrier feb fev fevr",
    3: "march marz maerz mars mar", 4: "april avril apr avr", 5: "may mai", 6: "june juni juin jun",
    7: "july juli juillet jul juil", 8: "august aout aug aou",
    9: "september septembre sep sept", 10: "october oktober octobre oct okt", 11: "november novembre nov",
    12: "december dezember decembre dec dez",
}  # fmt: skip
_MONTH_OF = {word: number for number, words in _MONTHS.items() for word in words.split()}
ISO, DMY, MDY = "iso", "dmy", "mdy"


def unprotect(cell: str) -> str:
    """The cell without the apostrophe that an export puts before =, +, - and @ so that no spreadsheet runs it.

    Other programs write ="0612" so that a spreadsheet keeps the zero.
    """
    if found := _KEPT_TEXT.match(cell):
        return found[1]
    return cell[1:] if cell[:1] == "'" and _FORMULA.match(cell, 1) else cell


def protect(cell: str) -> str:
    """The cell with an apostrophe before what a spreadsheet would run as a formula; `unprotect` gives it back."""
    return "'" + cell if _FORMULA.match(cell) else cell


def plain_heading(heading: str) -> str:
    """A heading as it is compared: "E-mail 1 - Value" → "email 1 value", "raison_sociale" → "raison sociale"."""
    apart = _HUMP.sub(" ", heading)
    return _E_MAIL.sub(r"email\1", _NOT_WORD.sub(" ", fold(apart)).strip())


def date_order(values: Iterable[str], default: str = DMY) -> tuple[str, bool]:
    """(order of the numbers in these dates, whether the values prove it)."""
    for value in values:
        text = value.strip()
        found = (_DATE.match(text) or _NO_YEAR.match(text)) if len(text) <= MAX_DATE else None
        if not found or len(found[1]) == 4 or value.startswith("--"):
            continue
        first, second = int(found[1]), int(found[2])
        if first > 12 >= second:
            return DMY, True
        if second > 12 >= first:
            return MDY, True
        if "." in value:
            return DMY, True
    return default, False


def parse_date(text: str, order: str = DMY) -> tuple[int | None, int, int] | None:
    """(year or None, month, day) of "2026-07-01", "1.7.2026", "7/1/2026", "01 Jul 2026", "--07-01"; else None."""
    text = text.strip()
    if len(text) > MAX_DATE:
        return None
    if found := _DATE.match(text):
        return _checked(*_placed(found[1], found[2], found[3], order))
    if found := _NO_YEAR.match(text):
        first, second = int(found[1]), int(found[2])
        month_first = text.startswith("--") or order in {MDY, ISO}
        return _checked(None, *((first, second) if month_first else (second, first)))
    folded = fold(text)
    if found := _WORDED.match(folded):
        day, month, year = (found[1], found[2], found[3]) if found[1] else (found[5], found[4], found[6])
        return _checked(int(year), _MONTH_OF.get(month, 0), int(day))
    if found := _WORDED_DASHES.match(folded):
        return _checked(_whole_year(found[3]), _MONTH_OF.get(found[2], 0), int(found[1]))
    return None


def _placed(first: str, second: str, third: str, order: str) -> tuple[int, int, int]:
    """Three numbers as year, month, day: a number of four digits is the year, else the order decides."""
    if len(first) >= 3:
        return int(first), int(second), int(third)
    year = _whole_year(third)
    return (year, int(first), int(second)) if order == MDY else (year, int(second), int(first))


def _whole_year(text: str) -> int:
    """A year of two digits belongs to the last hundred years."""
    year = int(text)
    if len(text) > 2:
        return year
    this = timezone.localdate().year
    return year + (this // 100 * 100 if year <= this % 100 else this // 100 * 100 - 100)


def _checked(year: int | None, month: int, day: int) -> tuple[int | None, int, int] | None:
    try:
        dt.date(year if year is not None else 2000, month, day)
    except ValueError:
        return None
    return year, month, day


def split_values(cell: str, is_valid: Callable[[str], bool]) -> list[str]:
    """The values of a cell: cut at line breaks, ";" or "," only where every part is valid by itself (IMP-08)."""
    if " ::: " in cell:
        return [part.strip() for part in cell.split(" ::: ") if part.strip()]
    for separator in ("\n", ";", ","):
        parts = [part.strip() for part in cell.split(separator) if part.strip()]
        if len(parts) > 1 and all(is_valid(part) for part in parts):
            return parts
    parts = [part.strip() for part in re.split("[\n;,]", cell) if part.strip()]
    if len(parts) > 2 and all(is_valid(part) for part in parts):
        return parts
    return [cell.strip()] if cell.strip() else []
