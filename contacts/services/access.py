"""Who may see and edit a contact: its level and its managers, and telling the new ones (ACC-10, ACC-12)."""

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType

from contacts.models import Contact, ContactGroupGrant, ContactUserGrant
from core.access.models import AccessLevel
from core.audit import services as audit
from core.history import services as history
from core.notifications.services import notify

from .values import GrantValue


def permissions() -> dict[bool, Permission]:
    """{can write: the permission whose row says so}."""
    content_type = ContentType.objects.get_for_model(Contact)
    found = {p.codename: p for p in Permission.objects.filter(content_type=content_type)}
    return {True: found["change_contact"], False: found["view_contact"]}


def widest(grants: list[GrantValue]) -> tuple[dict[int, bool], dict[int, bool]]:
    """{user: may write} and {group: may write} by key: where one is named twice, the wider right wins."""
    users: dict[int, bool] = {}
    groups: dict[int, bool] = {}
    for grant in grants:
        rights = groups if isinstance(grant.grantee, Group) else users
        rights[grant.grantee.pk] = grant.can_write or rights.get(grant.grantee.pk, False)
    return users, groups


def grant_rows(contact: Contact, grants: list[GrantValue], by_level: dict[bool, Permission]) -> tuple[list, list]:
    """Unsaved (user rows, group rows), one per user or group."""
    users, groups = widest(grants)
    return (
        [ContactUserGrant(content_object=contact, permission=by_level[can_write], user_id=pk)
         for pk, can_write in users.items()],
        [ContactGroupGrant(content_object=contact, permission=by_level[can_write], group_id=pk)
         for pk, can_write in groups.items()],
    )  # fmt: skip


def grants_of(contact: Contact) -> list[GrantValue]:
    users = [
        GrantValue(row.user, row.permission.codename.startswith("change"))
        for row in contact.user_grants.select_related("user", "permission")
    ]
    groups = [
        GrantValue(row.group, row.permission.codename.startswith("change"))
        for row in contact.group_grants.select_related("group", "permission")
    ]
    return users + groups


def set_access(contact: Contact, level: str, grants: list[GrantValue], *, by, is_told: bool) -> bool:
    """Set level and grants inside the caller's transaction (which saves the contact); says whether anything changed.

    New managers are told by mail if `is_told`; the change is a timeline event and an audit line.
    """
    before = {(type(g.grantee), g.grantee.pk): g.can_write for g in grants_of(contact)}
    after = {(type(g.grantee), g.grantee.pk): g.can_write for g in grants}
    if contact.access_level == level and before == after:
        return False
    contact.access_level = level
    if before != after:
        contact.user_grants.all().delete()
        contact.group_grants.all().delete()
        users, groups = grant_rows(contact, grants, permissions())
        ContactUserGrant.objects.bulk_create(users)
        ContactGroupGrant.objects.bulk_create(groups)
    history.record("contacts.access_changed", contact, by=by, data={"level": level})
    audit.log("access_changed", by=by, target=contact, level=level, **_counts(grants))
    if is_told:
        tell_managers([contact], [g for g in grants if (type(g.grantee), g.grantee.pk) not in before], by=by)
    return True


def may_change_access(contact: Contact, user) -> bool:
    """For a private contact whoever may edit it; for a public one its managers, creator and administrators (ACC-13)."""
    return Contact.objects.shareable_by(user).filter(pk=contact.pk).exists()


def would_see(user, level: str, grants: list[GrantValue]) -> bool:
    """Whether a contact with this level and these grants would be in this user's sight."""
    if level != AccessLevel.PRIVATE or user.is_administrator:
        return True
    groups = set(user.groups.values_list("pk", flat=True))
    return any(g.grantee.pk in groups if isinstance(g.grantee, Group) else g.grantee == user for g in grants)


def _counts(grants: list[GrantValue]) -> dict:
    return {
        "users": sorted(g.grantee.pk for g in grants if not isinstance(g.grantee, Group)),
        "groups": sorted(g.grantee.pk for g in grants if isinstance(g.grantee, Group)),
    }


def tell_managers(contacts: list[Contact], grants: list[GrantValue], *, by, count: int | None = None) -> int:
    """One mail and one notice per new manager and act, however many contacts it touches; a group by its members.

    count: how many contacts, where `contacts` holds only some of them.
    """
    count = len(contacts) if count is None else count
    people = {}
    for grant in grants:
        members = grant.grantee.user_set.all() if isinstance(grant.grantee, Group) else [grant.grantee]
        people.update({user.pk: user for user in members})
    target = contacts[0] if count == 1 else None
    return notify(
        people.values(),
        "contacts.manager_added",
        by=by,
        target=target,
        data={"count": count},
        context={"contact": target},
    )
