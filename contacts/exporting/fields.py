"""All fields of contacts as an import restores them: one row per contact, details in numbered columns."""

import datetime as dt
from functools import cache
from typing import Any

from django.db.models import Count, Max
from django.utils.translation import get_language
from django_countries import countries

from contacts.importing.countries import country_code
from contacts.importing.own_layout import FIELDS, detail_keys, heading
from contacts.models import (
    Contact,
    ContactAddress,
    ContactEmail,
    ContactLink,
    ContactPhone,
    ContactType,
    TemperatureLevel,
)
from core.access.models import AccessLevel
from core.exchange.listing import join_names

from .gathered import Contacts, entry_names, exported_id, key_prefix

DETAILS: dict[str, tuple[Any, list[str]]] = {
    "phone": (ContactPhone, ["number"]),
    "email": (ContactEmail, ["address"]),
    "link": (ContactLink, ["url"]),
    "address": (ContactAddress, ["street", "postal_code", "city", "state", "country", "country_text"]),
}
_TEXTS = ["salutation", "first_name", "middle_name", "last_name", "suffix", "job_title", "department"]
_COLUMNS = [
    *_TEXTS, "kind", "name", "external_id", "contact_type_id", "temperature_id", "currency", "notes", "consent",
    "consent_at", "consent_proof", "access_level", "birth_year", "birth_month", "birth_day",
]  # fmt: skip
ROLES = ["managers", "manager_groups", "readers", "reader_groups"]


def measure(records) -> dict[str, int]:
    """How many columns each kind of detail needs: those of the contact with the most."""
    found = {}
    for detail, (model, _columns) in DETAILS.items():
        counted = model.objects.filter(contact__in=records.values("pk")).order_by().values("contact")
        found[detail] = counted.annotate(number=Count("pk")).aggregate(most=Max("number"))["most"] or 0
    return found


def headings(sizes: dict[str, int]) -> list[str]:
    details = [
        key for detail in DETAILS for number in range(1, sizes[detail] + 1) for key in detail_keys(detail, number)
    ]
    return [heading(key) for key in [*FIELDS, *details, "notes"]]


class FieldRows:
    """Writes blocks of rows; the lists of the administrators are read once."""

    def __init__(self) -> None:
        self.types, self.levels = entry_names(ContactType), entry_names(TemperatureLevel)
        self.prefix = key_prefix()
        self.words = {
            name: dict(choices.choices)
            for name, choices in (("kind", Contact.Kind), ("consent", Contact.Consent), ("access_level", AccessLevel))
        }
        self.categories = {detail: dict(model.Category.choices) for detail, (model, _columns) in DETAILS.items()}

    def rows(self, ids: list[int], visible, sizes: dict[str, int]) -> list[list[str]]:
        found = Contacts(ids, visible, _COLUMNS)
        companies = found.companies("display_name", "external_id")
        tags, grants = found.tags(), found.grants()
        details = {name: found.details(model, "category", *columns) for name, (model, columns) in DETAILS.items()}
        rows = []
        for row in found.rows:
            pk = row["pk"]
            cells = self._facts(row, companies) | {"tags": join_names(tags.get(pk, []))}
            cells |= {role: join_names(grants.get(role, {}).get(pk, [])) for role in ROLES}
            parts = [cell for name in DETAILS for cell in self._details(name, details[name].get(pk, []), sizes[name])]
            rows.append([*(cells[key] for key in FIELDS), *parts, row["notes"]])
        return rows

    def _facts(self, row: dict, companies: dict[int, tuple]) -> dict[str, str]:
        company, number = companies.get(row["company_id"], ("", ""))
        is_named = row["company_id"] in companies
        at = row["consent_at"]
        return {
            "external_id": exported_id(self.prefix, row["external_id"], row["pk"]),
            "kind": str(self.words["kind"][row["kind"]]),
            "company": row["name"] if row["kind"] == Contact.Kind.COMPANY else company,
            "company_external_id": exported_id(self.prefix, number, row["company_id"]) if is_named else "",
            **{name: row[name] for name in _TEXTS},
            "contact_type": self.types.get(row["contact_type_id"], ""),
            "temperature": self.levels.get(row["temperature_id"], ""),
            "birthday": birthday(row["birth_year"], row["birth_month"], row["birth_day"]),
            "currency": row["currency"],
            "consent": "" if row["consent"] == "unknown" else str(self.words["consent"][row["consent"]]),
            "consent_at": at.astimezone(dt.UTC).isoformat() if at else "",
            "consent_proof": row["consent_proof"],
            "access_level": str(self.words["access_level"][row["access_level"]]),
        }

    def _details(self, name: str, rows: list[tuple], size: int) -> list[str]:
        cells = []
        for category, *values in rows[:size]:
            cells.append(str(self.categories[name].get(category, category)))
            if name == "address":
                *values, code, text = values
                values.append(country_name(code, get_language() or "") if code else text)
            cells += values
        width = len(detail_keys(name, 1))
        return cells + [""] * (width * size - len(cells))


def birthday(year: int | None, month: int | None, day: int | None) -> str:
    """ "1980-03-14", or "--03-14" where the year isn't known."""
    if not month or not day:
        return ""
    return f"{year:04d}-{month:02d}-{day:02d}" if year else f"--{month:02d}-{day:02d}"


@cache
def country_name(code: str, _language: str) -> str:
    """The country's name in the language of the moment, or its code where no import would know the name."""
    name = str(countries.name(code))
    return name if country_code(name) == code else code
