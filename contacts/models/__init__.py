"""The address book: contacts, their details, tags and grants, and the lists that sort them."""

from .contacts import NEVER, Contact, ContactGroupGrant, ContactTag, ContactTagging, ContactUserGrant
from .details import ContactAddress, ContactEmail, ContactLink, ContactPhone
from .lists import ContactType, TemperatureLevel

__all__ = [
    "NEVER",
    "Contact",
    "ContactAddress",
    "ContactEmail",
    "ContactGroupGrant",
    "ContactLink",
    "ContactPhone",
    "ContactTag",
    "ContactTagging",
    "ContactType",
    "ContactUserGrant",
    "TemperatureLevel",
]
