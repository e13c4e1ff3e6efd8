"""Loading the demo into an empty CRM, in one transaction; a CRM with people in it is left alone."""

import datetime as dt

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone, translation

from contacts import services
from contacts.models import Contact
from core.accounts.models import User
from core.organisation.models import Organisation
from core.records import trash
from crm_site import first_start

from .address_book import AddressBook, texts_of
from .people import create_people
from .timeline import date_back, write_events

TRASHED = 3


def load(language: str) -> bool:
    """Load the demo in "en" or "fr"; says False, and does nothing, where somebody can sign in already."""
    if User.objects.exists():
        return False
    with transaction.atomic(), translation.override(language):
        first_start.fill_lists(language)
        texts = texts_of(language)
        people = create_people(language, texts.GROUP)
        Organisation.objects.filter(pk=1).update(name=texts.ORGANISATION, language=language, is_demo=True)
        _fill(texts, people, timezone.now())
    return True


def is_loaded() -> bool:
    return Organisation.objects.filter(is_demo=True).exists()


def _fill(texts, people: dict[str, User], now: dt.datetime) -> None:
    managers = [people["claire"], people["ines"], people["malik"]]
    book = AddressBook(texts, managers, Group.objects.get(name=texts.GROUP), now)
    companies = _create(book.companies(), managers)
    persons = _create(book.persons(companies), managers)
    date_back(companies, [book.created_at(number + 4) for number in range(len(companies))])
    date_back(persons, [book.created_at(number) for number in range(len(persons))])
    gone = [person.pk for person in persons[-TRASHED:]]
    write_events([*persons[:-TRASHED], *companies], managers, texts, now)
    trash.trash(Contact.objects.filter(pk__in=gone), by=people["claire"])


def _create(rows: list[services.ContactValues], creators: list[User]) -> list[Contact]:
    """Create the contacts, each by one of the creators in turn; in the order of the rows."""
    made: dict[int, Contact] = {}
    for turn, by in enumerate(creators):
        part = range(turn, len(rows), len(creators))
        made.update(zip(part, services.create_contacts([rows[number] for number in part], by=by), strict=True))
    return [made[number] for number in range(len(rows))]
