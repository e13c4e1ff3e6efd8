"""The fields of a contact that a column can feed, with their labels: what the mapping step offers."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.models import ContactAddress, ContactEmail, ContactLink, ContactPhone

SINGLE = {
    "full_name": gettext_lazy("Whole name (is taken apart)"),
    "last_first": gettext_lazy("Whole name, the last name first"),
    "salutation": gettext_lazy("Salutation"),
    "first_name": gettext_lazy("First name"),
    "middle_name": gettext_lazy("Middle name"),
    "last_name": gettext_lazy("Last name"),
    "suffix": gettext_lazy("Suffix"),
    "display_name": gettext_lazy("Name as displayed"),
    "company": gettext_lazy("Company"),
    "company_external_id": gettext_lazy("External id of the company"),
    "company_domain": gettext_lazy("Domain of the company’s website"),
    "job_title": gettext_lazy("Job title"),
    "department": gettext_lazy("Department"),
    "kind": gettext_lazy("Person or company"),
    "external_id": gettext_lazy("External id"),
    "birthday": gettext_lazy("Birthday"),
    "birth_year": gettext_lazy("Year of birth"),
    "birth_month": gettext_lazy("Month of birth"),
    "birth_day": gettext_lazy("Day of birth"),
    "contact_type": gettext_lazy("Contact type"),
    "temperature": gettext_lazy("Temperature level"),
    "currency": gettext_lazy("Currency"),
    "consent": gettext_lazy("May receive mailings"),
    "opt_out": gettext_lazy("Refuses mailings (yes or no)"),
    "consent_at": gettext_lazy("Date of consent"),
    "consent_proof": gettext_lazy("Proof of consent"),
    "access_level": gettext_lazy("Access level"),
    "managers": gettext_lazy("Managers"),
    "manager_groups": gettext_lazy("Groups that manage"),
    "readers": gettext_lazy("Readers"),
    "reader_groups": gettext_lazy("Groups that read"),
}
MANY = {
    "tags": gettext_lazy("Tags"),
    "notes": gettext_lazy("Notes"),
    "note_line": gettext_lazy("A line of the notes, after its heading"),
}
DETAILS = {
    "phone": (gettext_lazy("Phone"), ContactPhone.Category),
    "email": (gettext_lazy("E-mail"), ContactEmail.Category),
    "link": (gettext_lazy("Link"), ContactLink.Category),
    "address": (gettext_lazy("Address"), ContactAddress.Category),
}
PARTS = {
    "street": gettext_lazy("street"),
    "house_number": gettext_lazy("house number"),
    "postal_code": gettext_lazy("postal code"),
    "city": gettext_lazy("city"),
    "state": gettext_lazy("state"),
    "country": gettext_lazy("country"),
    "po_box": gettext_lazy("PO box, where there is no street"),
    "full": gettext_lazy("whole address, where there are no parts"),
}
_KEY = re.compile(r"\A(phone|email|link|address)(?:#(\d{1,3})|:([a-z]+))(?::([a-z_]+))?\Z")


def parse_key(key: str) -> tuple[str, str, str, str]:
    """(detail, number, category, part) of "address:home:city" or "phone#2:category"; all "" for a plain field."""
    found = _KEY.match(key)
    return (found[1], found[2] or "", found[3] or "", found[4] or "") if found else ("", "", "", "")


def is_target(key: str) -> bool:
    """Whether a key that came from a form or a stored mapping exists."""
    if key in SINGLE or key in MANY:
        return True
    detail, number, category, part = parse_key(key)
    if not detail or (category and category not in DETAILS[detail][1].values):
        return False
    parts = set(PARTS) if detail == "address" else {""}
    return part in parts or bool(number and part == "category")


def is_single(key: str) -> bool:
    """Whether only one column may feed this field."""
    return key in SINGLE or (parse_key(key)[0] == "address" and not key.endswith((":street", ":po_box")))


def label(key: str) -> str:
    if key in SINGLE or key in MANY:
        return str((SINGLE | MANY)[key])
    detail, number, category, part = parse_key(key)
    name, categories = DETAILS[detail]
    if number and part == "category":
        return _("%(detail)s %(number)s: its category") % {"detail": name, "number": number}
    which = (
        _("%(detail)s %(number)s") % {"detail": name, "number": number}
        if number
        else f"{name}, {_lower(categories(category).label)}"
    )
    return _("%(detail)s: %(part)s") % {"detail": which, "part": PARTS[part]} if part else which


def _lower(label) -> str:
    """ "Work" → "work"; names of networks aren't translated, and stay."""
    return str(label) if isinstance(label, str) else str(label).lower()


def choices(used: Iterable[str] = ()) -> list[tuple[str, list[tuple[str, str]]]]:
    """Groups of (key, label) for a select; numbered details appear where the file has them (`used`)."""
    groups = [(_("Name and facts"), [(key, str(text)) for key, text in (SINGLE | MANY).items()])]
    for detail, (name, categories) in DETAILS.items():
        parts = [f":{part}" for part in PARTS] if detail == "address" else [""]
        keys = [f"{detail}:{category}{part}" for category in categories.values for part in parts]
        numbered = sorted(key for key in used if key.startswith(f"{detail}#"))
        groups.append((str(name), [(key, label(key)) for key in [*keys, *numbered]]))
    return groups
