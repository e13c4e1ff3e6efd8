"""Acts of the owner on groups, which can be given access wherever a user can (ACC-04)."""

from collections.abc import Iterable
from contextlib import contextmanager

from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from contacts.models import ContactGroupGrant
from core.accounts.models import User
from core.audit import services as audit
from core.records.models import BusinessError


def save_group(group: Group, name: str, members: Iterable[User], *, by) -> Group:
    """Create or change a group; a name is taken whatever its case."""
    if Group.objects.filter(name__iexact=name).exclude(pk=group.pk).exists():
        raise BusinessError(_taken())
    with _taken_is_refused(), transaction.atomic(), audit.acting(by):
        is_new, before = group.pk is None, group.name
        group.name = name
        group.save()
        if is_new:
            audit.log("group_created", by=by, target=group, name=name)
        elif before != name:
            audit.log("group_renamed", by=by, target=group, before=before, name=name)
        _set_members(group, {user.pk for user in members}, by)
    return group


@contextmanager
def _taken_is_refused():
    """Two forms sent at the same instant both pass the check: the database refuses the second."""
    try:
        yield
    except IntegrityError:
        raise BusinessError(_taken())


def _taken() -> str:
    return _("Another group has this name already. Choose another.")


def _set_members(group: Group, wanted: set[int], by) -> None:
    stored = set(group.user_set.values_list("pk", flat=True))
    if stored == wanted:
        return
    group.user_set.set(wanted)
    audit.log("group_members_changed", by=by, target=group, added=sorted(wanted - stored), left=sorted(stored - wanted))


def delete_group(group: Group, *, by) -> None:
    """Its grants go with it: who saw a contact through the group alone sees it no more."""
    with transaction.atomic(), audit.acting(by):
        audit.log("group_deleted", by=by, name=group.name, count=contacts_of(group))
        group.delete()


def contacts_of(group: Group) -> int:
    """How many contacts the group may see by a grant, those in the trash too."""
    return ContactGroupGrant.objects.filter(group=group).count()
