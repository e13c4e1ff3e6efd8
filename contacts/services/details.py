"""Detail rows of a contact: built from values, one primary per kind, compared with what is stored."""

from collections.abc import Sequence

from contacts.details import e164, email_key
from contacts.models import Contact, ContactAddress, ContactEmail, ContactLink, ContactPhone
from core.organisation.models import Organisation

KINDS = [("phones", ContactPhone), ("emails", ContactEmail), ("links", ContactLink), ("addresses", ContactAddress)]


def home_country() -> str:
    """The organisation's: asked once for many contacts."""
    return str(Organisation.current().country)


def phone_country(addresses: Sequence, home: str = "") -> str:
    """The country in which this contact's phones are read: its own address's, else the organisation's (CON-04)."""
    own = next((str(address.country) for address in addresses if address.country), "")
    return own or home or home_country()


def build_rows(values, country: str) -> dict[str, list]:
    """Unsaved detail rows, keyed by relation name; the caller says whose they are."""
    return {
        name: [
            _row(model, value, position, country) for position, value in enumerate(one_primary(getattr(values, name)))
        ]
        for name, model in KINDS
    }


def one_primary(values: list) -> list:
    """The same values with exactly one primary: the first that says so, else the first."""
    chosen = next((i for i, value in enumerate(values) if value.is_primary), 0)
    for i, value in enumerate(values):
        value.is_primary = i == chosen
    return values


def _row(model, value, position: int, country: str):
    row = model(position=position)
    _fill(row, value, country)
    return row


def _fill(row, value, country: str) -> None:
    for name, given in vars(value).items():
        if name != "pk":
            setattr(row, name, given)
    if isinstance(row, ContactPhone):
        row.e164 = e164(row.number, country)
    if isinstance(row, ContactEmail):
        row.match_key = email_key(row.address)


def replace_rows(contact: Contact, values, country: str) -> bool:
    """Make the stored details equal to `values`, row by row, so that the audit names each; True if changed."""
    changed = [
        _replace_kind(contact, name, model, one_primary(getattr(values, name)), country) for name, model in KINDS
    ]
    return any(changed)


def _replace_kind(contact: Contact, name: str, model, values: list, country: str) -> bool:
    stored = {row.pk: row for row in getattr(contact, name).all()}
    kept = {value.pk for value in values if value.pk in stored}
    gone = [row for pk, row in stored.items() if pk not in kept]
    for row in gone:
        row.delete()
    changed, rows = bool(gone), []
    for position, value in enumerate(values):
        row = stored.get(value.pk) or model(contact=contact)
        before = _state(row)
        row.position = position
        _fill(row, value, country)
        if row.pk is None or _state(row) != before:
            rows.append(row)
    if any(row.is_primary for row in rows):  # before the new primary is saved, the old one steps back
        getattr(contact, name).filter(is_primary=True).update(is_primary=False)
    for row in rows:
        row.save()
    return changed or bool(rows)


def _state(row) -> tuple:
    return tuple(getattr(row, field.attname) for field in row._meta.concrete_fields)
