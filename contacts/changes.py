"""What somebody else changed beside what was typed, in words, on both sides by the same function (ACC-31)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.models import Contact
from contacts.services.access import grants_of
from contacts.services.conflicts import DETAILS, changes_since

DETAIL_NAMES = ["phones", "emails", "links", "addresses"]


@dataclass
class Change:
    label: Any
    saved: str
    typed: str
    by: str = ""
    at: Any = None

    @property
    def is_same(self) -> bool:
        return self.saved == self.typed


def _text(name: str) -> Callable[[Any, Any], str]:
    return lambda source, user: str(getattr(source, name) or "")


def _choice(name: str, choices) -> Callable[[Any, Any], str]:
    return lambda source, user: str(dict(choices).get(getattr(source, name), ""))


def _company(source, user) -> str:
    if getattr(source, "new_company", ""):
        return source.new_company
    pk = source.company.pk if source.company else None
    if pk is None:
        return ""
    seen = Contact.objects.visible_to(user).filter(pk=pk).first()
    return str(seen) if seen else _("private contact")


def _birthday(source, user) -> str:
    return ".".join(str(part) for part in reversed(source.birthday) if part) if source.birthday else ""


def _consent_on(source, user) -> str:
    pattern = user.date_format or "SHORT_DATE_FORMAT"
    return formats.date_format(timezone.localtime(source.consent_at), pattern) if source.consent_at else ""


def _tags(source, user) -> str:
    names = source.tags if isinstance(source.tags, list) else [tagging.tag.name for tagging in source.taggings.all()]
    return ", ".join(sorted(names, key=str.casefold))


def _managers(source, user) -> str:
    grants = grants_of(source) if isinstance(source, Contact) else source.grants or []
    rights = {True: _("Can edit"), False: _("Can read")}
    return "\n".join(sorted(f"{grant.grantee}: {rights[grant.can_write]}" for grant in grants))


def _rows(name: str, model) -> Callable[[Any, Any], str]:
    def words(source, user) -> str:
        rows = getattr(source, name)
        rows = rows if isinstance(rows, list) else rows.all()
        return "\n".join(sorted(_row(model, row) for row in rows))

    return words


def _row(model, row) -> str:
    """A stored row or one that was typed, as its model writes it; the primary one with a star."""
    names = [field.name for field in model._meta.concrete_fields if hasattr(row, field.name)]
    own = {name: getattr(row, name) for name in names if name not in {"id", "contact", "position"}}
    category = dict(model.Category.choices).get(row.category, "")
    return f"{category}: {model(**own)}{' ★' if row.is_primary else ''}"


# key → (label, words, the fields of the audit that belong to it)
FIELDS: dict[str, tuple[Any, Callable[[Any, Any], str], set[str]]] = {
    name: (Contact._meta.get_field(name).verbose_name, _text(name), {name})
    for name in (
        "name", "salutation", "first_name", "middle_name", "last_name", "suffix", "job_title", "department",
        "contact_type", "temperature", "currency", "notes", "consent_proof",
    )
} | {
    "company": (gettext_lazy("company"), _company, {"company"}),
    "birthday": (gettext_lazy("birthday"), _birthday, {"birth_year", "birth_month", "birth_day"}),
    "consent": (gettext_lazy("may receive mailings"), _choice("consent", Contact.Consent.choices), {"consent"}),
    "consent_at": (gettext_lazy("given or withdrawn on"), _consent_on, {"consent_at"}),
    "tags": (gettext_lazy("tags"), _tags, {"tags"}),
    "access_level": (gettext_lazy("access"), _choice("access_level", Contact._meta.get_field("access_level").choices),
                     {"access_level"}),
    "managers": (gettext_lazy("managers"), _managers, {"managers"}),
} | {
    name: (model._meta.verbose_name_plural, _rows(name, model), {name})
    for name, model in zip(DETAIL_NAMES, DETAILS, strict=True)
}  # fmt: skip


def changes_beside(stored: Contact, version: int, editor, user) -> list[Change]:
    """The fields changed after `version`; where the audit names none, those that differ from what was typed."""
    typed = editor.values(None)
    if typed.grants is None:
        typed.grants = grants_of(stored)
    touched = _touched(stored, version)
    found = []
    for label, words, names in FIELDS.values():
        change = Change(label, words(stored, user), words(typed, user))
        entry = next((touched[name] for name in names if name in touched), None)
        if entry is not None:
            change.by, change.at = str(entry.actor or ""), entry.timestamp
        if entry is not None or (not touched and not change.is_same):
            found.append(change)
    return found


def _touched(stored: Contact, version: int) -> dict[str, LogEntry]:
    """{field of the audit, or kind of detail: the last entry that changed it}"""
    models: dict[type, str] = dict(zip(DETAILS, DETAIL_NAMES, strict=True))
    types = ContentType.objects.get_for_models(*models)
    kinds = {content_type.pk: models[model] for model, content_type in types.items()}
    touched = {}
    for entry in changes_since(stored, version):
        kind = kinds.get(entry.content_type_id)
        for name in [kind] if kind else entry.changes_dict:
            touched[name] = entry
    return touched
