"""The ISO code of a country by any of its usual names."""

import re
from functools import lru_cache

from babel import Locale
from django.utils import translation
from django_countries import countries

from core.search.folding import fold

_BRACKETS = re.compile(r"\([^)]*\)")
_SAINT = re.compile(r"\bst\b\.?")
_OTHER_NAMES = {
    "uk": "GB",
    "england": "GB",
    "scotland": "GB",
    "wales": "GB",
    "great britain": "GB",
    "angleterre": "GB",
    "grossbritannien": "GB",
    "usa": "US",
    "u.s.a.": "US",
    "u.s.": "US",
    "united states of america": "US",
    "etats-unis d'amerique": "US",
    "america": "US",
    "korea": "KR",
    "south korea": "KR",
    "russian federation": "RU",
    "czech republic": "CZ",
    "holland": "NL",
    "the netherlands": "NL",
    "viet nam": "VN",
    "ivory coast": "CI",
    "cote d'ivoire": "CI",
    "macedonia": "MK",
    "swaziland": "SZ",
    "cape verde": "CV",
    "turkey": "TR",
    "burma": "MM",
    "palestinian territory": "PS",
    "libyan arab jamahiriya": "LY",
    "kyrgyz republic": "KG",
    "slovak republic": "SK",
    "united states minor outlying islands": "UM",
    "south georgia and the south sandwich islands": "GS",
    "brd": "DE",
    "deutschland": "DE",
    "suisse": "CH",
    "schweiz": "CH",
    "espana": "ES",
    "italia": "IT",
    "nederland": "NL",
    "belgie": "BE",
    "syrian arab republic": "SY",
    "lao people's democratic republic": "LA",
    "united states virgin islands": "VI",
    "holy see (vatican city state)": "VA",
    "hong kong": "HK",
    "macao": "MO",
    "micronesia": "FM",
    "moldova": "MD",
    "tanzania": "TZ",
    "venezuela": "VE",
    "bolivia": "BO",
    "iran": "IR",
    "saint helena": "SH",
    "pitcairn islands": "PN",
    "svalbard & jan mayen islands": "SJ",
    "bouvet island (bouvetoya)": "BV",
    "british indian ocean territory (chagos archipelago)": "IO",
    "falkland islands (malvinas)": "FK",
    "heard island and mcdonald islands": "HM",
    "saint barthelemy": "BL",
    "saint martin": "MF",
    "sao tome and principe": "ST",
    "brunei darussalam": "BN",
    "antarctica (the territory south of 60 deg s)": "AQ",
}


@lru_cache
def _codes() -> dict[str, str]:
    names = {}
    for language in ("en", "fr", "de", "es", "it", "nl"):
        territories = Locale(language).territories
        names.update({_plain(territories[code]): code for code, _name in countries if code in territories})
    with translation.override("en"):
        names.update({_plain(str(name)): code for code, name in countries.countries.items()})
    return (
        names
        | {_plain(name): code for name, code in _OTHER_NAMES.items()}
        | {code.lower(): code for code, _name in countries}
    )


def _plain(name: str) -> str:
    """The name as it is compared: "St. Kitts & Nevis" is "Saint Kitts and Nevis", what stands "
    "in brackets doesn't count."""
    bare = _BRACKETS.sub("", fold(name)).replace("&", "and").strip(" .")
    return _SAINT.sub("saint", bare).removeprefix("the ")


def country_code(text: str) -> str:
    """ "Allemagne", "Germany" or "de" → "DE"; "" where no country goes by that name."""
    if len(text) > 150:
        return ""
    return _codes().get(_plain(text)) or ("GB" if _plain(text) == "uk" else "")
