"""Lines of the audit, made of field changes and security events: names resolved live, before → after in words."""

import datetime as dt
from dataclasses import dataclass, field

from auditlog.models import LogEntry
from django.apps import apps
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.bulk import BULK
from contacts.models import Contact
from core.access.models import AccessLevel
from core.accounts.models import User
from core.audit.models import SecurityEvent
from core.pages.names import Named, names_of

from .audit_words import ACTIONS, DETAILS, kind_words, value_words

# Details that are shown as names, and the model they are keys of.
KEYS_OF = {"ids": Contact, "users": User, "groups": Group, "added": User, "left": User}
KEY_LABELS = {
    "ids": gettext_lazy("Contacts"),
    "users": gettext_lazy("Users"),
    "groups": gettext_lazy("Groups"),
    "added": gettext_lazy("Added"),
    "left": gettext_lazy("Taken off"),
}
CODES = {
    **dict(AccessLevel.choices),
    "user": gettext_lazy("CRM user"),
    "administrator": gettext_lazy("CRM administrator"),
    "owner": gettext_lazy("Owner"),
}
LISTS = {"contacts.contacttype", "contacts.temperaturelevel", "contacts.contacttag"}
LONGEST = 200


@dataclass
class Change:
    label: str
    before: str
    after: str


@dataclass
class Line:
    at: dt.datetime
    actor: object
    what: str
    kind_of_record: str = ""
    named: Named | None = None
    changes: list[Change] = field(default_factory=list)
    details: list[tuple[str, str]] = field(default_factory=list)
    job_url: str = ""
    remote_addr: str = ""


def lines_of(entries: list[LogEntry], events: list[SecurityEvent], user) -> dict[tuple[str, int], Line]:
    """{("entry" or "event", key): Line}; names are asked for once per kind of record."""
    names = names_of(_references(entries, events), user)
    found = {("entry", entry.pk): _of_entry(entry, names, user) for entry in entries}
    return found | {("event", event.pk): _of_event(event, names, user) for event in events}


def _references(entries, events):
    for entry in entries:
        yield entry.content_type_id, entry.object_id
        for name, values in (entry.changes or {}).items():
            model = _linked_model(entry, name)
            if model and isinstance(values, list):
                type_id = ContentType.objects.get_for_model(model).pk
                yield from ((type_id, _key(value)) for value in values)
    for event in events:
        yield event.content_type_id, event.object_id
        for name, model in KEYS_OF.items():
            type_id = ContentType.objects.get_for_model(model).pk
            keys = event.details.get(name)
            if isinstance(keys, list):
                yield from ((type_id, _key(value)) for value in keys[:10])


def _key(value) -> int | None:
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() else None


def _field(entry: LogEntry, name: str):
    try:
        return entry.content_type.model_class()._meta.get_field(name)
    except (AttributeError, FieldDoesNotExist):
        return None


def _linked_model(entry: LogEntry, name: str):
    found = _field(entry, name)
    return found.related_model if found is not None and found.many_to_one else None


def _of_entry(entry: LogEntry, names: dict, user) -> Line:
    named = names.get((entry.content_type_id, entry.object_id)) or _gone(entry)
    return Line(
        entry.timestamp,
        entry.actor,
        str(ACTIONS.get(entry.action, "")),
        _kind_of_record(entry.content_type),
        _with_address(named),
        [change for change in _changes(entry, names, user) if change.before != change.after],
        remote_addr=entry.remote_addr or "",
    )


def _changes(entry: LogEntry, names: dict, user) -> list[Change]:
    return [_change(entry, name, values, names, user) for name, values in sorted((entry.changes or {}).items())]


def _gone(entry: LogEntry) -> Named:
    """A record of a list that is no more keeps the name under which it was written down; a user's record has none."""
    model = entry.content_type.model_class()
    has_trash = model is not None and hasattr(model._default_manager.all(), "restorable_by")
    return Named(_("no longer there") if has_trash else entry.object_repr)


def _with_address(named: Named) -> Named:
    """A detail leads to its contact."""
    contact_pk = getattr(named.record, "contact_id", None)
    if contact_pk and not named.url:
        named.url = reverse("contacts:detail", args=[contact_pk])
    return named


def _kind_of_record(content_type: ContentType | None) -> str:
    model = content_type.model_class() if content_type else None
    return capfirst(str(model._meta.verbose_name)) if model else ""


def _change(entry: LogEntry, name: str, values, names: dict, user) -> Change:
    found = _field(entry, name)
    label = capfirst(getattr(found, "verbose_name", name.replace("_", " ")))
    if isinstance(values, dict):  # a relation to many: what was added or taken off
        objects = value_words(values.get("objects", []), user)
        is_added = values.get("operation") == "add"
        return Change(label, "–" if is_added else objects, objects if is_added else "–")
    before, after = (list(values) + [None, None])[:2]
    return Change(label, *(_value(entry, name, found, value, names, user) for value in (before, after)))


def _value(entry: LogEntry, name: str, found, value, names: dict, user) -> str:
    if found is not None and found.many_to_one and value not in (None, "None", ""):
        type_id = ContentType.objects.get_for_model(found.related_model).pk
        named = names.get((type_id, _key(value)))
        return named.label if named else _("no longer there")
    choices = dict(found.flatchoices) if getattr(found, "choices", None) else {}
    words = str(choices[value]) if value in choices and value != "" else value_words(value, user)
    return words if len(words) <= LONGEST else f"{words[:LONGEST]}…"


def _of_event(event: SecurityEvent, names: dict, user) -> Line:
    named = names.get((event.content_type_id, event.object_id))
    if named is None and event.object_id:
        named = Named(_("no longer there"))
    return Line(
        event.at,
        event.actor,
        kind_words(event.kind),
        _kind_of_record(event.content_type),
        named,
        details=list(_details(event, names, user)),
        job_url=reverse("jobs:detail", args=[event.job_id]) if event.job_id else "",
        remote_addr=event.remote_addr or "",
    )


def _details(event: SecurityEvent, names: dict, user):
    for name, label in DETAILS.items():
        value = event.details.get(name)
        if value not in (None, "", []):
            yield str(label), _detail(name, value, user)
    for name, label in KEY_LABELS.items():
        keys = event.details.get(name)
        if isinstance(keys, list) and keys and not (name == "ids" and event.object_id):
            yield str(label), _named_keys(KEYS_OF[name], keys, names)


def _detail(name: str, value, user) -> str:
    if name in {"level", "role", "before"} and isinstance(value, str) and value in CODES:
        return str(CODES[value])
    if name == "operation" and value in BULK.operations:
        return str(BULK.operations[value].heading or BULK.operations[value].label)
    if name == "list" and str(value) in LISTS:
        return capfirst(str(apps.get_model(value)._meta.verbose_name_plural))
    return value_words(value, user)


def _named_keys(model, keys: list, names: dict) -> str:
    """The names of the first ten, and how many there are besides."""
    type_id = ContentType.objects.get_for_model(model).pk
    unknown = Named(_("no longer there"))
    found = [names.get((type_id, _key(key)), unknown).label for key in keys[:10]]
    return ", ".join(found) + (f" +{len(keys) - 10}" if len(keys) > 10 else "")
