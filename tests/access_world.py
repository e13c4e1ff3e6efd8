"""A small CRM with one of everything, for the tests that ask every address as everybody."""

from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from PIL import Image

from contacts.exporting.exporter import ContactExporter
from contacts.models import Contact, ContactTag
from core.documents import photos
from core.exchange.exporting.services import start_export
from core.exchange.models import Export
from core.exchange.running import work_through
from core.exchange.services import create_import, start_check, start_import
from core.jobs.models import Job
from core.records import trash
from tests import make

# In the order of the cells: nobody; no right on the private contact; may read it; may write it; its manager, who wrote
# its event and started the import and the job; a CRM administrator; the owner.
PEOPLE = ["anonymous", "dave", "bob", "carol", "alice", "admin", "root"]
HIDDEN = "Zyxwvut"  # stands in every text of what dave may not see
# Rows that come and go without anybody's act: sessions, and what the audit and the throttle note down.
NOT_COMPARED = {
    "sessions.Session", "audit.SecurityEvent", "auditlog.LogEntry", "accounts.FailedAttempt", "admin.LogEntry",
    "contenttypes.ContentType", "auth.Permission",
}  # fmt: skip


@dataclass
class World:
    """`of` names the objects by the words that the table of addresses uses: {"contact": 12, "event": 3}."""

    people: dict[str, Any] = field(default_factory=dict)
    of: dict[str, Any] = field(default_factory=dict)

    def args(self, names: str) -> list:
        return [self.of[name] for name in names.split()]


def build(people: dict[str, Any]) -> World:
    """people: the users of tests/conftest.py, by name."""
    world = World(people)
    alice, carol, bob, root = (people[name] for name in ("alice", "carol", "bob", "root"))
    company = make.make_company(by=root, name=f"{HIDDEN} Works")
    contact = make.make_contact(
        by=root, first_name=HIDDEN, last_name="Anders", company=company, tags=[f"{HIDDEN} tag"],
        notes=f"{HIDDEN} notes",
    )  # fmt: skip
    for record in (contact, company):
        make.grant(record, alice)
        make.grant(record, carol)
        make.grant(record, bob, write=False)
    event = make.make_event(contact, by=alice, text=f"{HIDDEN} said yes.")
    gone = make.make_contact(by=root, first_name=HIDDEN, last_name="Gone")
    make.grant(gone, alice)
    single = make.make_contact(by=root, first_name="Single", last_name="Person")
    make.grant(single, alice)
    make.grant(single, carol)
    act = trash.trash(Contact.objects.filter(pk=gone.pk), by=alice)
    Contact.objects.filter(pk=contact.pk).update(photo=photos.store_photo(picture()))
    world.of = {
        "contact": contact.pk, "company": company.pk, "event": event.pk, "gone": gone.pk, "act": act.pk,
        "single": single.pk,
        "job": make_job(alice).pk, "import": make_import(alice).pk, "draft": make_draft(alice).pk,
        "checked": make_checked(alice).pk, "export": make_export(alice).pk, "off": make.make_user("eve", is_active=False).pk,
        "type": make.make_type().pk, "other_type": make.make_type("Supplier").pk,
        "level": make.make_temperature().pk, "other_level": make.make_temperature("Cold").pk,
        "tag": ContactTag.objects.create(name="Free").pk, "other_tag": ContactTag.objects.create(name="Other").pk,
        "category": event.category_id, "user": people["dave"].pk, "group": Group.objects.create(name="Sales").pk,
        "token": "not-a-token", "key": "not-a-key", "uid": "1",
    }  # fmt: skip
    return world


def make_job(by) -> Job:
    return make.make_job(by, state=Job.State.DONE, finished_at=timezone.now(), title="Change contacts")


def make_draft(by):
    """An import whose file has come in; one of its rows can't be taken."""
    text = f"First name,Last name,E-mail\n{HIDDEN},Imported,not an address\n{HIDDEN},Better,ok@example.com\n"
    return create_import("contacts", SimpleUploadedFile(f"{HIDDEN}.csv", text.encode()), by=by)


def make_checked(by):
    """One whose dry run is over."""
    imported = make_draft(by)
    work_through(start_check(imported))
    return imported


def make_import(by):
    """One that has been run."""
    imported = make_checked(by)
    work_through(start_import(imported))
    return imported


def make_export(by) -> Export:
    """One that has been made in the background."""
    params = {"list": "contacts:list", "columns": "all", "file": "csv"}
    export = start_export(ContactExporter(by, params), count=1)
    work_through(export.job)
    export.refresh_from_db()
    return export


def picture() -> SimpleUploadedFile:
    data = BytesIO()
    Image.new("RGB", (20, 30), "teal").save(data, "PNG")
    return SimpleUploadedFile("face.png", data.getvalue())


def addresses(patterns=None, namespace: str = ""):
    """(name with namespace, pattern) of every address of the project; nameless ones by their pattern."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = ":".join(filter(None, [namespace, pattern.namespace]))
            yield from addresses(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            name = pattern.name or str(pattern.pattern)
            yield ":".join(filter(None, [namespace, name])), pattern


def address(name: str, args: list) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch as error:
        raise AssertionError(f"{name} takes other arguments than {args}") from error


def rows() -> dict[str, list]:
    """Every row of every table that only people's acts may change."""
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.label not in NOT_COMPARED]
    found = {}
    for model in models:
        fields = [field.attname for field in model._meta.concrete_fields if field.attname != "last_login"]
        found[model._meta.label] = sorted(map(repr, model._base_manager.values_list(*fields)))
    return found
