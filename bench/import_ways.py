"""The ways into the address book that are compared, one a process: python -m bench.import_ways WAY BOOK FILE.

carnet: the import itself, by the path of its background job. check: its dry run. plain: what a script of twenty lines
does with the same file: every object built as it is read and put by bulk_create into each table that the import
writes (contacts, companies, e-mails, phones, tags, grants, events with their links, items of the job), with the derived
columns in the plainest way that fits this file; no duplicate is looked for, no value cleaned. resource: a
ModelResource of django-import-export with default settings, that finds its duplicates, companies and tags row by row.
Prints one JSON object: seconds, peak memory of this process in MB, counts.
"""

import csv
import itertools
import json
import sys
import time
from pathlib import Path
from typing import Any

from .memory import peak_memory

CHUNK = 1000


def empty(book) -> None:
    """An address book without contacts, where there may have been one; in a process of its own too, for its memory."""
    from django.core.management import call_command
    from django.db import connection

    from core.accounts.models import User
    from crm_site.first_start import fill_lists

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"DROP SCHEMA IF EXISTS {book.name} CASCADE")
            cursor.execute(f"CREATE SCHEMA {book.name}")
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public")
        book.use()
    call_command("migrate", interactive=False, verbosity=0)
    fill_lists("en")
    User.objects.create(username="owner", email="owner@example.com", is_superuser=True)


def carnet(path: Path, user) -> dict:
    return _by_job(path, user, "start_import")


def check(path: Path, user) -> dict:
    return _by_job(path, user, "start_check")


def _by_job(path: Path, user, start: str) -> dict:
    from django.core.files import File

    from core.exchange import services
    from core.exchange.running import work_through

    with path.open("rb") as file:
        imported = services.create_import("contacts", File(file, name=path.name), by=user)
    job = getattr(services, start)(imported)
    began = time.perf_counter()
    job = work_through(job)
    if job.state != job.State.DONE:
        raise RuntimeError(f"the import ended as {job.state}: {job.error}")
    return {"seconds": time.perf_counter() - began, "counts": job.position["counts"]}


# --- a plain script ---------------------------------------------------------------------------------------------------


def plain(path: Path, user) -> dict:
    from django.db import transaction

    known = _Known(user)
    began = time.perf_counter()
    with path.open(newline="") as file:
        rows = csv.DictReader(file)
        while part := list(itertools.islice(rows, CHUNK)):
            with transaction.atomic():
                _write(part, known)
    return {"seconds": time.perf_counter() - began, "counts": {"companies": len(known.companies)}}


class _Known:
    """What the plain script keeps in memory: its user, job, permission, companies and tags by name."""

    def __init__(self, user):
        from django.contrib.auth.models import Permission
        from django.contrib.contenttypes.models import ContentType

        from contacts.models import Contact
        from core.jobs.models import Job

        self.user, self.companies, self.tags = user, {}, {}
        self.job = Job.objects.create(kind="exchange.import", title="Import", by=user, state=Job.State.DONE)
        self.content_type = ContentType.objects.get_for_model(Contact)
        self.permission = Permission.objects.get(content_type=self.content_type, codename="change_contact")


def _write(rows: list[dict], known: _Known) -> None:
    from contacts.models import Contact, ContactEmail, ContactPhone, ContactTag, ContactTagging

    names = dict.fromkeys(row["Company"] for row in rows if row["Company"] not in known.companies)
    companies = [_contact(known.user, kind="company", name=name) for name in names]
    known.companies |= zip(names, Contact.objects.bulk_create(companies), strict=True)
    people = [_person(row, known) for row in rows]
    Contact.objects.bulk_create(people)
    pairs = list(zip(people, rows, strict=True))
    ContactEmail.objects.bulk_create(
        ContactEmail(contact=one, address=row["Email"], match_key=row["Email"].lower(), is_primary=True)
        for one, row in pairs
    )
    ContactPhone.objects.bulk_create(
        ContactPhone(contact=one, number=row["Phone"], e164=_e164(row["Phone"]), is_primary=True) for one, row in pairs
    )
    for name in {tag for row in rows for tag in row["Tags"].split(", ")} - known.tags.keys():
        known.tags[name] = ContactTag.objects.get_or_create(name=name)[0]
    ContactTagging.objects.bulk_create(
        ContactTagging(content_object=one, tag=known.tags[tag]) for one, row in pairs for tag in row["Tags"].split(", ")
    )
    _write_beside([*companies, *people], known)


