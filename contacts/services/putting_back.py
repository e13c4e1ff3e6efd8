"""Contacts get back the values that a job's items keep, many at once, in a number of statements that rows don't raise.

`before` of an item: {"temperature": 3, "contact_type": None, "access_level": "read"} for plain fields (links by key),
{"tags": ["Lead"]} by name, {"grants": [["user", 3, true], ["group", 2, false]]} with the right to write,
{"details": {"phones": {"added": [7], "replaced": [{"pk": 3, "number": "…", "category": "work"}]}}} of an import.
The items of the job are the record of it: as with every act on many contacts, the audit gets one line for all.
"""

import json
from collections import defaultdict

from django.contrib.auth.models import Group
from django.db import connection
from django.db.models import F, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from contacts.details import e164, email_key
from contacts.models import Contact, ContactGroupGrant, ContactTagging, ContactUserGrant
from core.accounts.models import User
from core.history import services as history
from core.jobs.models import JobItem
from core.records import writing

from .access import permissions
from .contacts import tags_by_name
from .details import KINDS, home_country
from .many import grants_of, tags_of
from .names import set_names

NOT_FIELDS = {"tags", "grants", "trash_act", "details"}
_SAME_FOR_MANY = {"contact_type", "temperature", "access_level"}  # neither names nor the search follow from them
_DERIVED = ["display_name", "sort_name", "match_name", "search_text", "version", "changed_by", "changed_at"]
_ROWS = 100  # contacts with values of their own in one statement

Befores = dict[int, dict]


def put_back(items: list[JobItem], *, by) -> dict[int, str]:
    """Inside the caller's transaction; gives {key of an item: why it was left out}."""
    wanted = {item.object_id: item for item in items}
    rows = _locked({pk: item.before or {} for pk, item in wanted.items()}, by)
    kept = {pk: row for pk, row in rows.items() if row.version == wanted[pk].version_after}
    befores = {pk: wanted[pk].before or {} for pk in kept}
    _put_tags_back(befores)
    _put_access_back(kept, befores, by)
    _put_details_back(befores)
    _put_fields_back(kept, befores, by)
    return {
        item.pk: changed_since() if pk in rows else not_reachable() for pk, item in wanted.items() if pk not in kept
    }


def _locked(befores: Befores, by) -> dict[int, Contact]:
    """The contacts that `by` may put back; of those with plain values only the columns that are needed."""
    shared = {pk for pk, before in befores.items() if "grants" in before or "access_level" in before}
    found: dict[int, Contact] = {}
    for open_to, pks in (
        (Contact.objects.shareable_by, shared),
        (Contact.objects.editable_by, befores.keys() - shared),
    ):
        rows = open_to(by).filter(pk__in=pks).order_by("pk").select_for_update() if pks else Contact.objects.none()
        is_plain = all(_is_plain(befores[pk]) for pk in pks)
        found |= {row.pk: row for row in (rows.only("version", "access_level") if is_plain else rows)}
    return found


def _is_plain(before: dict) -> bool:
    return before.keys() <= _SAME_FOR_MANY | {"tags", "grants"}


def _put_tags_back(befores: Befores) -> None:
    wanted = {pk: before["tags"] for pk, before in befores.items() if "tags" in before}
    if not wanted:
        return
    had = tags_of(wanted)
    after = {pk: {str(name).casefold(): str(name) for name in names} for pk, names in wanted.items()}
    taggings = ContactTagging.objects.filter(content_object__in=wanted).values_list("pk", "content_object", "tag__name")
    gone = [tagging for tagging, pk, name in taggings if name.casefold() not in after[pk]]
    ContactTagging.objects.filter(pk__in=gone).delete()
    missing = {
        pk: names.keys() - {name.casefold() for name in had[pk]} for pk, names in after.items()
    }  # fmt: skip
    tags = tags_by_name([name for pk, keys in missing.items() for key, name in after[pk].items() if key in keys])
    pairs = {(pk, tags[key].pk) for pk, keys in missing.items() for key in keys}
    writing.insert(ContactTagging, ["content_object_id", "tag_id"], sorted(pairs))


def _put_access_back(rows: dict[int, Contact], befores: Befores, by) -> None:
    """Levels are columns (see _put_fields_back); here the grants, and a line in the history of what is changed."""
    wanted = {pk: before["grants"] for pk, before in befores.items() if "grants" in before}
    had = grants_of(wanted)
    there = _grantees(wanted.values())
    after = {
        pk: {(kind, of): write for kind, of, write in grants if (kind, of) in there} for pk, grants in wanted.items()
    }
    touched = {pk: grants for pk, grants in after.items() if grants != had[pk]}
    _write_grants(touched)
    changed = defaultdict(list)
    for pk, before in befores.items():
        level = before.get("access_level", rows[pk].access_level)
        if pk in touched or level != rows[pk].access_level:
            changed[level].append(rows[pk])
    for level, contacts in changed.items():
        history.record_many("contacts.access_changed", contacts, by=by, data={"level": level})


