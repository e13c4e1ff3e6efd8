"""Running in chunks: nothing doubled after a death, cancelled between chunks, the same file twice (promise 39)."""

import datetime as dt
import time

import pytest
import time_machine
from django.db import DataError, connection

from contacts import services as contact_services
from contacts.importing.importer import ContactImporter
from contacts.models import Contact
from core.exchange import running, services
from core.exchange.models import ImportRow
from core.exchange.reading import Table
from core.exchange.records import Row
from core.exchange.running import work_through
from core.exchange.seen import SeenKeys
from core.jobs import running as jobs
from core.jobs.models import Job
from core.mail.models import OutboxMail

from .imports import make_import, run_import

pytestmark = pytest.mark.django_db


def people(count: int, bad: int = 0) -> str:
    rows = [f"Name{n},n{n}@example.com,Company{n % 7}" for n in range(count)]
    rows[5 : 5 + bad] = ["Bad,no address," for _ in range(bad)]
    return "Last Name,Email,Company\n" + "\n".join(rows) + "\n"


@pytest.fixture
def small_chunks(monkeypatch):
    monkeypatch.setattr(running, "CHUNK", 10)


class Killed(BaseException):
    """As a process dies: no code of ours catches it."""


def killed_in_chunk(monkeypatch, number: int) -> None:
    """The worker dies when the rows of this chunk are written, before the commit."""
    chunks, work_chunk = iter(range(1, 1000)), ContactImporter.work_chunk

    def work(self, rows):
        results = work_chunk(self, rows)
        if next(chunks) == number:
            raise Killed
        return results

    monkeypatch.setattr(ContactImporter, "work_chunk", work)


def test_a_killed_import_goes_on_without_doubling_a_row(alice, small_chunks, monkeypatch):
    imported = make_import(people(100, bad=3), alice)
    job = services.start_import(imported)
    with monkeypatch.context() as patch:
        killed_in_chunk(patch, 4)
        with pytest.raises(Killed):
            jobs.work_one(job.pk)
    assert Contact.objects.persons().count() == 27
    job.refresh_from_db()
    assert (job.done, job.failed) == (27, 3)
    with time_machine.travel(dt.datetime.now(dt.UTC) + jobs.CLAIM_LASTS * 2, tick=True):
        job = work_through(job)
    assert (job.state, job.done, job.failed) == ("done", 97, 3)
    assert Contact.objects.persons().count() == 97
    assert Contact.objects.companies().count() == 7
    assert job.items.count() == 104
    assert imported.rows.filter(outcome="refused").count() == 3


def test_a_worker_that_lost_its_claim_writes_nothing_more(alice, small_chunks, monkeypatch):
    job = services.start_import(make_import(people(40), alice))
    work_chunk = ContactImporter.work_chunk

    def work(self, rows):
        Job.objects.filter(pk=job.pk).update(claim="another worker")
        return work_chunk(self, rows)

    monkeypatch.setattr(ContactImporter, "work_chunk", work)
    jobs.work_one(job.pk)
    assert Contact.objects.persons().count() == 10
    job.refresh_from_db()
    assert (job.state, job.claim) == ("running", "another worker")


def test_a_slice_ends_in_time_and_the_next_goes_on(alice, small_chunks):
    job = services.start_import(make_import(people(30), alice))
    Job.objects.filter(pk=job.pk).update(state="running")
    job.refresh_from_db()
    assert running.work(job, time.monotonic() - 1) is True
    job.refresh_from_db()
    assert job.done == 10 and job.position["line"] == 11


def test_cancelling_keeps_what_is_in_and_stops(alice, small_chunks, monkeypatch):
    imported = make_import(people(50), alice)
    job = services.start_import(imported)
    work_chunk = ContactImporter.work_chunk

    def work(self, rows):
        services.cancel(imported)
        return work_chunk(self, rows)

    monkeypatch.setattr(ContactImporter, "work_chunk", work)
    job = work_through(job)
    assert (job.state, job.done) == ("cancelled", 10)
    assert Contact.objects.persons().count() == 10
    imported.refresh_from_db()
    assert imported.counts["created"] == 10
    assert OutboxMail.objects.filter(user=alice).count() == 1


def test_the_same_file_twice_adds_nothing(alice, small_chunks):
    run_import(people(50, bad=2), alice)
    assert run_import(people(50, bad=2), alice) == {"skipped": 48, "refused": 2}
    assert Contact.objects.persons().count() == 48


def test_a_row_that_the_database_refuses_takes_no_other_along(alice, small_chunks, monkeypatch):
    create = contact_services.create_contacts

    def picky(rows, **kwargs):
        if any(row.last_name == "Name7" for row in rows):
            raise DataError("no")
        return create(rows, **kwargs)

    monkeypatch.setattr(contact_services, "create_contacts", picky)
    assert run_import(people(20), alice) == {"created": 19, "companies": 7, "refused": 1}


