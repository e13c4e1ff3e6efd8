"""Headings of a fixed form: numbered pairs like "E-mail 1 - Label", and names that programs give columns inside."""

import re

NUMBERED = re.compile(
    r"\A(email|phone|address|website|telephone|telefon|adresse|site web) (\d{1,2}) "
    r"(type|label|libelle|value|valeur|wert|formatted|format|formatiert|street|rue|strasse|city|ville|ort|stadt|po box|"
    r"boite postale|postfach|region|state region|state|province|zip|zip code|zip postal code|"
    r"postal code|code postal|postleitzahl|country|pays|land|"
    r"extended address|adresse etendue|erweiterte adresse)\Z"
)
NUMBERED_DETAILS = {
    "email": "email",
    "phone": "phone",
    "telephone": "phone",
    "telefon": "phone",
    "address": "address",
    "adresse": "address",
    "website": "link",
    "site web": "link",
}
NUMBERED_CATEGORIES = {"type", "label", "libelle"}
NUMBERED_VALUES = {"value", "valeur", "wert"}
NUMBERED_PARTS = {
    word: part
    for part, words in {
        "full": "formatted|format|formatiert",
        "street": "street|rue|strasse|extended address|adresse etendue|erweiterte adresse",
        "city": "city|ville|ort|stadt",
        "po_box": "po box|boite postale|postfach",
        "state": "region|state region|state|province",
        "postal_code": "zip|zip code|zip postal code|postal code|code postal|postleitzahl",
        "country": "country|pays|land",
    }.items()
    for word in words.split("|")
}
# Headings in capitals without gaps: "MAILINGSTREET", "ACCOUNTID".
_STUCK = re.compile(
    r"\A(mailing|billing|shipping|other|primary|home|work|mobile|business|assistant|account|contact|owner|company|parent)"
    r"(street|city|state|postalcode|country|phone|fax|email|id)\Z"
)
# Names of columns as programs keep them inside.
_INNER_NAMES = {
    "hasoptedoutofemail": "opted out of email",
    "country id": "country",
    "state id": "state",
    "parent id": "parent company",
}


def apart(heading: str) -> str:
    """The plain heading with gaps between the words that a program wrote as one."""
    found = _STUCK.match(heading)
    return f"{found[1]} {found[2]}" if found else _INNER_NAMES.get(heading, heading)
