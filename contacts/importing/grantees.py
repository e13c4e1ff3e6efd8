"""Users and groups that a row names as managers or readers: by e-mail, user name or full name (IMP-04)."""

from django.contrib.auth.models import Group
from django.utils.translation import gettext as _

from contacts.services import GrantValue
from contacts.services.access import would_see
from core.accounts.models import User
from core.search.folding import fold

ROLES = {
    "managers": (False, True), "readers": (False, False), "manager_groups": (True, True),
    "reader_groups": (True, False),
}  # fmt: skip


class Grantees:
    """Those that may be named; read once for an import."""

    def __init__(self, by):
        self.by = by
        self.users: dict[str, User | None] = {}
        for user in User.objects.active():
            for word in {fold(user.email), fold(user.username), fold(str(user))} - {""}:
                self.users[word] = None if word in self.users else user  # a name of two people is nobody's
        for user in User.objects.active():
            self.users |= {fold(user.username): user} | ({fold(user.email): user} if user.email else {})
        self.groups = {fold(group.name): group for group in Group.objects.all()}

    def grants(self, named: dict[str, list[str]], level: str) -> tuple[list[GrantValue], str]:
        """The grants of a row, and a remark on the unknown ones; the importer stays in where they would lose sight."""
        found, unknown = [], []
        for role, names in named.items():
            is_group, can_write = ROLES[role]
            known = self.groups if is_group else self.users
            for name in names:
                grantee = known.get(fold(name))
                found.append(GrantValue(grantee or self.by, can_write or grantee is None))
                unknown += [] if grantee else [name]
        if not would_see(self.by, level, found):
            found.append(GrantValue(self.by))
        words = _("“%(names)s” is unknown here; you are the manager instead.")
        return found, words % {"names": ", ".join(unknown)} if unknown else ""
