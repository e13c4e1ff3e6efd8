"""The phones, e-mails, links and addresses of a contact as its page lists them."""

import re
from dataclasses import dataclass
from urllib.parse import quote

from contacts.models import Contact, ContactAddress, ContactEmail, ContactLink, ContactPhone

LINK_ICONS = {
    "linkedin": "brand-linkedin",
    "x": "brand-x",
    "facebook": "brand-facebook",
    "instagram": "brand-instagram",
    "skype": "brand-skype",
}


@dataclass
class DetailLine:
    icon: str
    text: str
    kind: str
    is_primary: bool
    href: str = ""
    is_outside: bool = False


def detail_lines(contact: Contact) -> list[DetailLine]:
    """In the order of the form, from rows that were prefetched."""
    return [
        *map(_phone, contact.phones.all()),
        *map(_email, contact.emails.all()),
        *map(_link, contact.links.all()),
        *map(_address, contact.addresses.all()),
    ]


def _phone(row: ContactPhone) -> DetailLine:
    icon = "device-mobile" if row.category == ContactPhone.Category.MOBILE else "phone"
    href = f"tel:{row.e164}" if row.e164 else ""
    return DetailLine(icon, row.number, row.get_category_display(), row.is_primary, href)


def _email(row: ContactEmail) -> DetailLine:
    href = f"mailto:{quote(row.address, safe='@')}"
    return DetailLine("mail", row.address, row.get_category_display(), row.is_primary, href)


def _link(row: ContactLink) -> DetailLine:
    """Only http and https are linked (CON-04)."""
    icon, kind = LINK_ICONS.get(row.category, "world"), row.get_category_display()
    if not re.match(r"https?://", row.url, re.IGNORECASE):
        return DetailLine(icon, row.url, kind, row.is_primary)
    shown = re.sub(r"^https?://(www\.)?", "", row.url, flags=re.IGNORECASE).rstrip("/")
    return DetailLine(icon, shown, kind, row.is_primary, row.url, is_outside=True)


def _address(row: ContactAddress) -> DetailLine:
    """The street on lines of its own, as on an envelope."""
    town = " ".join(filter(None, [row.postal_code, row.city]))
    place = ", ".join(filter(None, [town, row.state, row.country_name]))
    text = "\n".join(filter(None, [row.street, place]))
    return DetailLine("map-pin", text, row.get_category_display(), row.is_primary)
