"""Folding: the one form in which names are sorted, compared and searched (no accents, no case, Œ as oe)."""

import re
import unicodedata

# Letters that Unicode doesn't take apart, written as people type them without the special key.
_LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ß": "ss", "’": "'", "‘": "'"}
)
_SPACES = re.compile(r"\s+")


def fold(text: str) -> str:
    """`text` without accents and case, white space (no-break too) as single spaces: "Œuvre  ÉLAN" → "oeuvre elan"."""
    if text.isascii():  # most texts: the same, with less work
        return _plain(text)
    decomposed = unicodedata.normalize("NFKD", text.replace("\x00", " ").casefold().translate(_LETTERS))
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _SPACES.sub(" ", bare.casefold().translate(_LETTERS)).strip()


def digits(text: str) -> str:
    """The digits alone, as ASCII."""
    if text.isascii():
        return "".join(filter(str.isdigit, text))
    return "".join(str(unicodedata.digit(sign)) for sign in text if unicodedata.digit(sign, None) is not None)


def match_form(text: str) -> str:
    """The form in which two names are the same: case, Unicode form and white space don't count, accents do."""
    if text.isascii():
        return _plain(text)
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", text.replace("\x00", " ")).casefold()).strip()


def _plain(text: str) -> str:
    return " ".join(text.replace("\x00", " ").lower().split())
