"""Names taken apart and put together: "Dr. Ludwig van Beethoven" and its parts."""

import re

from core.search.folding import fold

from .values import SALUTATIONS

_PARTICLES = set(
    "de du des d la le les van von der den ter ten zu zum zur di da del della dos das bin ibn al el st mac".split()
)
_SUFFIXES = {"jr", "sr", "ii", "iii", "iv", "phd", "md", "esq", "cpa", "mba"}
_WITHOUT = re.compile(r"[.,]+\Z")


def split_name(text: str) -> dict[str, str]:
    """salutation, first_name, last_name, suffix of a whole name; a single word is the last name."""
    words = text.split()
    found = {"salutation": "", "suffix": ""}
    if len(words) > 1 and _WITHOUT.sub("", fold(words[0])) in SALUTATIONS:
        found["salutation"] = words.pop(0)
    if len(words) > 2 and _WITHOUT.sub("", fold(words[-1])) in _SUFFIXES:
        found["suffix"] = words.pop()
        words[-1] = words[-1].rstrip(",")
    first, last = _halves(words)
    return {**found, "first_name": " ".join(first), "last_name": " ".join(last)}


def _halves(words: list[str]) -> tuple[list[str], list[str]]:
    comma = next((at for at, word in enumerate(words) if word.endswith(",")), None)
    if comma is not None and comma < len(words) - 1:  # "Doe, John"
        return words[comma + 1 :], [*words[:comma], words[comma].rstrip(",")]
    if len(words) < 2:
        return [], words
    shouted = [_is_shouted(word) for word in words]
    if shouted[0] and not all(shouted):  # "DUPONT Jean"
        count = shouted.index(False)
        return words[count:], words[:count]
    if shouted[-1] and not all(shouted):  # "Jean DUPONT MARTIN"
        start = len(shouted) - shouted[::-1].index(False)
        return words[:start], words[start:]
    particle = next(
        (at for at, word in enumerate(words) if at and fold(word) in _PARTICLES and at < len(words) - 1), None
    )
    start = particle or len(words) - 1
    return words[:start], words[start:]


def _is_shouted(word: str) -> bool:
    return len(word) > 2 and word.isupper() and not word.endswith(".")


def is_same_name(text: str, parts: dict[str, str]) -> bool:
    """Whether a displayed name only says the parts again, in whichever usual order."""
    salutation, first, middle, last, suffix = (
        parts.get(key, "") for key in ("salutation", "first_name", "middle_name", "last_name", "suffix")
    )
    orders = [
        [first, last], [first, middle, last], [last, first], [last, first, middle], [salutation, first, last],
        [salutation, last], [salutation, first, middle, last], [first, middle, last, suffix], [first, last, suffix],
        [salutation, first, middle, last, suffix],
    ]  # fmt: skip
    return _bare(text) in {_bare(" ".join(filter(None, order))) for order in orders}


def middle_between(text: str, first: str, last: str) -> str:
    """ "number" of "contact number one", where first and last name stand at its ends; else ""."""
    words = text.split()
    start, end = len(first.split()), len(last.split())
    if not start or not end or len(words) <= start + end or len(words) > start + end + 2:
        return ""
    is_framed = _bare(" ".join(words[:start])) == _bare(first) and _bare(" ".join(words[-end:])) == _bare(last)
    return " ".join(words[start:-end]) if is_framed else ""


def _bare(text: str) -> str:
    return " ".join(fold(text).replace(",", " ").split())
