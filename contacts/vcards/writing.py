"""A contact as a card of vCard 3.0 or 4.0: only what the reader may see, every text escaped, long lines folded."""

import base64
import datetime as dt
from collections.abc import Iterator, Sequence

from django.core.files.storage import default_storage
from django.db import models

from contacts.exporting.gathered import exported_id
from contacts.importing.countries import country_code
from contacts.importing.widgets import LinksWidget
from contacts.models import Contact, ContactAddress, ContactLink
from core.organisation.models import Organisation
from core.records.models import BusinessError

from .categories import types
from .lines import line, raw_line

VERSIONS = ["3.0", "4.0"]  # the first is what Outlook, Apple and Google read
CHUNK = 500
_UNKNOWN_YEAR = 1604
_NETWORKS = {
    ContactLink.Category.LINKEDIN: "linkedin",
    ContactLink.Category.X: "twitter",
    ContactLink.Category.FACEBOOK: "facebook",
    ContactLink.Category.INSTAGRAM: "instagram",
}


def cards(pks: Sequence[int], visible: models.QuerySet, version: str = VERSIONS[0]) -> Iterator[str]:
    """The cards of these contacts in this order, as far as they are in `visible`; no other company is named either.

    A fixed number of queries per 500 contacts.
    """
    keys = Organisation.current().installation
    related = ("phones", "emails", "links", "addresses", "taggings__tag", models.Prefetch("company", visible))
    for start in range(0, len(pks), CHUNK):
        found = visible.prefetch_related(*related).in_bulk(pks[start : start + CHUNK])
        for pk in pks[start : start + CHUNK]:
            if pk in found:
                yield _Writing(found[pk], version, str(keys)).card()


def card(contact: Contact, visible: models.QuerySet, version: str = VERSIONS[0]) -> str:
    """The card of one contact, which the caller took from `visible`."""
    return "".join(cards([contact.pk], visible, version))


class _Writing:
    def __init__(self, contact: Contact, version: str, installation: str):
        self.contact, self.version, self.installation = contact, version, installation
        self.is_new = version == "4.0"

    def card(self) -> str:
        return "".join(
            [
                "BEGIN:VCARD\r\n", f"VERSION:{self.version}\r\n", "PRODID:-//Carnet//Contacts//EN\r\n",
                *self._who(), *self._details(), *self._links(), *self._facts(), *self._photo(),
                "END:VCARD\r\n",
            ]
        )  # fmt: skip

    # --- who ----------------------------------------------------------------------------------------------------------
    def _who(self) -> Iterator[str]:
        contact = self.contact
        parts = (contact.last_name, contact.first_name, contact.middle_name, contact.salutation, contact.suffix)
        if self.is_new:
            yield line("KIND", "org" if contact.is_company else "individual")
        yield line("N", *([""] * 5 if contact.is_company else parts))
        yield line("FN", self._shown_name())
        if contact.is_company:
            yield line("ORG", contact.name)
            yield "X-ABSHOWAS:COMPANY\r\n"
            return
        company = contact.company.name if _is_loaded(contact) else ""
        if not self.is_new and company and company in parts:  # else N, FN and ORG would say the same of a company
            yield line("X-ADDRESSBOOKSERVER-KIND", "individual")
        if company or contact.department:
            yield line("ORG", *([company, contact.department] if contact.department else [company]))
        if contact.job_title:
            yield line("TITLE", contact.job_title)

    def _shown_name(self) -> str:
        contact = self.contact
        if contact.is_company:
            return contact.name or contact.display_name
        parts = [contact.first_name, contact.middle_name, contact.last_name, contact.suffix]
        return " ".join(filter(None, parts)) or contact.display_name

    def _facts(self) -> Iterator[str]:
        contact = self.contact
        if contact.birthday:
            yield self._birthday(*contact.birthday)
        if contact.notes:
            yield line("NOTE", contact.notes)
        if tags := sorted(tagging.tag.name for tagging in contact.taggings.all()):
            yield line("CATEGORIES", *tags, sign=",")
        yield line("UID", exported_id(f"{self.installation}-", contact.external_id, contact.pk))
        changed = contact.changed_at.astimezone(dt.UTC)
        yield f"REV:{changed:%Y%m%dT%H%M%SZ}\r\n"

    def _birthday(self, year: int | None, month: int, day: int) -> str:
        if self.is_new:
            return f"BDAY:{f'{year:04d}' if year else '--'}{month:02d}{day:02d}\r\n"
        if year:
            return f"BDAY:{year:04d}-{month:02d}-{day:02d}\r\n"
        return f"BDAY;X-APPLE-OMIT-YEAR={_UNKNOWN_YEAR}:{_UNKNOWN_YEAR}-{month:02d}-{day:02d}\r\n"

    # --- details ------------------------------------------------------------------------------------------------------
    def _line(self, name: str, row, *components: str, words: tuple[str, ...] = (), service: str = "") -> str:
        """A line with its types; which one is preferred is a type in 3.0, a parameter in 4.0."""
        params = {"X-SERVICE-TYPE": service} if service else {}
        if row.is_primary and self.is_new:
            params["PREF"] = "1"
        elif row.is_primary:
            words = (*words, "PREF")
        return line(name, *components, types=words, **params)

    def _details(self) -> Iterator[str]:
        contact = self.contact
        for row in _ordered(contact.phones):
            yield self._line("TEL", row, row.number, words=types("phone", row.category, self.version))
        for row in _ordered(contact.emails):
            yield self._line("EMAIL", row, row.address, words=types("email", row.category, self.version))
        for row in _ordered(contact.addresses):
            parts = ("", "", row.street, row.city, row.state, row.postal_code, _country(row))
            yield self._line("ADR", row, *parts, words=types("address", row.category, self.version))

    def _links(self) -> Iterator[str]:
        for row in _ordered(self.contact.links):
            if row.category in _NETWORKS:
                yield self._line("X-SOCIALPROFILE", row, row.url, words=(_NETWORKS[row.category],))
            elif row.category == ContactLink.Category.SKYPE:
                name = row.url if "/" in row.url else f"skype:{row.url}"
                yield self._line("IMPP", row, name, service="Skype")
            else:
                yield self._line("URL", row, row.url, words=_words(row))

    def _photo(self) -> Iterator[str]:
        name = self.contact.photo
        if not name or not default_storage.exists(name):
            return
        with default_storage.open(name) as file:
            data = base64.b64encode(file.read()).decode("ascii")
        kind = "PNG" if name.endswith(".png") else "JPEG"
        if self.is_new:
            yield raw_line("PHOTO", f"data:image/{kind.lower()};base64,{data}")
        else:
            yield raw_line(f"PHOTO;ENCODING=b;TYPE={kind}", data)


def _is_loaded(contact: Contact) -> bool:
    """Whether the person's company was fetched: one that the reader may not see was not."""
    return bool(contact.company_id) and contact._state.fields_cache.get("company") is not None


def _ordered(rows) -> list:
    return sorted(rows.all(), key=lambda row: (row.position, row.pk))


def _words(row: ContactLink) -> tuple[str, ...]:
    """A type only where the address alone would be taken for another kind of link."""
    if row.category == ContactLink.Category.OTHER:
        return ("OTHER",)
    try:
        return () if LinksWidget().one(row.url, "website")[0] == row.category else ("WEBSITE",)
    except BusinessError:  # an address of old that would not be taken today
        return ("WEBSITE",)


def _country(row: ContactAddress) -> str:
    """The name in the reader's language, if it can be read again; else the code."""
    name = row.country_name
    return name if not row.country or country_code(name) == row.country.code else row.country.code
