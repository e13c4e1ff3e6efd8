"""Acts on many contacts at once, in a fixed number of statements: list entries, tags, access.

Each takes rows that the caller has locked and narrowed to what `by` may do, works in the caller's transaction, and
gives what it changed with the values before, in the form that Undo reads (see undo.py). The job's items are the record.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import Group
from django.db.models import F
from django.utils import timezone

from contacts.models import Contact, ContactGroupGrant, ContactTagging, ContactUserGrant
from core.history import services as history
from core.records import writing

from .access import permissions
from .contacts import add_tags as add_tags_to
from .values import GrantValue


@dataclass
class Change:
    """One contact that was changed; its `version` is already the one after."""

    record: Contact
    before: dict[str, Any] = field(default_factory=dict)
    new_grants: list[GrantValue] = field(default_factory=list)


def set_entry(contacts: list[Contact], name: str, pk: int | None, *, by) -> list[Change]:
    """Give all the same type or temperature level (`name` is the field); None takes it away."""
    changes = [
        Change(contact, {name: contact.serializable_value(name)})
        for contact in contacts
        if contact.serializable_value(name) != pk
    ]
    _bump(changes, by, **{f"{name}_id": pk})
    return changes


def add_tags(contacts: list[Contact], names: list[str], *, by) -> list[Change]:
    """Add tags by name, creating the unknown ones."""
    had = tags_of(contact.pk for contact in contacts)
    wanted = {name.casefold() for name in names}
    changes = [
        Change(contact, {"tags": had[contact.pk]})
        for contact in contacts
        if wanted - {name.casefold() for name in had[contact.pk]}
    ]
    add_tags_to({change.record: names for change in changes})
    _bump(changes, by)
    return changes


def remove_tags(contacts: list[Contact], names: list[str], *, by) -> list[Change]:
    had = tags_of(contact.pk for contact in contacts)
    unwanted = {name.casefold() for name in names}
    changes = [
        Change(contact, {"tags": had[contact.pk]})
        for contact in contacts
        if unwanted & {name.casefold() for name in had[contact.pk]}
    ]
    taggings = ContactTagging.objects.filter(content_object__in=[change.record.pk for change in changes])
    gone = [pk for pk, name in taggings.values_list("pk", "tag__name") if name.casefold() in unwanted]
    ContactTagging.objects.filter(pk__in=gone).delete()
    _bump(changes, by)
    return changes


def share(
    contacts: list[Contact], *, level: str | None, grants: list[GrantValue], is_replacing: bool, by
) -> list[Change]:
    """Set the level (None leaves it) and add managers, or replace all of them; a timeline line for each change."""
    had = grants_of(contact.pk for contact in contacts)
    changes, touched = [], []
    rights: dict[int, dict] = {}
    for contact in contacts:
        before = had[contact.pk]
        kept = {} if is_replacing else dict(before)
        after = kept | {_key(grant): grant.can_write or kept.get(_key(grant), False) for grant in grants}
        if after == before and level in (None, contact.access_level):
            continue
        stored = [[*key, can_write] for key, can_write in before.items()]
        new = [grant for grant in grants if _key(grant) not in before]
        changes.append(Change(contact, {"access_level": contact.access_level, "grants": stored}, new))
        if after != before:
            touched.append(contact)
            rights[contact.pk] = after
    _write_grants(touched, grants, rights, is_replacing)
    for change in changes:
        change.record.access_level = level or change.record.access_level
    _bump(changes, by, **({"access_level": level} if level else {}))
    for shown in {change.record.access_level for change in changes}:
        same = [change.record for change in changes if change.record.access_level == shown]
        history.record_many("contacts.access_changed", same, by=by, data={"level": shown})
    return changes


def _write_grants(
    touched: list[Contact], grants: list[GrantValue], rights: dict[int, dict], is_replacing: bool
) -> None:
    """Delete the rows that go (all of them when replacing, else those that become wider) and write the new ones."""
    narrow: dict[str, Any] = {"content_object__in": touched}
    users = {} if is_replacing else {"user__in": [g.grantee for g in grants if not isinstance(g.grantee, Group)]}
    groups = {} if is_replacing else {"group__in": [g.grantee for g in grants if isinstance(g.grantee, Group)]}
    ContactUserGrant.objects.filter(**narrow, **users).delete()
    ContactGroupGrant.objects.filter(**narrow, **groups).delete()
    by_level = {can_write: permission.pk for can_write, permission in permissions().items()}
    for model, kind in ((ContactUserGrant, "user"), (ContactGroupGrant, "group")):
        keys = {key for key in map(_key, grants) if key[0] == kind}
        rows = [(key[1], contact.pk, by_level[rights[contact.pk][key]]) for contact in touched for key in keys]
        writing.insert(model, [f"{kind}_id", "content_object_id", "permission_id"], rows)


def _key(grant: GrantValue) -> tuple[str, int]:
    return "group" if isinstance(grant.grantee, Group) else "user", grant.grantee.pk


def grants_of(pks: Iterable[int]) -> dict[int, dict[tuple[str, int], bool]]:
    """{contact: {("user", 3): may write}}"""
    found: dict[int, dict[tuple[str, int], bool]] = {pk: {} for pk in pks}
    for model, kind in ((ContactUserGrant, "user"), (ContactGroupGrant, "group")):
        rows = model.objects.filter(content_object__in=found).order_by("pk")
        for contact, grantee, codename in rows.values_list("content_object", kind, "permission__codename"):
            found[contact][kind, grantee] = codename.startswith("change")
    return found


def tags_of(pks: Iterable[int]) -> dict[int, list[str]]:
    """{contact: names of its tags}"""
    found: dict[int, list[str]] = {pk: [] for pk in pks}
    taggings = ContactTagging.objects.filter(content_object__in=found)
    for contact, name in taggings.order_by("pk").values_list("content_object", "tag__name"):
        found[contact].append(name)
    return found


def _bump(changes: list[Change], by, **values) -> None:
    """One UPDATE for all: the values, the version, who and when."""
    pks = [change.record.pk for change in changes]
    Contact.objects.filter(pk__in=pks).update(
        version=F("version") + 1, changed_by=by, changed_at=timezone.now(), **values
    )
    for change in changes:
        change.record.version += 1
