"""What the types and labels of a card's lines mean among our categories, and how these are written."""

_FAX = {"fax", "workfax", "homefax", "otherfax", "bfax", "facsimile"}
_MOBILE = {"cell", "mobile", "iphone", "pcs", "car", "msg-cell"}
_HOME = {"home", "private", "perso", "privat"}
_WORK = {"work", "main", "business", "company"}
_SAYS_NOTHING = {"", "pref", "voice", "internet", "x400", "text", "msg", "postal", "parcel", "intl", "dom", "default"}
_OWN = {  # X- types that Carnet writes, and what labels of phones and addresses say
    "phone": {"x-direct": "direct", "direct": "direct"},
    "address": {
        "x-office": "office", "office": "office", "x-billing": "billing", "billing": "billing",
        "x-delivery": "delivery", "delivery": "delivery", "shipping": "delivery",
    },
    "email": {},
}  # fmt: skip

TYPES = {
    "phone": {
        "work": ("WORK", "VOICE"), "mobile": ("CELL",), "home": ("HOME", "VOICE"), "direct": ("WORK", "X-DIRECT"),
        "fax": ("WORK", "FAX"), "other": ("OTHER",),
    },
    "email": {"work": ("INTERNET", "WORK"), "home": ("INTERNET", "HOME"), "other": ("INTERNET", "OTHER")},
    "address": {
        "work": ("WORK",), "home": ("HOME",), "office": ("WORK", "X-OFFICE"), "billing": ("WORK", "X-BILLING"),
        "delivery": ("WORK", "X-DELIVERY"), "other": ("OTHER",),
    },
}  # fmt: skip


def category(detail: str, words: set[str], *, is_first: bool) -> str:
    """Our category for the types and the words of the label of a phone, an e-mail or an address.

    Where nothing is said the first one is that of work, as in a table.
    """
    own = next((_OWN[detail][word] for word in sorted(words) if word in _OWN[detail]), "")
    if detail == "phone" and not own:
        own = "fax" if words & _FAX else "mobile" if words & _MOBILE else ""
    if own or words & (_WORK | _HOME):
        return own or ("work" if words & _WORK else "home")
    return "work" if is_first and words <= _SAYS_NOTHING else "other"


def types(detail: str, name: str, version: str) -> tuple[str, ...]:
    """The types that are written for our category; 4.0 knows no INTERNET."""
    found = TYPES[detail].get(name, ("OTHER",))
    return tuple(word.lower() for word in found if word != "INTERNET") if version == "4.0" else found
