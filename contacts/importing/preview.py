"""How a row of the file will look as a contact, for the step Mapping."""

from django.utils.translation import gettext as _

from contacts.models import Contact, ContactAddress, ContactEmail, ContactLink, ContactPhone
from core.search.folding import fold

from .rows import Draft

_ICONS = {
    "linkedin": "brand-linkedin",
    "facebook": "brand-facebook",
    "instagram": "brand-instagram",
    "x": "brand-x",
    "skype": "brand-skype",
}


def card(draft: Draft) -> dict:
    """name, contact (unsaved, for its face), sub, lines of {icon, text, kind}, tags, or the problem of the row."""
    values = draft.values
    contact = Contact(kind=values.kind, name=values.name, first_name=values.first_name, last_name=values.last_name)
    words = [values.salutation, values.first_name, values.middle_name, values.last_name, values.suffix]
    name = values.name or " ".join(filter(None, words))
    short = values.name or " ".join(filter(None, [values.first_name, values.last_name]))  # its letters are the face's
    contact.display_name = short or next((row.address for row in values.emails), "") or _("Without a name")
    return {
        "contact": contact, "name": name or contact.display_name, "sub": _sub(draft), "lines": _lines(draft),
        "tags": values.tags, "problem": draft.problem,
    }  # fmt: skip


def _sub(draft: Draft) -> str:
    title, company = draft.values.job_title, draft.company.name
    if title and company:
        return _("%(job)s at %(company)s") % {"job": title, "company": company}
    return title or company


def _lines(draft: Draft) -> list[dict]:
    values = draft.values
    lines = [_line("mail", row.address, ContactEmail.Category(row.category).label) for row in values.emails]
    lines += [_line("phone", row.number, ContactPhone.Category(row.category).label) for row in values.phones]
    lines += [
        _line(_ICONS.get(row.category, "world"), row.url, ContactLink.Category(row.category).label)
        for row in values.links
    ]
    for row in values.addresses:
        lines.append(
            _line(
                "map-pin",
                str(ContactAddress(**{k: v for k, v in vars(row).items() if k != "pk"})),
                ContactAddress.Category(row.category).label,
            )
        )
    if values.birthday:
        year, month, day = values.birthday
        lines.append(_line("cake", f"{year or '–'}-{month:02d}-{day:02d}", _("Birthday")))
    if draft.contact_type:
        lines.append(_line("users-group", draft.contact_type, _("Contact type")))
    if draft.temperature:
        lines.append(_line("temperature", draft.temperature, _("Temperature level")))
    if values.consent == Contact.Consent.WITHDRAWN:
        lines.append(_line("ban", _("No mailings"), ""))
    if values.notes:
        lines.append(_line("note", values.notes[:200], _("Notes")))
    return lines


def _line(icon: str, text: str, kind) -> dict:
    return {"icon": icon, "text": text, "kind": str(kind)}


def state_of(line, known) -> str:
    """What is to be checked of a column of the mapping step, or ""."""
    field = next((key for key in line.keys if key in {"contact_type", "temperature"}), "")
    unknown = [text for text in line.samples if field and known.known(field, fold(text)) is None]
    return _("Unknown values") if unknown else ""
