"""An address put together from the cells of a row: lines, house number, and addresses in a single cell."""

import re

from contacts.services import AddressValue

from .countries import country_code

_NUMBER_FIRST = {"FR", "GB", "IE", "US", "CA", "AU", "NZ", "LU", "MC", "ZA", "IN", "MA", "TN", "DZ", "SN", "CI"}
_NUMBER_LAST = re.compile(
    r"(?i)(str\.?|stra(?:ß|ss)e|weg|platz|allee|gasse|ring|straat|laan|gatan|vej)\Z|\A(via|calle|am|an|im|zum|zur) "
)
_GAP = re.compile(r" {2,}")
_WITH_STATES = {"US", "CA", "AU", "IN", "BR", "MX"}
_STATE = re.compile(r"[A-Z]{2,3}")


def put_together(parts: dict, category: str) -> AddressValue | None:
    """The address that these parts give (part → its cleaned cells); None where nothing is in them."""
    code, text = next(iter(parts.get("country", [])), ("", ""))
    street = _street(parts, code) or "\n".join(filter(None, parts.get("po_box", [])))
    value = AddressValue(
        street=street, city=_first(parts, "city"), state=_first(parts, "state"),
        postal_code=_first(parts, "postal_code"),
        country=code, country_text=text, category=category,
    )  # fmt: skip
    if not any((street, value.city, value.state, value.postal_code)):
        value.street = _first(parts, "full")
    if not any((value.city, value.state, value.postal_code, code, text)):
        value = _by_gaps(value.street, category) or value
    return value if any((value.street, value.city, value.state, value.postal_code, code, text)) else None


def _street(parts: dict, country: str) -> str:
    """The lines of the street, the house number before or behind the first one as its country writes it."""
    lines, number = list(filter(None, parts.get("street", []))), _first(parts, "house_number")
    if number and lines:
        is_first = country in _NUMBER_FIRST or (not country and not _NUMBER_LAST.search(lines[0]))
        lines[0] = f"{number} {lines[0]}" if is_first else f"{lines[0]} {number}"
    return "\n".join(lines)


def _first(parts: dict, key: str) -> str:
    return next(iter(parts.get(key, [])), "")


def _by_gaps(text: str, category: str) -> AddressValue | None:
    """ "1 High St  Leeds  LS1 1AA  GB": parts with two spaces between them, as mailing list programs write them."""
    parts = [part for part in _GAP.split(text.strip()) if part]
    country = country_code(parts[-1]) if len(parts) > 3 else ""
    if not country or not any(sign.isdigit() for sign in parts[-2]):
        return None
    *before, postal_code, _country = parts
    has_state = len(before) > 2 and (country in _WITH_STATES or _STATE.fullmatch(before[-1]))
    state = before.pop() if has_state else ""
    city = before.pop()
    return AddressValue(
        street="\n".join(before), city=city, state=state, postal_code=postal_code, country=country, category=category,
    )  # fmt: skip
