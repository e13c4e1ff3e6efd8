"""BULK and UNDO: acts on 100,000 contacts by the path of their background job, against plain statements."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from contacts.bulk import BULK
from contacts.models import Contact, ContactType
from core.accounts.models import User
from core.jobs.models import Job, JobItem
from core.jobs.running import work_one
from core.jobs.undo import start_undo
from core.pages.bulk_running import start
from core.records import trash
from core.records.models import TrashAct

from .data import AddressBook
from .import_ways import carnet, empty
from .importing import ROOT, write_people
from .lines import Lines
from .memory import peak_memory

SIZE = 100_000
TIMES_PLAIN, UNDO_SECONDS, MEGABYTES = 4, 60, 300


def measure(lines: Lines, sizes: list[int]) -> None:
    """All lines, in a process and a database of their own; with smaller `sizes` as many as the largest of them."""
    code = "import sys; from bench.__main__ import set_up; set_up(); from bench import bulk; "
    command = [sys.executable, "-c", f"{code}sys.exit(not bulk.run({min(SIZE, sizes[-1])}))"]
    with tempfile.TemporaryDirectory(prefix="carnet-bench-") as folder:
        own = {} if connection.vendor == "postgresql" else {"DATABASE_URL": "", "CARNET_VAR": folder, "REDIS_URL": ""}
        done = subprocess.run(command, cwd=ROOT, env={**os.environ, **own})
    lines.is_good = lines.is_good and done.returncode == 0


def run(size: int) -> bool:
    """Measure here, on an empty database; says whether all targets were reached."""
    lines = Lines()
    empty(AddressBook(0, name="bulk"))
    owner = User.objects.get(username="owner")
    _take_import_back(lines, size, owner)
    trash.undo(TrashAct.objects.latest("pk"), by=owner)  # the contacts are needed again
    plain = _took(lambda: _change_plainly(owner))
    _act(lines, "type", _second_type(), owner, plain)
    _act(lines, "add_tags", {"tags": ["Fair 2026"]}, owner, plain)
    _act(lines, "share", _colleague(), owner, plain)
    _act(lines, "delete", {}, owner, plain)
    return lines.is_good


def _take_import_back(lines: Lines, size: int, owner: User) -> None:
    with tempfile.TemporaryDirectory(prefix="carnet-bench-") as folder:
        file = Path(folder) / "people.csv"
        write_people(file, size)
        carnet(file, owner)
    undoing, seconds = _undo(Job.objects.latest("pk"), owner)
    more = {"contacts": undoing.done, "left_out": undoing.skipped}
    lines.add(f"UNDO import of {size} rows", seconds, "seconds", UNDO_SECONDS, **more)
    lines.add("UNDO peak of the import and its Undo", peak_memory(), "MB", MEGABYTES)


def _act(lines: Lines, key: str, params: dict, owner: User, plain: float) -> None:
    """One operation on all contacts, and its Undo."""
    count = Contact.objects.visible_to(owner).count()
    asked = {**params, "filters": "", "max_id": Contact.objects.order_by("-pk").values_list("pk", flat=True).first()}
    job = start(BULK, BULK.operations[key], asked, count, by=owner)
    seconds = _took(lambda: _work(job))
    if (job.state, job.done) != (Job.State.DONE, count):
        raise RuntimeError(f"{key} ended as {job.state} after {job.done} of {count}: {job.error}")
    _undoing, back = _undo(job, owner)
    more = {"contacts": count, "seconds": round(seconds, 1), "plain": round(plain, 1), "undo": round(back, 1)}
    target = TIMES_PLAIN if key == "type" else None
    lines.add(f"BULK {key} / plain UPDATE with its items", seconds / plain, "times", target, **more)


def _second_type() -> dict:
    chosen = ContactType.objects.order_by("-pk")[0]
    return {"entry": chosen.pk, "name": chosen.name}


def _colleague() -> dict:
    user = User.objects.create(username="colleague", email="colleague@example.com")
    return {"level": "read", "is_replacing": False, "users": [user.pk], "groups": [], "notify": True}


def _change_plainly(owner: User) -> None:
    """The same change by one statement, with the rows that tell what it did."""
    chosen, now = ContactType.objects.order_by("pk")[0], timezone.now()
    job = Job.objects.create(kind="contacts.bulk", title="Plain", by=owner, state=Job.State.DONE)
    content_type = ContentType.objects.get_for_model(Contact)
    with transaction.atomic():
        rows = list(Contact.objects.values_list("pk", "version"))
        Contact.objects.update(contact_type=chosen, version=F("version") + 1, changed_by=owner, changed_at=now)
        JobItem.objects.bulk_create(
            JobItem(
                job=job, content_type=content_type, object_id=pk, outcome="changed", before={"contact_type": None},
                version_after=version + 1,
            )
            for pk, version in rows
        )  # fmt: skip


def _undo(job: Job, owner: User) -> tuple[Job, float]:
    undoing = start_undo(job, by=owner)
    return undoing, _took(lambda: _work(undoing))


def _work(job: Job) -> None:
    """Slices until it is over, as a worker does them."""
    while work_one(job.pk):
        continue
    job.refresh_from_db()


def _took(act: Callable[[], None]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began