def test_the_end_is_told_in_the_transaction_that_ends_the_job(alice, monkeypatch):
    imported = make_import(people(5), alice)
    job = services.start_import(imported)
    with monkeypatch.context() as patch:
        patch.setattr(running, "notify", _die)
        with pytest.raises(Killed):
            jobs.work_one(job.pk)
    job.refresh_from_db()
    assert job.state == "running"
    job = work_through(job)
    assert (job.state, job.done) == ("done", 5)
    assert OutboxMail.objects.filter(user=alice).count() == 1


def _die(*args, **kwargs):
    raise Killed


def test_an_end_that_cannot_be_told_does_not_go_on_for_ever(alice, monkeypatch):
    monkeypatch.setattr(running, "notify", lambda *args, **kwargs: 1 / 0)
    job = work_through(services.start_import(make_import(people(5), alice)))
    assert job.state == "failed"
    assert Contact.objects.persons().count() == 5


def test_an_import_acts_for_its_user_and_ends_when_that_user_is_switched_off(alice):
    job = services.start_import(make_import(people(5), alice))
    alice.is_active = False
    alice.save()
    jobs.work_one(job.pk)
    job.refresh_from_db()
    assert job.state == "failed"
    assert not Contact.objects.exists()


def test_long_rows_make_small_chunks():
    rows = [Row(number, ["x" * 900_000]) for number in range(1, 8)]
    assert [len(chunk) for chunk in running.chunks(iter(rows), 1000)] == [3, 3, 1]
    assert [len(chunk) for chunk in running.chunks(iter([Row(1, ["x"]), Row(2, ["x"]), Row(3, ["x"])]), 2)] == [2, 1]


def test_the_next_slice_reads_on_where_the_last_one_stopped(alice, small_chunks, monkeypatch):
    job = services.start_import(make_import(people(30), alice))
    Job.objects.filter(pk=job.pk).update(state="running")
    job.refresh_from_db()
    running.work(job, time.monotonic() - 1)
    job.refresh_from_db()
    asked, rows = [], Table.rows

    def watched(self, after=0, mark=0):
        asked.append((after, mark))
        return rows(self, after=after, mark=mark)

    monkeypatch.setattr(Table, "rows", watched)
    running.work(job, time.monotonic() + 60)
    assert asked == [(11, job.position["mark"])] and job.position["mark"] > 0
    assert Contact.objects.persons().count() == 30


def test_a_killed_dry_run_counts_every_row_once(alice, small_chunks, monkeypatch):
    imported = make_import(people(100, bad=3), alice)
    job = services.start_check(imported)
    with monkeypatch.context() as patch:
        killed_in_chunk(patch, 4)
        with pytest.raises(Killed):
            jobs.work_one(job.pk)
    with time_machine.travel(dt.datetime.now(dt.UTC) + jobs.CLAIM_LASTS * 2, tick=True):
        job = work_through(job)
    assert job.position["counts"] == {"created": 97, "refused": 3, "companies": 7}
    assert (job.done, job.failed, job.total) == (97, 3, 100)
    assert not Contact.objects.exists()


def test_keys_that_were_not_kept_are_forgotten(tmp_path):
    seen = SeenKeys(tmp_path / "seen")
    seen.add("first")
    seen.keep()
    assert seen.save() == 1
    seen.add("second")
    seen.roll_back()
    assert "first" in seen and "second" not in seen
    seen.add("third")
    assert seen.save() == 2
    again = SeenKeys(tmp_path / "seen", 2)
    assert "first" in again and "third" in again and "second" not in again
    assert "third" not in SeenKeys(tmp_path / "seen", 1)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets only one transaction write anyway")
def test_chunks_of_two_imports_wait_for_one_another(alice, monkeypatch):
    """Each sees what the one before has made: the lock is held while a chunk is worked."""
    held, work_chunk = [], ContactImporter.work_chunk

    def work(self, rows):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted")
            held.append(cursor.fetchone()[0])
        return work_chunk(self, rows)

    monkeypatch.setattr(ContactImporter, "work_chunk", work)
    run_import(people(5), alice)
    assert held == [1]


def test_a_refused_row_says_all_that_is_wrong_and_whom_it_is_about(alice):
    run_import(
        "First name,Last name,E-mail,Birthday\nTom,Broken,tom@@x,31/02/1980\nAda,Bell,ada@example.com,01/02/1980\n",
        alice,
    )
    row = ImportRow.objects.get(outcome="refused")
    assert row.name == "Tom Broken"
    assert "tom@@x" in row.reason and "31/02/1980" in row.reason
    assert Contact.objects.get().last_name == "Bell"
