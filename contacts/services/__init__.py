"""Acts on contacts. Callers name them with their module: `services.create_contact(values, by=user)`."""

from .access import set_access
from .conflicts import EditConflict
from .contacts import change_fields, change_tags, create_contact, create_contacts, update_contact
from .names import set_names
from .trash import before_purge, records_restored, records_trashed, restore_clashes
from .undo import undo_items
from .values import AddressValue, ContactValues, EmailValue, GrantValue, LinkValue, PhoneValue

__all__ = [
    "AddressValue",
    "ContactValues",
    "EditConflict",
    "EmailValue",
    "GrantValue",
    "LinkValue",
    "PhoneValue",
    "before_purge",
    "change_fields",
    "change_tags",
    "create_contact",
    "create_contacts",
    "records_restored",
    "records_trashed",
    "restore_clashes",
    "set_access",
    "set_names",
    "undo_items",
    "update_contact",
]