def _grantees(stored) -> set[tuple[str, int]]:
    """Which of these users and groups still exist."""
    named = {(kind, pk) for grants in stored for kind, pk, _write in grants}
    users = User.objects.filter(pk__in=[pk for kind, pk in named if kind == "user"])
    groups = Group.objects.filter(pk__in=[pk for kind, pk in named if kind == "group"])
    return {("user", pk) for pk in users.values_list("pk", flat=True)} | {
        ("group", pk) for pk in groups.values_list("pk", flat=True)
    }


def _write_grants(touched: dict[int, dict[tuple[str, int], bool]]) -> None:
    by_level = {can_write: permission.pk for can_write, permission in permissions().items()}
    for model, kind in ((ContactUserGrant, "user"), (ContactGroupGrant, "group")):
        model.objects.filter(content_object__in=touched).delete()
        rows = [
            (of, pk, by_level[write])
            for pk, grants in touched.items()
            for (k, of), write in grants.items()
            if k == kind
        ]
        writing.insert(model, [f"{kind}_id", "content_object_id", "permission_id"], rows)


def _put_details_back(befores: Befores) -> None:
    """Take away the details that were added, and give the replaced ones their old values."""
    details = {pk: before["details"] for pk, before in befores.items() if before.get("details")}
    for name, model in KINDS:
        states = [each[name] for each in details.values() if name in each]
        rows = model.objects.filter(contact__in=details)
        added = [pk for state in states for pk in state.get("added", [])]
        if added:
            rows.filter(pk__in=added)._raw_delete(connection.alias)
        # Of a row that was replaced twice the first state is the one to go back to.
        replaced = {one["pk"]: one for state in states for one in reversed(state.get("replaced", []))}
        if replaced:
            _give_old_values(name, model, rows.filter(pk__in=replaced), replaced)


def _give_old_values(name: str, model, rows, states: dict[int, dict]) -> None:
    country = home_country() if name == "phones" else ""
    rows, names = list(rows), {field for state in states.values() for field in state} - {"pk"}
    for row in rows:
        for field in states[row.pk].keys() - {"pk"}:
            setattr(row, field, states[row.pk][field])
        if name == "phones":
            row.e164 = e164(row.number, country)
        if name == "emails":
            row.match_key = email_key(row.address)
    names |= {"phones": {"e164"}, "emails": {"match_key"}}.get(name, set())
    model.objects.bulk_update(rows, sorted(names), batch_size=_ROWS)


def _put_fields_back(rows: dict[int, Contact], befores: Befores, by) -> None:
    """One UPDATE for all with the same plain values; those whose name may change are set in memory, saved together."""
    there = _entries(befores)
    own: list[Contact] = []
    same: dict[str, list[int]] = defaultdict(list)
    for pk, before in befores.items():
        values = {name: before[name] for name in before.keys() - NOT_FIELDS}
        values |= {name: None for name in values.keys() & there.keys() if values[name] not in there[name]}
        if _is_plain(before):
            same[json.dumps(values, sort_keys=True)].append(pk)
        else:
            _set(rows[pk], values)
            own.append(rows[pk])
    now = timezone.now()
    for stored, pks in same.items():
        values = {Contact._meta.get_field(name).attname: value for name, value in json.loads(stored).items()}
        Contact.objects.filter(pk__in=pks).update(version=F("version") + 1, changed_by=by, changed_at=now, **values)
    _save(own, befores, by, now)


def _entries(befores: Befores) -> dict[str, set]:
    """{name of a link: keys that still exist}: a type or level that was deleted since becomes "not specified"."""
    wanted = defaultdict(set)
    for before in befores.values():
        for name in before.keys() - NOT_FIELDS:
            if Contact._meta.get_field(name).is_relation:
                wanted[name].add(before[name])
    return {
        name: set(
            Contact._meta.get_field(name)
            .related_model._default_manager.filter(pk__in=pks - {None})
            .values_list("pk", flat=True)
        )
        for name, pks in wanted.items()
    }


def _set(contact: Contact, values: dict) -> None:
    for name, value in values.items():
        setattr(contact, Contact._meta.get_field(name).attname, value)


def _save(contacts: list[Contact], befores: Befores, by, now) -> None:
    if not contacts:
        return
    prefetch_related_objects(contacts, "phones", "emails")
    for contact in contacts:
        set_names(contact, list(contact.phones.all()), list(contact.emails.all()))
        contact.version, contact.changed_by, contact.changed_at = contact.version + 1, by, now
    names = {name for contact in contacts for name in befores[contact.pk]} - NOT_FIELDS
    Contact.objects.bulk_update(contacts, [*sorted(names), *_DERIVED], batch_size=_ROWS)


def changed_since() -> str:
    return _("It was changed since.")


def not_reachable() -> str:
    return _("It lies in the trash, or you may not edit it any more.")
