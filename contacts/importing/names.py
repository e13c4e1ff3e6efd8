"""Names taken apart and put together: "Dr. Ludwig van Beethoven" and its parts."""

import re

from core.search.folding import fold

from .values import SALUTATIONS

_PARTICLES = set(
    "de du des d la le les van von der den ter ten zu zum zur di da del della dos das bin ibn al el st mac".split()
)
_SUFFIXES = {"jr", "sr", "ii", "iii", "iv", "phd", "md", "esq", "cpa", "mba"}
_FURTHER = set("dr prof docteur professeur doctor professor ing dipl maitre me".split())
_JOINING = {"et", "und", "and", "&", "u."}
_WITHOUT = re.compile(r"[.,]+\Z")


def split_name(text: str, *, last_first: bool = False) -> dict[str, str]:
    """salutation, first_name, last_name, suffix of a whole name; a single word is the last name.

    `last_first` says that the last name stands first where neither a comma nor capitals tell it.
    """
    words = text.split()
    count = _salutation_words([_WITHOUT.sub("", fold(word)) for word in words])
    found = {"salutation": " ".join(words[:count]), "suffix": ""}
    words = words[count:]
    if len(words) > 2 and _WITHOUT.sub("", fold(words[-1])) in _SUFFIXES:
        found["suffix"] = words.pop()
        words[-1] = words[-1].rstrip(",")
    first, last = _halves(words, last_first)
    if not count and len(first) > 1 and _WITHOUT.sub("", fold(first[0])) in SALUTATIONS and first[0].endswith("."):
        found["salutation"] = first.pop(0)  # "Bell, Dr. Ada"
    return {**found, "first_name": " ".join(first), "last_name": " ".join(last)}


def _salutation_words(words: list[str]) -> int:
    """How many words at the start greet: "Herr Dr. …" and "M. et Mme …", but never the whole name."""
    count, most = 0, len(words) - 1
    if most > 0 and words[0] in SALUTATIONS:
        count = 1
        if most > 2 and words[1] in _JOINING and words[2] in SALUTATIONS:
            count = 3
        while count < most and words[count] in _FURTHER:
            count += 1
    return count


def _halves(words: list[str], last_first: bool) -> tuple[list[str], list[str]]:
    comma = next((at for at, word in enumerate(words) if word.endswith(",")), None)
    if comma is not None and comma < len(words) - 1:  # "Doe, John"
        return words[comma + 1 :], [*words[:comma], words[comma].rstrip(",")]
    if len(words) < 2:
        return [], words
    if shouted := _by_capitals(words):
        return shouted
    particle = next((at for at, word in enumerate(words) if fold(word) in _PARTICLES and at < len(words) - 1), None)
    if last_first and not particle:
        end = next((at for at, word in enumerate(words) if fold(word) not in _PARTICLES), 0) + 1
        return words[end:], words[:end]
    start = particle or len(words) - 1
    return words[:start], words[start:]


def _by_capitals(words: list[str]) -> tuple[list[str], list[str]] | None:
    """The halves of "DUPONT Jean", "LE GOFF Anna" or "Jean DUPONT MARTIN"; None where no capitals tell them."""
    capitals = [len(word) > 1 and word.isupper() and not word.endswith(".") for word in words]
    if all(capitals):
        return None
    first = capitals.index(False)
    last = len(words) - capitals[::-1].index(False)
    if any(len(word) > 2 for word in words[:first]):
        return words[first:], words[:first]
    if any(len(word) > 2 for word in words[last:]):
        return words[:last], words[last:]
    return None


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
    shown, every = _bare(text), _bare(" ".join(parts.values()))
    if shown in {_bare(" ".join(filter(None, order))) for order in orders}:
        return True
    return sorted(shown.split()) == sorted(every.split()) or shown == _bare(last + first)  # "王小明"


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
