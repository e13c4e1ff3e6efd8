"""Rules for one detail: what makes an e-mail, a phone, a link (CON-04). Pure: no database."""

import re
import unicodedata
from urllib.parse import urlsplit

import phonenumbers
from django.utils.translation import gettext as _

from core.records.models import BusinessError

MOST_ROWS = 50  # of a kind that one contact has: what its form shows
_LOCAL = re.compile(r"^[^\s@,;:<>()\[\]\\\"\x00-\x1f\x7f]+$")
# In ASCII only letters, digits and hyphens inside; beyond ASCII what IDNA can encode (marks of Indic scripts too).
_LABEL = re.compile(r"^(?!-)[a-z0-9\u0080-\U0010ffff-]{1,63}(?<!-)$")


def clean_email(text: str, *, needs_dot: bool = True) -> str:
    """The normalised address: NFC, domain in small letters. Refuses what no mail server could take.

    `needs_dot=False` lets addresses of internal hosts pass ("anna@intranet"), as old address books hold them.
    """
    address = unicodedata.normalize("NFC", text).strip().strip("\u200b\ufeff")
    local, at, domain = address.rpartition("@")
    domain = domain.lower().rstrip(".")
    labels = domain.split(".")
    is_good = bool(at) and _LOCAL.match(local) and len(address) <= 254 and len(local) <= 64
    is_good = is_good and not local.startswith(".") and not local.endswith(".") and ".." not in local
    is_good = is_good and all(_LABEL.match(label) and _encodes(label) for label in labels)
    if not is_good or (needs_dot and (len(labels) < 2 or labels[-1].isdigit())):
        raise BusinessError(_("Write the whole address, for instance name@example.com."))
    return f"{local}@{domain}"


def address_in(text: str) -> str:
    """What stands in angle brackets behind a name ("Anna <anna@example.com>"), else the text itself."""
    named, _bracket, inside = text.rpartition("<")
    is_named = bool(_bracket) and inside.endswith(">") and "@" in inside[1:-2] and ">" not in inside[:-1]
    return inside[:-1] if is_named else text


def _encodes(label: str) -> bool:
    try:
        return bool(label.encode("idna"))
    except UnicodeError:
        return False


def email_key(address: str) -> str:
    """The form in which two addresses are the same."""
    return address.casefold()


def e164(number: str, country: str) -> str:
    """ "+33353016218" for "03 53 01 62 18" read in FR; "" where it is no possible number (it is kept as typed)."""
    try:
        parsed = phonenumbers.parse(number, country or None)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(parsed):
        return ""
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def clean_link(text: str, category: str = "website") -> str:
    """An http(s) address, with a scheme put before it where none was typed; a Skype name stays a name."""
    url = text.strip()
    if category == "skype" and "/" not in url:
        return url.removeprefix("skype:")
    if not re.match(r"^[a-z][a-z0-9+.-]*:", url, re.IGNORECASE) or re.match(r"^[\w.-]+:\d+(/|$)", url):
        url = "https://" + url.removeprefix("//")
    parts = _split(url)
    if (
        parts is None
        or parts.scheme.lower() not in {"http", "https"}
        or not parts.hostname
        or re.search(r"[\s<>\"\x00]", url)
    ):
        raise BusinessError(_("Write a web address, for instance www.example.com."))
    return url


def _split(url: str):
    try:
        return urlsplit(url)
    except ValueError:
        return None
