"""Filling and overwriting contacts that are there: nothing is taken away, consent only becomes stricter (IMP-04)."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from contacts.details import e164, email_key
from contacts.models import Contact, ContactTagging
from contacts.services.contacts import tags_by_name
from contacts.services.details import KINDS, phone_country
from contacts.services.names import set_names
from core.search.folding import match_form

_FIELDS = [
    "salutation",
    "first_name",
    "middle_name",
    "last_name",
    "suffix",
    "job_title",
    "department",
    "currency",
    "notes",
    "contact_type",
    "temperature",
]
# `before` is kept in the form that contacts/services/undo.py reads.
_COLUMNS = {"contact_type": "contact_type_id", "temperature": "temperature_id", "company": "company_id"}
_SAVED = [
    *_FIELDS,
    "name",
    "company",
    "birth_year",
    "birth_month",
    "birth_day",
    "consent",
    "consent_at",
    "consent_proof",
    "external_id",
    "photo",
    "version",
    "changed_by",
    "changed_at",
    "display_name",
    "sort_name",
    "match_name",
    "search_text",
]


class Updater:
    """Changes the contacts of one chunk in memory, and saves them together."""

    def __init__(self, by, *, overwrite: bool):
        self.by, self.overwrite = by, overwrite
        self.contacts: dict[int, Contact] = {}
        self.details: dict[int, dict[str, list]] = {}
        self.tags: dict[int, dict[str, str]] = {}
        self.before: dict[int, dict] = {}
        self.new_tags: dict[int, list[str]] = {}
        self.home = ""

    def load(self, ids: Iterable[int]) -> None:
        """Fetch and lock these contacts with their details and tags."""
        ids = set(ids) - self.contacts.keys()
        if not ids:
            return
        rows = Contact.objects.select_for_update().filter(pk__in=ids).order_by("pk")
        for contact in rows.prefetch_related("phones", "emails", "links", "addresses", "taggings__tag"):
            self.contacts[contact.pk] = contact
            self.details[contact.pk] = {name: list(getattr(contact, name).all()) for name, _model in KINDS}
            self.tags[contact.pk] = {row.tag.name.casefold(): row.tag.name for row in contact.taggings.all()}

    def change(self, pk: int, values, company: Contact | None, *, overwrite: bool | None = None) -> bool:
        """Take over what the row says; says whether anything is new."""
        overwrite = self.overwrite if overwrite is None else overwrite
        contact = self.contacts[pk]
        changed = [self._set(contact, name, getattr(values, name), overwrite) for name in _FIELDS]
        changed.append(contact.kind == "company" and self._set(contact, "name", values.name, overwrite))
        changed.append(self._set(contact, "company", company, overwrite and contact.kind == "person"))
        changed.append(self._set_birthday(contact, values.birthday, overwrite))
        changed.append(self._set(contact, "external_id", values.external_id, False))
        changed.append(self._set(contact, "photo", values.photo, overwrite))
        changed.append(self._restrict(contact, values))
        changed += [
            self._detail(contact, name, row, overwrite) for name, _model in KINDS for row in getattr(values, name)
        ]
        changed.append(self._tag(contact, values.tags))
        return any(changed)

    def takes_company(self, pk: int) -> bool:
        """Whether the contact would get the company that a row names: it has none, or the file goes before."""
        contact = self.contacts[pk]
        return contact.kind == "person" and (contact.company_id is None or self.overwrite)

    def _note(self, contact: Contact) -> dict:
        return self.before.setdefault(contact.pk, {})

    def _note_detail(self, contact: Contact, name: str) -> dict:
        details = self._note(contact).setdefault("details", {})
        return details.setdefault(name, {"added": [], "replaced": []})

    def _set(self, contact: Contact, name: str, value, overwrite: bool) -> bool:
        column = _COLUMNS.get(name, name)
        old = getattr(contact, column)
        new = value.pk if hasattr(value, "pk") else value
        if new in (None, "") or new == old or (old not in (None, "") and not overwrite):
            return False
        self._note(contact).setdefault(name, old)
        setattr(contact, column, new)
        return True

    def _set_birthday(self, contact: Contact, birthday, overwrite: bool) -> bool:
        old = (contact.birth_year, contact.birth_month, contact.birth_day)
        if birthday is None or old == birthday or (contact.birthday and not overwrite):
            return False
        for name, value in zip(("birth_year", "birth_month", "birth_day"), old, strict=True):
            self._note(contact).setdefault(name, value)
        contact.birth_year, contact.birth_month, contact.birth_day = birthday
        return True

    def _restrict(self, contact: Contact, values) -> bool:
        if values.consent != Contact.Consent.WITHDRAWN or contact.consent == Contact.Consent.WITHDRAWN:
            return False
        before = self._note(contact)
        before.setdefault("consent", contact.consent)
        before.setdefault("consent_at", contact.consent_at.isoformat() if contact.consent_at else None)
        before.setdefault("consent_proof", contact.consent_proof)
        contact.consent, contact.consent_at = values.consent, timezone.now()
        contact.consent_proof = values.consent_proof
        return True

    def _detail(self, contact: Contact, name: str, value, overwrite: bool) -> bool:
        rows = self.details[contact.pk][name]
        country = self._country(contact) if name == "phones" else ""
        if any(_same_detail(name, row, value, country) for row in rows):
            return False
        model: Any = dict(KINDS)[name]
        old = next((row for row in rows if _may_be_replaced(row, value)), None) if overwrite else None
        if old is not None:
            state = {field: _plain(getattr(old, field)) for field in vars(value) if field != "is_primary"}
            self._note_detail(contact, name)["replaced"].append(state)
        row = old or model(contact=contact, position=len(rows), is_primary=not rows)
        self._fill(row, value, contact)
        if old is None:
            rows.append(row)
            self._note_detail(contact, name)
        row.is_touched = True
        return True

    def _fill(self, row, value, contact: Contact) -> None:
        for field, given in vars(value).items():
            if field not in {"pk", "is_primary"}:
                setattr(row, field, given)
        if hasattr(row, "e164"):
            row.e164 = e164(row.number, self._country(contact))
        if hasattr(row, "match_key"):
            row.match_key = email_key(row.address)

    def _tag(self, contact: Contact, names: list[str]) -> bool:
        new = [name for name in names if name.casefold() not in self.tags[contact.pk]]
        if new:
            self._note(contact).setdefault("tags", list(self.tags[contact.pk].values()))
            self.new_tags.setdefault(contact.pk, []).extend(new)
            self.tags[contact.pk] |= {name.casefold(): name for name in new}
        return bool(new)

    def _country(self, contact: Contact) -> str:
        """Where the phones of this contact are read; the organisation's country is asked for once."""
        own = next((str(row.country) for row in self.details[contact.pk]["addresses"] if row.country), "")
        if not own and not self.home:
            self.home = phone_country([])
        return own or self.home

    def save(self) -> dict[int, dict]:
        """Write everything in a fixed number of statements; returns what each change replaced, by id."""
        changed = [self.contacts[pk] for pk in self.before]
        for contact in changed:
            rows = self.details[contact.pk]
            set_names(contact, rows["phones"], rows["emails"])
            contact.version += 1
            contact.changed_by, contact.changed_at = self.by, timezone.now()
        Contact.objects.bulk_update(changed, _SAVED, batch_size=200)
        for name, model in KINDS:
            self._save_details(name, model)
        self._save_tags()
        done, self.before, self.new_tags = self.before, {}, {}
        return done

    def _save_details(self, name: str, model) -> None:
        touched = [row for pk in self.before for row in self.details[pk][name] if getattr(row, "is_touched", False)]
        new = [row for row in touched if row.pk is None]
        old = [row for row in touched if row.pk is not None]
        model.objects.bulk_create(new)
        if old:
            fields = [field.name for field in model._meta.concrete_fields if field.name not in {"id", "contact"}]
            model.objects.bulk_update(old, fields, batch_size=200)
        for row in touched:
            row.is_touched = False
        for row in new:
            self.before[row.contact_id]["details"][name]["added"].append(row.pk)

    def _save_tags(self) -> None:
        names = {name.casefold(): name for row in self.new_tags.values() for name in row}
        if not names:
            return
        tags = tags_by_name(list(names.values()))
        pairs = [(pk, tags[name.casefold()]) for pk, row in self.new_tags.items() for name in row]
        ContactTagging.objects.bulk_create(
            [ContactTagging(content_object_id=pk, tag=tag) for pk, tag in pairs], ignore_conflicts=True
        )


