"""Words of a fixed choice in every language of Carnet: what an export wrote in one is read under any other."""

from functools import cache

from django.conf import settings
from django.utils import translation

from core.search.folding import fold


@cache
def _values(choices: type) -> dict[str, str]:
    found = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found |= {fold(str(label)): value for value, label in choices.choices}  # type: ignore[attr-defined]
    return found


def value_of(choices: type, text: str) -> str:
    """The value of these TextChoices whose label is `text` in any language, or which is `text` itself; else ""."""
    word = fold(text)
    return _values(choices).get(word, word if word in choices.values else "")  # type: ignore[attr-defined]
