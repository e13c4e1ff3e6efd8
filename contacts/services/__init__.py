"""Acts on contacts. Callers name them with their module: `services.create_contact(values, by=user)`."""

from .access import set_access
from .contacts import create_contact, create_contacts, update_contact
from .names import set_names
from .values import AddressValue, ContactValues, EmailValue, GrantValue, LinkValue, PhoneValue

__all__ = [
    "AddressValue",
    "ContactValues",
    "EmailValue",
    "GrantValue",
    "LinkValue",
    "PhoneValue",
    "create_contact",
    "create_contacts",
    "set_access",
    "set_names",
    "update_contact",
]
