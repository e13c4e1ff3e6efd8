"""Makers: plain functions that put one thing into the database, with nothing random."""

from itertools import count

from contacts import services
from contacts.models import Contact, ContactType, ContactUserGrant, TemperatureLevel
from contacts.services.access import permissions
from core.accounts.models import User
from core.history.models import HistoryCategory
from core.history.services import add_event
from core.jobs.models import Job

PASSWORD = "correct horse battery"  # of every person in the tests
_numbers = count(1)


def make_user(username: str = "", **over) -> User:
    username = username or f"user{next(_numbers)}"
    values = {"email": f"{username}@example.com", "first_name": username.capitalize(), "last_name": "Test"} | over
    password = values.pop("password", PASSWORD)
    user = User(username=username, **values)
    user.set_password(password)
    user.save()
    return user


def owner() -> User:
    return User.objects.filter(is_superuser=True).first() or make_user("owner", is_superuser=True)


def make_contact(*, by=None, **over) -> Contact:
    """A private person called Anna Martin, made by the owner; `over` are fields of ContactValues."""
    values = {"first_name": "Anna", "last_name": "Martin", "grants": []} | over
    return services.create_contacts([services.ContactValues(**values)], by=by or owner())[0]


def make_company(*, by=None, **over) -> Contact:
    values = {"kind": "company", "name": "Tissages Morvan", "first_name": "", "last_name": ""} | over
    return make_contact(by=by, **values)


def grant(contact: Contact, user: User, *, write: bool = True) -> ContactUserGrant:
    return ContactUserGrant.objects.create(content_object=contact, user=user, permission=permissions()[write])


def make_type(name: str = "Client", **over) -> ContactType:
    return ContactType.objects.create(name=name, **over)


def make_temperature(name: str = "Hot", **over) -> TemperatureLevel:
    return TemperatureLevel.objects.create(name=name, **({"hue": "rose"} | over))


def make_category(name: str = "Note", **over) -> HistoryCategory:
    return HistoryCategory.objects.get_or_create(name=name, defaults={"hue": "amber", "icon": "note"} | over)[0]


def make_event(*targets, by, text: str = "Called back.", **over):
    return add_event(*targets, by=by, text=text, category=over.pop("category", None) or make_category(), **over)


def make_job(by: User, kind: str = "contacts.bulk", **over) -> Job:
    return Job.objects.create(by=by, kind=kind, title=over.pop("title", "Change contacts"), **over)