def says_more_than_its_name(values) -> bool:
    """Whether the row of a company holds anything that it has not as the mere company of a person."""
    fields = [*(name for name in _FIELDS if name not in {"first_name", "last_name"}), "birthday", "tags"]
    has_details = any(getattr(values, name) for name, _model in KINDS)
    return has_details or values.consent == Contact.Consent.WITHDRAWN or any(getattr(values, name) for name in fields)


def _may_be_replaced(row, value) -> bool:
    return bool(row.pk) and row.category == value.category and not getattr(row, "is_touched", False)


def _same_detail(name: str, row, value, country: str) -> bool:
    if name == "phones":
        is_known = bool(row.e164) and row.e164 == e164(value.number, country)
        return is_known or "".join(row.number.split()) == "".join(value.number.split())
    if name == "emails":
        return row.match_key == email_key(value.address)
    if name == "links":
        return _bare(row.url) == _bare(value.url)
    parts = ("street", "postal_code", "city", "state", "country", "country_text")
    return match_form(" ".join(str(getattr(row, part)) for part in parts)) == match_form(
        " ".join(str(getattr(value, part)) for part in parts)
    )


def _bare(url: str) -> str:
    return url.lower().split("://")[-1].removeprefix("www.").rstrip("/")


def _plain(value):
    return str(value) if hasattr(value, "code") else value
