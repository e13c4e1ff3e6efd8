"""Files that others made to break readers are read as their sources say, or told row by row."""

import csv
import json
import xml.etree.ElementTree as ET

import pytest
from django.core.files import File

from contacts.models import Contact
from core.exchange import services
from core.exchange.cells import protect, unprotect
from core.exchange.detection import detect
from core.exchange.reading import Table
from core.exchange.running import work_through

from .real_files import folder, persons


def read(name: str) -> Table:
    path = folder() / "nasty" / name
    return Table(path, detect(path))


def cells(table: Table) -> list[list[str]]:
    return [row.cells for row in table.rows() if not row.problem]


def headings(table: Table) -> list[str]:
    return [column.heading for column in table.columns]


def problems(table: Table) -> list[int]:
    return [row.line for row in table.rows() if row.problem]


@pytest.mark.parametrize(
    "name", ["comma_in_quotes", "empty_crlf", "json", "newlines", "quotes_and_newlines", "simple_crlf"]
)
def test_real_files_of_csv_spectrum_are_read_as_expected(name):
    table = read(f"spectrum_{name}.csv")
    expected = json.loads((folder() / "nasty" / f"spectrum_{name}.expected.json").read_text())
    expected = [{key: value.replace("\r\n", "\n") for key, value in row.items()} for row in expected]
    assert [dict(zip(headings(table), row, strict=True)) for row in cells(table)] == expected


@pytest.mark.parametrize(
    ("name", "sign"), [("Colon", ":"), ("Coma", ","), ("Semicolon", ";"), ("Space", " "), ("Tab", "\t")]
)
def test_real_files_of_onlyoffice_with_every_separator(name, sign):
    table = read(f"onlyoffice_{name}.csv")
    assert (table.format.separator, table.format.heading_line) == (sign, 0)
    assert cells(table) == [["TestFirstName", "TestLastName", "testlocalpart@testdomain.com"]]
    quoted = read(f"onlyoffice_{name}_WH_SQ.csv")
    assert (quoted.format.separator, quoted.format.quote, quoted.format.heading_line) == (sign, "'", 1)
    assert headings(quoted) == ["MyFirstName", "MyLastName", "MyEmail"]
    assert cells(quoted) == [["TestFirstName SQ", "TestLastName", "testlocalpart@testdomain.com"]]


@pytest.mark.parametrize(
    ("name", "count", "bad"),
    [
        ("csvlint_inconsistent-line-endings", 2, []),
        ("csvlint_invalid_many_rows", 8, [4]),
        ("csvlint_title-row", 2, []),
        ("csvlint_valid_many_rows", 6, []),
        ("frictionless_accent", 2, []),
        ("frictionless_ascii-notvalid", 1, []),
        ("frictionless_blank-cells", 5, []),
        ("frictionless_blank-rows", 2, []),
        ("frictionless_bom", 2, []),
        ("frictionless_defective-rows", 1, [3]),
        ("frictionless_duplicate-rows", 3, []),
        ("frictionless_issue-1138", 7, []),
        ("frictionless_latin1", 2, []),
        ("frictionless_leading-zeros", 3, []),
        ("frictionless_structure-errors", 2, [5]),
        ("papaparse_long-sample", 8, []),
    ],
)
def test_real_files_with_faults_give_their_rows_and_tell_the_bad_ones(name, count, bad):
    table = read(f"{name}.csv")
    assert (len(cells(table)), problems(table)) == (count, bad)


def test_real_files_title_row_is_no_heading():
    table = read("csvlint_title-row.csv")
    assert (table.format.heading_line, headings(table)) == (2, ["Foo", "Bsr", "Baz"])


def test_real_files_mark_and_latin_1_are_decoded():
    assert headings(read("frictionless_bom.csv")) == ["id", "name"]
    assert "©" in " ".join(cell for row in cells(read("frictionless_latin1.csv")) for cell in row)
    accents = read("frictionless_accent.csv")
    assert accents.format.separator == ";" and any(
        "é" in heading for heading in [*headings(accents), *cells(accents)[0]]
    )


def test_real_files_leading_zeros_are_kept():
    assert cells(read("frictionless_leading-zeros.csv")) == [["01"], ["002"], ["00003"]]


def test_real_files_without_headings_are_seen_as_such():
    table = read("papaparse_long-sample.csv")
    assert table.format.heading_line == 0 and {len(row) for row in cells(table)} == {7}


@pytest.mark.django_db
def test_real_files_with_a_stray_row_import_the_others(alice):
    path = folder() / "nasty" / "frictionless_defective-rows.csv"
    with path.open("rb") as file:
        imported = services.create_import("contacts", File(file, name=path.name), by=alice)
    job = work_through(services.start_import(imported))
    assert (job.state, job.failed, len(persons())) == ("done", 1, 1)
    assert [row.line for row in imported.rows.filter(outcome="refused")] == [3]


def _payloads() -> list[str]:
    return (folder() / "strings" / "csv_injection_payloads.txt").read_text().splitlines()


def test_real_files_payloads_of_formulas_are_inert_and_come_back():
    payloads = [text for text in _payloads() if text]
    assert payloads
    for text in [*payloads, "-12.5", "+33 1 02 03 04 05"]:
        assert protect(text)[0] not in "=+-@\t\r"
        assert unprotect(protect(text)) == text


def _addresses() -> list[str]:
    root = ET.parse(folder() / "strings" / "isemail_tests-original.xml").getroot()
    return [test.findtext("address") or "" for test in root.iter("test")]


@pytest.mark.django_db
def test_real_files_odd_addresses_are_taken_or_told_and_break_nothing(alice, tmp_path):
    path = tmp_path / "addresses.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["Name", "Email"], *([f"N{at}", text] for at, text in enumerate(_addresses()))])
    with path.open("rb") as file:
        imported = services.create_import("contacts", File(file, name=path.name), by=alice)
    job = work_through(services.start_import(imported))
    assert job.state == "done", job.error
    assert job.worked == len(_addresses())
    assert Contact.objects.filter(emails__address="first.last@iana.org").exists()
