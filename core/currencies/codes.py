"""The currencies of ISO 4217 with their names in the user's language."""

from functools import lru_cache

from babel import Locale
from babel.numbers import get_territory_currencies, list_currencies
from django.utils.translation import get_language

FAVOURITES = ["EUR", "USD", "GBP", "CHF", "CAD"]


@lru_cache
def _tender_now() -> frozenset[str]:
    territories = [str(territory) for territory in Locale("en").territories]
    now = {code for territory in territories if len(territory) == 2 for code in get_territory_currencies(territory)}
    return frozenset(now & list_currencies()) | frozenset(FAVOURITES)


def currency_choices() -> list[tuple[str, str]]:
    """(code, "EUR – euro") pairs, the favourites first, then by code."""
    names = Locale.parse(get_language() or "en", sep="-").currencies
    rest = sorted(_tender_now() - set(FAVOURITES))
    return [(code, f"{code} – {names.get(code, code)}") for code in [*FAVOURITES, *rest]]


def is_currency(code: str) -> bool:
    return code in _tender_now()
