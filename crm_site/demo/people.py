"""The people who sign in to the demo: an owner, a CRM administrator and two ordinary users."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User

PASSWORD = "linen-and-felt-26"


@dataclass(frozen=True)
class Person:
    username: str
    first_name: str
    last_name: str
    role: Any  # a lazy text
    is_owner: bool = False
    is_administrator: bool = False


PEOPLE = [
    Person("owner", "Judith", "Sorrel", _("Owner"), is_owner=True),
    Person("malik", "Malik", "Benhaddou", _("CRM administrator"), is_administrator=True),
    Person("claire", "Claire", "Vasseur", _("CRM user")),
    Person("ines", "Ines", "Roca", _("CRM user")),
]


def create_people(language: str, group_name: str) -> dict[str, User]:
    """The four of them by user name; the ordinary users stand in one group."""
    made = {person.username: _create(person, language) for person in PEOPLE}
    group = Group.objects.get_or_create(name=group_name)[0]
    group.user_set.set([made["claire"], made["ines"]])
    return made


def _create(person: Person, language: str) -> User:
    return User.objects.create_user(
        person.username,
        f"{person.username}@example.com",
        PASSWORD,
        first_name=person.first_name,
        last_name=person.last_name,
        language=language,
        is_superuser=person.is_owner,
        is_staff=person.is_owner,
        is_crm_administrator=person.is_administrator,
    )


def sign_ins() -> list[tuple[str, str, str, str]]:
    """(user name, password, name, role) of those that are still there; a changed password is not shown."""
    users = {user.username: user for user in User.objects.filter(username__in=[person.username for person in PEOPLE])}
    lines = []
    for person in PEOPLE:
        user = users.get(person.username)
        if user is not None and user.is_active:
            password = PASSWORD if user.check_password(PASSWORD) else str(_("changed since"))
            lines.append((person.username, password, str(user), str(person.role)))
    return lines