def _write_beside(contacts: list, known: _Known) -> None:
    """Who may edit them, their first line of history, and the job's item that Undo reads."""
    from contacts.models import ContactUserGrant
    from core.history.models import HistoryEvent, HistoryLink
    from core.jobs.models import JobItem

    ContactUserGrant.objects.bulk_create(
        ContactUserGrant(user=known.user, content_object=one, permission=known.permission) for one in contacts
    )
    events = HistoryEvent.objects.bulk_create(
        HistoryEvent(kind="contacts.imported", author=known.user) for _one in contacts
    )
    HistoryLink.objects.bulk_create(
        HistoryLink(event=event, content_type=known.content_type, object_id=one.pk, happened_at=event.happened_at)
        for event, one in zip(events, contacts, strict=True)
    )
    JobItem.objects.bulk_create(
        JobItem(job=known.job, content_type=known.content_type, object_id=one.pk, outcome="created", version_after=1)
        for one in contacts
    )


def _person(row: dict, known: _Known):
    return _contact(
        known.user, row["Email"], row["Phone"],
        first_name=row["First Name"], last_name=row["Last Name"], company=known.companies[row["Company"]],
    )  # fmt: skip


def _contact(user, email: str = "", phone: str = "", **fields: Any):
    from contacts.models import Contact

    name = fields.get("name") or f"{fields['first_name']} {fields['last_name']}"
    words = filter(None, [name, email, phone.replace(" ", ""), _e164(phone)[1:]])
    return Contact(
        created_by=user, changed_by=user, display_name=name, sort_name=name.lower(), match_name=name.lower(),
        search_text=" ".join(words).lower(), **fields,
    )  # fmt: skip


def _e164(phone: str) -> str:
    return "+33" + phone.replace(" ", "")[1:] if phone else ""


# --- django-import-export with its defaults ---------------------------------------------------------------------------


def default_resource(path: Path, user) -> dict:
    import tablib
    from auditlog.context import disable_auditlog

    made = _resource(_Known(user))
    with path.open(newline="") as file:
        data = tablib.Dataset().load(file, format="csv")
    began = time.perf_counter()
    with disable_auditlog():  # which the others leave out too
        result = made.import_data(data, raise_errors=True)
    return {"seconds": time.perf_counter() - began, "counts": dict(result.totals)}


def _resource(known: _Known):
    from import_export import fields, resources

    from contacts.models import Contact

    class Loader:
        """Finds the contact of an e-mail address, as a resource is told to by get_instance."""

        def __init__(self, *args):
            pass

        def get_instance(self, row):
            return Contact.objects.filter(emails__match_key=row["Email"].lower()).first()

    class PersonResource(resources.ModelResource):
        first_name = fields.Field("first_name", "First Name")
        last_name = fields.Field("last_name", "Last Name")

        class Meta:
            model = Contact
            fields = ("first_name", "last_name")
            import_id_fields = ()
            instance_loader_class = Loader

        def get_instance(self, instance_loader, row):
            return instance_loader.get_instance(row)

        def skip_row(self, instance, original, row, import_validation_errors=None):
            return bool(original.pk)

        def before_save_instance(self, instance, row, **kwargs):
            found = Contact.objects.filter(kind="company", match_name=row["Company"].lower()).first()
            if found is None:
                found = _contact(known.user, kind="company", name=row["Company"])
                found.save()
                _write_beside([found], known)
            named = _contact(known.user, row["Email"], row["Phone"], first_name=instance.first_name,
                             last_name=instance.last_name)  # fmt: skip
            instance.company, instance.created_by, instance.changed_by = found, known.user, known.user
            for name in ("display_name", "sort_name", "match_name", "search_text"):
                setattr(instance, name, getattr(named, name))

        def after_save_instance(self, instance, row, **kwargs):
            instance.emails.create(address=row["Email"], match_key=row["Email"].lower(), is_primary=True)
            instance.phones.create(number=row["Phone"], e164=_e164(row["Phone"]), is_primary=True)
            instance.tags.add(*row["Tags"].split(", "))
            _write_beside([instance], known)

    return PersonResource()


WAYS = {"carnet": carnet, "check": check, "plain": plain, "resource": default_resource}


def main() -> None:
    from bench.__main__ import set_up

    way, name, path = sys.argv[1:]
    set_up()
    from bench.data import AddressBook
    from core.accounts.models import User

    book = AddressBook(0, name=name)
    if way == "empty":
        return empty(book)
    book.use()
    found = WAYS[way](Path(path), User.objects.get(username="owner"))
    print(json.dumps({**found, "peak": peak_memory()}))


if __name__ == "__main__":
    main()
