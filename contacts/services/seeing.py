"""Who sees a contact, and why, in words (ACC-21): explains the door of core/access, and is tested to equal it."""

from dataclasses import dataclass, field

from django.contrib.auth.models import Group
from django.db.models import Q
from django.utils.translation import gettext as _

from contacts.models import Contact
from core.access.models import AccessLevel
from core.accounts.models import User

from .access import grants_of


@dataclass
class Seer:
    """A user with the widest of their rights, and every reason for it."""

    user: User
    can_write: bool = False
    reasons: list[str] = field(default_factory=list)

    def add(self, can_write: bool, reason: str) -> None:
        self.can_write |= can_write
        self.reasons.append(reason)


def seers(contact: Contact) -> list[Seer]:
    """Every active user who sees this contact, by name."""
    found = {user.pk: Seer(user) for user in User.objects.active().order_by("first_name", "last_name", "username")}
    for seer in found.values():
        _by_role(seer, contact)
    for grant in grants_of(contact):
        for pk in _members(grant.grantee):
            if pk in found:
                found[pk].add(grant.can_write, _reason(grant))
    return [seer for seer in found.values() if seer.reasons]


def _by_role(seer: Seer, contact: Contact) -> None:
    if seer.user.is_superuser:
        seer.add(True, _("Owner"))
    elif seer.user.is_administrator:
        seer.add(True, _("CRM administrator"))
    if contact.is_public:
        seer.add(contact.access_level == AccessLevel.WRITE, _("Available to all CRM users"))


def _members(grantee) -> list[int]:
    if isinstance(grantee, Group):
        return list(grantee.user_set.values_list("pk", flat=True))
    return [grantee.pk]


def _reason(grant) -> str:
    if isinstance(grant.grantee, Group):
        return _("Member of the group “%(name)s”") % {"name": grant.grantee}
    return _("Manager")


def seers_among_users(contact: Contact):
    """The same people as a queryset of users, for a choice list; without the reasons it needs one query."""
    active = User.objects.active()
    if contact.is_public:
        return active
    named = Q(pk__in=contact.user_grants.values("user")) | Q(groups__in=contact.group_grants.values("group"))
    pks = User.objects.filter(named | Q(is_superuser=True) | Q(is_crm_administrator=True)).values("pk")
    return active.filter(pk__in=pks)
