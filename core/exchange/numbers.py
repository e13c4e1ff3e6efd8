"""Numbers and dates of a spreadsheet as the text that a person saw: zeros of the format kept, no ".0", no "E+10"."""

import datetime as dt
import re
from decimal import Decimal
from functools import lru_cache

from openpyxl.styles.numbers import is_date_format, is_timedelta_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)\]")
_BRACKETS = re.compile(r"\[[^\]]*\]")
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|[_*].|([0#?])|([ \-()/+.]) ?')
_TESTS = {
    "<=": Decimal.__le__, ">=": Decimal.__ge__, "<": Decimal.__lt__, ">": Decimal.__gt__, "=": Decimal.__eq__,
    "<>": Decimal.__ne__,
}  # fmt: skip


def number_text(raw: str, format: str, *, is_1904: bool = False) -> str:
    """The value of a number cell; raises ValueError where it is no number, or no date though shown as one."""
    if is_date(format):
        return _date_text(float(raw), is_timedelta_format(format), is_1904)
    plain = plain_number(raw)
    if format in ("General", "@", "") or not plain:
        return plain
    if "%" in format:
        return plain_number(str(Decimal(plain) * 100)) + "%"
    return _placed(plain, format) if plain.isdigit() else plain


@lru_cache(maxsize=1_000)
def is_date(format: str) -> bool:
    return bool(is_date_format(format))


def plain_number(raw: str) -> str:
    """ "3.3612345678E10" → "33612345678", "1.1000000000000001" → "1.1", "1.0" → "1"."""
    raw = raw.strip()
    if raw.isdigit():
        return raw
    number = Decimal(raw)
    if not number.is_finite() or abs(number.adjusted()) > 30:
        raise ValueError(raw)
    if "." in raw and len(number.as_tuple().digits) > 15:
        number = Decimal(repr(float(raw)))  # the shortest number that is the same to a machine
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") or "0" if "." in text else text


def _placed(digits: str, format: str) -> str:
    """The digits in the places of a format like "00000" or "0# ## ## ## ##"; as they are under any other format."""
    section = _section(Decimal(digits), format)
    parts, at = [], 0
    while at < len(section):
        found = _LITERAL.match(section, at)
        if not found or found[4] in ("/", "."):
            return digits
        parts.append((found[3], found[1] or found[2] or (found[0] if found[4] else "")))
        at = found.end() if not found[4] else at + 1
    places = [place for place, _text in parts if place]
    if "0" not in places[:1] and len(places) < 5:
        return digits
    return _filled(digits, parts)


def _filled(digits: str, parts: list[tuple[str, str]]) -> str:
    """From the right: each place takes a digit, the first one all that are left."""
    left, found = list(digits), []
    first = next((at for at, (place, _text) in enumerate(parts) if place), -1)
    for at in range(len(parts) - 1, -1, -1):
        place, text = parts[at]
        if at == first:
            found.append("".join(left) or ("0" if place == "0" else ""))
        elif place:
            found.append(left.pop() if left else "0" if place == "0" else "")
        elif left or at < first or any(one == "0" for one, _text in parts[:at]):
            found.append(text[:1] if text.strip() == "" else text)
    return "".join(reversed(found)).strip()


def _section(number: Decimal, format: str) -> str:
    """The part of "positive;negative;zero" or of "[<=99999]00000;00000-0000" that shows this number."""
    sections = format.split(";")
    chosen = sections[0]
    for section in sections:
        condition = _CONDITION.match(section)
        if not condition:
            chosen = section if _CONDITION.match(sections[0]) else sections[0]
            break
        if _TESTS[condition[1]](number, Decimal(condition[2])):
            chosen = section
            break
    return _BRACKETS.sub("", chosen)


def _date_text(number: float, is_duration: bool, is_1904: bool) -> str:
    """ISO: a date, a date with its time, or a time; raises ValueError where the number is none."""
    try:
        found = from_excel(number, MAC_EPOCH if is_1904 else WINDOWS_EPOCH, timedelta=is_duration)
    except OverflowError as error:
        raise ValueError(number) from error
    if isinstance(found, dt.datetime):
        found = (found + dt.timedelta(milliseconds=500)).replace(microsecond=0)
        return found.date().isoformat() if found.time() == dt.time() else found.isoformat(sep=" ")
    if isinstance(found, dt.time):
        return found.isoformat(timespec="seconds")
    return str(found)
