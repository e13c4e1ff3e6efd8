"""The drills see what they look for, and end what they start."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from bench.drills import checks
from bench.drills.address_files import make_file
from bench.drills.visitor import Page, Refused
from contacts.models import Contact
from contacts.services import EmailValue
from core.exchange import services
from core.exchange.detection import detect
from core.exchange.models import Import, ImportRow
from core.exchange.reading import Table
from core.history import services as history
from core.jobs.models import JobItem
from core.jobs.running import run_due
from tests import make

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = """<form action="search/"><input name="q"></form>
<form method="post"><input type="hidden" name="token" value="a&amp;b"><input type="checkbox" name="is_told" checked>
<input type="checkbox" name="left"><input type="radio" name="level" value="read"><input type="radio" name="level" value="write" checked>
<select name="separator"><option value=",">comma</option><option value=";" selected>semicolon</option></select>
<select name="first"><option value="1">one</option><option value="2">two</option></select>
<select name="managers" multiple><option value="3">Ann</option></select><textarea name="notes">
two
lines</textarea><input type="file" name="file"><input name="off" disabled value="x"><button name="read">Read again</button></form>"""


def test_a_form_is_sent_as_a_browser_would():
    form = Page("http://127.0.0.1:8000/imports/3/file/", PAGE.encode()).form("separator")
    assert form.action == "http://127.0.0.1:8000/imports/3/file/"
    assert form.fields == [
        ("token", "a&b"), ("is_told", ""), ("level", "write"), ("separator", ";"), ("first", "1"), ("notes", "two\nlines"),
    ]  # fmt: skip


def test_a_form_that_is_not_there_is_said():
    with pytest.raises(Refused, match="has no form with sheet"):
        Page("http://127.0.0.1:8000/", PAGE.encode()).form("sheet")


def test_the_file_has_its_bad_rows_in_the_lines_that_it_names(tmp_path):
    file = make_file("test.example", 700)
    path = tmp_path / file.name
    path.write_bytes(file.content)
    rows = list(Table(path, detect(path)).rows())
    assert [row.line for row in rows] == file.lines
    assert len(file.bad) == 21 and {bad.reason for bad in file.bad.values()} >= {"never closed", "NUL sign"}
    assert all(row.line in file.bad for row in rows if row.problem)
    assert not file.bad.keys() & file.people.keys()


@pytest.fixture
def file():
    return make_file("test.example", 120)


@pytest.fixture
def imported(alice, organisation, file) -> Import:
    """The whole file, imported as the wizard proposes it."""
    imported = services.create_import("contacts", ContentFile(file.content, file.name), by=alice)
    services.start_import(imported)
    while run_due():
        continue
    return imported


def found(file, imported) -> tuple:
    tally = checks.tally(file)
    return (
        tally.doubled,
        tally.lost,
        tally.strange,
        checks.halves(file, imported),
        checks.wrongly_refused(file, imported),
    )


def test_a_good_import_is_found_good(file, imported):
    assert found(file, imported) == ([], [], [], [], (0, 0))


def double_a_line(person, by) -> None:
    history.record("contacts.imported", person, by=by)


def lose_an_item(person, by) -> None:
    JobItem.objects.filter(object_id=person.pk).delete()


DOUBLED, LOST, STRANGE, HALF = range(4)
SPOILT = {
    "a person twice": (
        DOUBLED,
        lambda person, by: make.make_contact(by=by, emails=[EmailValue(person.emails.get().address)]),
    ),
    "a company twice": (DOUBLED, lambda person, by: make.make_company(by=by, name=person.company.name)),
    "no person": (LOST, lambda person, by: person.delete()),
    "no company": (LOST, lambda person, by: person.company.delete()),
    "the company of a bad row": (STRANGE, lambda person, by: make.make_company(by=by, name="Bad p16@test.example")),
    "no phone": (HALF, lambda person, by: person.phones.all().delete()),
    "a phone twice": (HALF, lambda person, by: person.phones.create(number=person.phones.get().number)),
    "no tag": (HALF, lambda person, by: person.taggings.all().delete()),
    "no grant": (HALF, lambda person, by: person.user_grants.all().delete()),
    "its line twice": (HALF, double_a_line),
    "no item": (HALF, lose_an_item),
}


@pytest.mark.parametrize("spoilt", SPOILT)
def test_what_is_wrong_after_an_import_is_found(file, imported, alice, spoilt):
    at, spoil = SPOILT[spoilt]
    spoil(Contact.objects.filter(taggings__isnull=False, company__isnull=False).first(), alice)
    assert found(file, imported)[at]


def test_a_bad_row_without_its_reason_and_a_good_one_refused_are_found(file, imported):
    ImportRow.objects.filter(imported=imported, line=min(file.bad)).update(reason="Something failed.")
    ImportRow.objects.filter(imported=imported, line=max(file.bad)).update(line=min(file.people))
    assert checks.wrongly_refused(file, imported) == (2, 1)


def drill(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bench.drills", *arguments]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **variables}, capture_output=True, text=True)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--only", "4"], "There is no drill “4”. Choose from: 39"),
        (["--on", "cron"], "There is no worker “cron”"),
        (["--on", "celery"], "on this machine"),
    ],
)
def test_what_can_not_be_drilled_is_said(arguments, sentence):
    elsewhere = {"DATABASE_URL": "postgres://carnet@db.example.org/carnet", "REDIS_URL": "redis://127.0.0.1/0"}
    done = drill(*arguments, **elsewhere)
    assert (done.returncode, sentence in done.stderr, done.stdout) == (2, True, "")


@pytest.mark.sqlite
def test_a_small_import_survives_the_death_of_the_embedded_worker(tmp_path):
    """The harness whole: started, killed, gone on, compared, ended; nothing of it is left."""
    options = ["--on", "embedded", "--rows", "2000", "--parts", "killed_and_undone"]
    done = drill(*options, TMPDIR=str(tmp_path))
    lines = {line["what"]: line for line in map(json.loads, done.stdout.splitlines())}
    assert done.returncode == 0 and len(lines) == 14, done.stdout + done.stderr
    assert {line["id"] for line in lines.values()} == {"39"}
    assert lines["killed at 40 %: rows lost"]["value"] == 0
    assert not list(tmp_path.iterdir())
