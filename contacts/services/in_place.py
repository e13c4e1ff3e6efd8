"""Changes made in place, one field at a time: each refuses a version that somebody else has moved on (ACC-34)."""

from django.db import transaction
from django.utils.translation import gettext as _

from contacts.models import Contact, ContactPhone
from core.access.doors import locked_editable
from core.audit import services as audit

from . import details
from .conflicts import EditConflict
from .contacts import change_fields, change_tags, save_changed
from .values import ContactValues, EmailValue, PhoneValue


def set_field(contact: Contact, name: str, value, *, by, version: int | None) -> Contact:
    """Give the contact this type or temperature level (None takes it away)."""
    with transaction.atomic():
        _refuse_moved_on(contact, version)
        return change_fields(contact, by=by, **{name: value})


def set_tag_names(contact: Contact, names: list[str], *, by, version: int | None) -> Contact:
    """Make the contact's tags these, creating the unknown ones."""
    with transaction.atomic():
        _refuse_moved_on(contact, version)
        return change_tags(contact, names, by=by)


def add_detail(contact: Contact, value: PhoneValue | EmailValue, *, by) -> Contact:
    """Add one phone or e-mail, once; the first of its kind is the primary. Nothing is overwritten: no version asked."""
    name = "phones" if isinstance(value, PhoneValue) else "emails"
    with transaction.atomic(), audit.acting(by):
        stored = locked_editable(Contact.objects, by, contact.pk)
        country = details.phone_country(list(stored.addresses.all()))
        values = ContactValues()
        getattr(values, name).append(value)
        row = details.build_rows(values, country)[name][0]
        row.contact = stored
        others = getattr(stored, name)
        same = {"number": row.number} if isinstance(row, ContactPhone) else {"match_key": row.match_key}
        if others.filter(**same).exists():  # sent twice, or known already
            return stored
        row.position = others.count()
        row.is_primary = not others.filter(is_primary=True).exists()
        row.save()
        save_changed(stored, by=by)
    return stored


def _refuse_moved_on(contact: Contact, version: int | None) -> None:
    stored = Contact.objects.select_for_update().only("version").get(pk=contact.pk)
    if version is not None and stored.version != version:
        raise EditConflict(_("Someone changed this contact meanwhile. Look at it, then choose again."))
