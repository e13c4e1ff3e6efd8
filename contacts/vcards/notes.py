"""What a card says that has no field of its own, as lines of the notes: nicknames, messengers, people, days."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from .lines import Card, Property

_MESSENGERS = {
    "X-AIM": "AIM", "X-ICQ": "ICQ", "X-JABBER": "Jabber", "X-MSN": "MSN", "X-YAHOO": "Yahoo", "X-QQ": "QQ",
    "X-GTALK": "Google Talk", "X-GOOGLE-TALK": "Google Talk", "X-MS-IMADDRESS": "IM", "X-GROUPWISE": "GroupWise",
    "X-GADUGADU": "Gadu-Gadu", "X-MATRIX": "Matrix", "X-KADDRESSBOOK-X-IMADDRESS": "IM",
}  # fmt: skip
_ANNIVERSARY, _SPOUSE, _MANAGER, _ASSISTANT = (
    gettext_noop("Anniversary"), gettext_noop("Spouse"), gettext_noop("Line manager"), gettext_noop("Assistant"),
)  # fmt: skip
_OF_PROGRAMS = re.compile(r"\AX-(?:(?:EVOLUTION|KADDRESSBOOK-X|MS|MOZILLA)-)?")
_OTHERS = {
    "ANNIVERSARY": _ANNIVERSARY, "SPOUSE": _SPOUSE, "SPOUSESNAME": _SPOUSE, "MANAGER": _MANAGER,
    "MANAGERSNAME": _MANAGER, "ASSISTANT": _ASSISTANT, "ASSISTANTSNAME": _ASSISTANT,
}  # fmt: skip
_LABELS = {"anniversary": _ANNIVERSARY, "spouse": _SPOUSE, "manager": _MANAGER, "assistant": _ASSISTANT}
_DATE = re.compile(r"\A(\d{4})(\d\d)(\d\d)(?:T.*)?\Z")
_NO_TEXT = re.compile(r"\A[\w.+-]+:\S+\Z")  # a related person given by an address is another card's


def extra_lines(card: Card) -> Iterator[tuple[str, str]]:
    """(name, text) of each."""
    for found in card.properties:
        if name := _name(card, found):
            yield name, _DATE.sub(r"\1-\2-\3", card.text(found))


def _name(card: Card, found: Property) -> str:
    if found.name == "NICKNAME":
        return _("Nickname")
    if found.name in _MESSENGERS:
        return _MESSENGERS[found.name]
    if other := _OTHERS.get(_OF_PROGRAMS.sub("", found.name), ""):
        return _(other)
    if found.name in {"X-ABDATE", "X-ABRELATEDNAMES"}:
        label = card.label(found)
        return _(_LABELS[label]) if label in _LABELS else label.capitalize()
    if found.name == "RELATED" and not _NO_TEXT.match(card.text(found)):
        return next((_(_LABELS[word]) for word in sorted(found.types) if word in _LABELS), "")
    return ""
