"""Putting back what a job changed on contacts, from the values that its JobItems keep (UI-10).

`before` of an item: {"temperature": 3, "contact_type": None, "access_level": "read"} for plain fields (links by key),
{"tags": ["Lead"]} by name, {"grants": [["user", 3, true], ["group", 2, false]]} with the right to write,
{"details": {"phones": {"added": [7], "replaced": [{"pk": 3, "number": "…", "category": "work"}]}}} of an import.
"""

from django.contrib.auth.models import Group
from django.utils.translation import gettext as _

from contacts.details import e164, email_key
from contacts.models import Contact
from core.accounts.models import User
from core.audit import services as audit
from core.jobs.models import JobItem
from core.records import trash

from . import access
from .contacts import save_changed, set_tags
from .details import KINDS, home_country
from .values import GrantValue

_NOT_FIELDS = {"tags", "grants", "trash_act", "details"}


def snapshot(contact: Contact, *names: str) -> dict:
    """The present values of these fields (and "tags", "grants"), as an item keeps them."""
    values = {name: contact.serializable_value(name) for name in names if name not in _NOT_FIELDS}
    if "tags" in names:
        values["tags"] = [tagging.tag.name for tagging in contact.taggings.select_related("tag")]
    if "grants" in names:
        values["grants"] = [
            ["group" if isinstance(grant.grantee, Group) else "user", grant.grantee.pk, grant.can_write]
            for grant in access.grants_of(contact)
        ]
    return values


def undo_items(items: list[JobItem], *, by) -> dict[int, str]:
    """Undo these items inside the caller's transaction; gives {key of an item: why it was left out}."""
    refused: dict[int, str] = {}
    of = {outcome: [item for item in items if item.outcome == outcome] for outcome in JobItem.Outcome.values}
    refused |= _restore(of[JobItem.Outcome.TRASHED], by)
    refused |= _remove(of[JobItem.Outcome.CREATED], by)
    for item in of[JobItem.Outcome.CHANGED]:
        if reason := _put_back(item, by):
            refused[item.pk] = reason
    return refused


def _restore(items: list[JobItem], by) -> dict[int, str]:
    if not items:
        return {}
    pks = [item.object_id for item in items]
    in_trash = Contact.objects.filter(pk__in=pks, trash_act__isnull=False)
    restored = set(trash.restore(in_trash, by=by, is_clash_cleared=True))
    return {item.pk: _("It is no longer in the trash.") for item in items if item.object_id not in restored}


def _remove(items: list[JobItem], by) -> dict[int, str]:
    """What a job created goes to the trash, if nobody changed it since."""
    if not items:
        return {}
    wanted = {item.object_id: item for item in items}
    stored = dict(Contact.objects.editable_by(by).filter(pk__in=wanted).values_list("pk", "version"))
    unchanged = [pk for pk, version in stored.items() if version == wanted[pk].version_after]
    if unchanged:
        act = trash.open_act(Contact, by=by)  # the job that undoes is its record in the audit
        trash.trash(Contact.objects.filter(pk__in=unchanged), by=by, act=act)
    return {
        item.pk: _changed_since() if pk in stored else _not_reachable()
        for pk, item in wanted.items()
        if pk not in unchanged
    }


def _put_back(item: JobItem, by) -> str:
    """Put one contact's values back; "" where that was done, else the reason why not."""
    before = item.before or {}
    is_shared = "grants" in before or "access_level" in before
    open_to = Contact.objects.shareable_by(by) if is_shared else Contact.objects.editable_by(by)
    contact = open_to.filter(pk=item.object_id).select_for_update().first()
    if contact is None:
        return _not_reachable()
    if contact.version != item.version_after:
        return _changed_since()
    with audit.acting(by):
        _set_fields(contact, before)
        _put_details_back(contact, before.get("details", {}))
        if "tags" in before:
            set_tags(contact, [str(name) for name in before["tags"]])
        if is_shared:
            grants = _grants(before["grants"]) if "grants" in before else access.grants_of(contact)
            access.set_access(contact, before.get("access_level", contact.access_level), grants, by=by, is_told=False)
        save_changed(contact, by=by)
    return ""


def _set_fields(contact: Contact, before: dict) -> None:
    """Plain fields; a type or level that was deleted since becomes "not specified"."""
    for name in before.keys() - _NOT_FIELDS - {"access_level"}:
        field = Contact._meta.get_field(name)
        value = before[name]
        if field.is_relation and value is not None:
            value = field.related_model._default_manager.filter(pk=value).values_list("pk", flat=True).first()
        setattr(contact, field.attname, value)


def _put_details_back(contact: Contact, before: dict) -> None:
    """Take away the details that were added, and give the replaced ones their old values."""
    country = home_country() if "phones" in before else ""
    for name, model in KINDS:
        states = before.get(name, {})
        rows = model.objects.filter(contact=contact)
        rows.filter(pk__in=states.get("added", [])).delete()
        for state in states.get("replaced", []):
            for row in rows.filter(pk=state["pk"]):
                for field in state.keys() - {"pk"}:
                    setattr(row, field, state[field])
                if name == "phones":
                    row.e164 = e164(row.number, country)
                if name == "emails":
                    row.match_key = email_key(row.address)
                row.save()


def _grants(stored: list) -> list[GrantValue]:
    """Grants whose user or group still exists."""
    pks = {kind: [pk for of, pk, _write in stored if of == kind] for kind in ("user", "group")}
    people = {("user", user.pk): user for user in User.objects.filter(pk__in=pks["user"])}
    people |= {("group", group.pk): group for group in Group.objects.filter(pk__in=pks["group"])}
    return [GrantValue(people[kind, pk], can_write) for kind, pk, can_write in stored if (kind, pk) in people]


def _changed_since() -> str:
    return _("It was changed since.")


def _not_reachable() -> str:
    return _("It lies in the trash, or you may not edit it any more.")
