"""What a form, a row of an import or a card says about one contact: plain values, already cleaned."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from core.access.models import AccessLevel


@dataclass
class PhoneValue:
    number: str
    category: str = "work"
    is_primary: bool = False
    pk: int | None = None  # of the row that it changes; None adds one


@dataclass
class EmailValue:
    address: str
    category: str = "work"
    is_primary: bool = False
    pk: int | None = None


@dataclass
class LinkValue:
    url: str
    category: str = "website"
    is_primary: bool = False
    pk: int | None = None


@dataclass
class AddressValue:
    street: str = ""
    city: str = ""
    state: str = ""
    postal_code: str = ""
    country: str = ""  # ISO 3166 alpha-2
    country_text: str = ""  # as written, where ISO 3166 doesn't know it
    category: str = "work"
    is_primary: bool = False
    pk: int | None = None


@dataclass
class GrantValue:
    """A user or a group that may read, or read and write."""

    grantee: Any
    can_write: bool = True


@dataclass
class ContactValues:
    kind: str = "person"
    name: str = ""  # of a company
    salutation: str = ""
    first_name: str = ""
    middle_name: str = ""
    last_name: str = ""
    suffix: str = ""
    company: Any = None  # Contact of kind company
    new_company: str = ""  # name of one to be created with the same access, where a person saves the contact
    job_title: str = ""
    department: str = ""
    birthday: tuple[int | None, int, int] | None = None  # (year or None, month, day)
    contact_type: Any = None
    temperature: Any = None
    currency: str = ""
    notes: str = ""
    consent: str = "unknown"
    consent_at: dt.datetime | None = None
    consent_proof: str = ""
    external_id: str = ""
    photo: str | None = None  # where it is stored; "" removes it, None leaves it as it is
    phones: list[PhoneValue] = field(default_factory=list)
    emails: list[EmailValue] = field(default_factory=list)
    links: list[LinkValue] = field(default_factory=list)
    addresses: list[AddressValue] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    access_level: str = AccessLevel.PRIVATE
    grants: list[GrantValue] | None = None  # None: the creator alone, as manager


PLAIN_FIELDS = [
    "kind", "name", "salutation", "first_name", "middle_name", "last_name", "suffix", "company", "job_title",
    "department", "contact_type", "temperature", "currency", "notes", "consent", "consent_at", "consent_proof",
    "external_id",
]  # fmt: skip
