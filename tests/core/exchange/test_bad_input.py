"""What can't be read gets a sentence, in the language of the reader, in bounded time and memory (IMP-07)."""

import os
import subprocess
import sys
import zipfile
from io import BytesIO

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from core.exchange import services
from core.exchange.running import table_of
from core.records.models import BusinessError

from .books import book, changed, raw_book

pytestmark = pytest.mark.django_db
MONSTER_MEGABYTES = 300


def opened(data: bytes, by, name: str = "people.csv"):
    return services.create_import("contacts", SimpleUploadedFile(name, data), by=by)


def _zip(**parts: str) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return file.getvalue()


WIDE = ",".join(f"h{at}" for at in range(10_000))
REFUSED = [
    (b"", "The file is empty"),
    (_zip(readme="hello"), "no Excel workbook"),
    (_zip(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "no Excel workbook"),
    (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "old form"),
    (bytes(range(256)) * 50, "not a text file|no row below|can’t be read"),
    (WIDE.encode() + b"\n" + WIDE.encode(), "10000 columns"),
    (b"Name,Email\n", "no row below the headings"),
    (b"x" * 3_000_000, "can’t be read|no row below"),
]


@pytest.mark.parametrize(("data", "sentence"), REFUSED)
def test_a_file_that_is_no_table_gets_a_sentence(alice, data, sentence):
    with pytest.raises(BusinessError, match=sentence):
        opened(data, alice)


def test_a_file_that_is_too_large_gets_a_sentence(alice, monkeypatch):
    monkeypatch.setattr(settings, "MAX_IMPORT_BYTES", 1024 * 1024)
    with pytest.raises(BusinessError, match="The file has 2 MB; at most 1 MB"):
        opened(b"Name\n" + b"x" * 1_500_000, alice)


@pytest.mark.parametrize(
    ("bad", "sentence"),
    [
        (b"Ash,There,extra", "3 cells, the headings only 2"),
        (b'Ash,"never closed', "never closed"),
        (b"A\x00sh,There", "NUL sign"),
        (b"x" * 2_000_000, "longer than 1,000,000"),
    ],
)
def test_a_bad_row_is_told_and_the_others_are_read(alice, bad, sentence):
    imported = opened(b"Name,Town\nBell,Here\n" + bad + b"\nCole,Far\nDean,Near\n", alice)
    rows = list(table_of(imported).rows())
    assert [(row.line, sentence in row.problem) for row in rows if row.problem] == [(3, True)]
    assert [row.cells[0] for row in rows if not row.problem] == ["Bell", "Cole", "Dean"]


def test_a_wrong_encoding_gets_a_sentence(alice):
    imported = opened("Prénom,Nom\nZoë,Lefèvre\n".encode("cp1252"), alice)
    imported.encoding = "utf-8"
    with pytest.raises(BusinessError, match="can’t be read as UTF-8. Choose another encoding"):
        list(table_of(imported).rows())


def test_a_workbook_with_a_link_to_another_file_is_read_without_it(alice):
    part = "xl/externalLinks/externalLink1.xml"
    data = changed(book([["Name", "Town"], ["Anna", "Here"]]), "xl/workbook.xml", lambda xml: xml)
    file = BytesIO(data)
    with zipfile.ZipFile(file, "a") as made:
        made.writestr(part, "<externalLink>http://127.0.0.1:1/secret</externalLink>")
    assert [row.cells for row in table_of(opened(file.getvalue(), alice)).rows()] == [["Anna", "Here"]]


# --- monsters: each in a process of its own, whose memory is measured --------------------------------------------------
CODE = """
import sys, time
from pathlib import Path
import django
django.setup()
from bench.memory import peak_memory
from core.exchange.sheets import RowsFile
from core.exchange.detection import detect
from core.exchange.reading import Table
from core.exchange.workbooks import is_zip
from core.records.models import BusinessError
path = Path(sys.argv[1])
start = time.monotonic()
try:
    if is_zip(path):
        rows = RowsFile(path, "", Path(sys.argv[1] + ".rows"))
        rows.write()
        said = f"{rows.count} rows"
    else:
        said = f"{Table(path, detect(path)).count()} rows"
except BusinessError as error:
    said = str(error.sentence)
print(said, round(time.monotonic() - start, 2), round(peak_memory()), sep="|")
"""


def measured(path) -> tuple[str, float, int]:
    """(what is said, seconds, megabytes)."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "crm_site.settings"}
    done = subprocess.run(
        [sys.executable, "-c", CODE, str(path)], capture_output=True, text=True, timeout=60, env=environment, cwd=settings.BASE_DIR,
    )  # fmt: skip
    said, seconds, megabytes = done.stdout.strip().split("|")
    return said, float(seconds), int(megabytes)


def _blocks(head: str, block: str, count: int, tail: str):
    yield head.encode()
    for _at in range(count):
        yield block.encode()
    yield tail.encode()


SHEET_HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
SHEET = '<row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c></row><row r="2"><c r="A2"><v>1</v></c></row>'
BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><sst><si><t>&b;</t></si></sst>'


def test_a_workbook_of_a_million_empty_rows_is_read_in_flat_memory(tmp_path):
    path = tmp_path / "empty.xlsx"
    rows = _blocks(SHEET_HEAD + SHEET, '<row r="3"/>' * 1000, 1000, "</sheetData></worksheet>")
    raw_book(path, writes={"xl/worksheets/sheet1.xml": rows})
    said, seconds, megabytes = measured(path)
    assert said == "2 rows" and seconds < 15 and megabytes < MONSTER_MEGABYTES


@pytest.mark.parametrize(
    ("part", "head", "block", "count", "sentence"),
    [
        ("xl/sharedStrings.xml", "<sst>", "<si><t>" + "x" * 100_000 + "</t></si>", 3_000, "too large once it is unpacked"),
        ("xl/styles.xml", "<styleSheet>", "<x>" + "y" * 100_000 + "</x>", 400, "too large once it is unpacked"),
        ("xl/sharedStrings.xml", BOMB, "", 0, "damaged"),
    ],
)  # fmt: skip
def test_a_bomb_is_refused_at_once(tmp_path, part, head, block, count, sentence):
    path = tmp_path / "bomb.xlsx"
    raw_book(path, sheet=SHEET, writes={part: _blocks(head, block, count, "")})
    said, seconds, megabytes = measured(path)
    assert sentence in said and seconds < 2 and megabytes < MONSTER_MEGABYTES


def test_a_sheet_of_ten_thousand_columns_is_refused_at_once(tmp_path):
    path = tmp_path / "wide.xlsx"
    raw_book(path, sheet='<row r="1">' + "<c><v>1</v></c>" * 10_000 + "</row>")
    said, seconds, megabytes = measured(path)
    assert "10000 columns" in said and seconds < 2 and megabytes < MONSTER_MEGABYTES


def test_a_line_of_two_hundred_megabytes_is_passed_over_in_flat_memory(tmp_path):
    path = tmp_path / "line.csv"
    with path.open("wb") as file:
        file.write(b"Name,Town\nBell,Here\n")
        for _at in range(200):
            file.write(b"x" * 1024 * 1024)
        file.write(b"\nCole,Far\n")
    said, seconds, megabytes = measured(path)
    assert said == "3 rows" and seconds < 20 and megabytes < MONSTER_MEGABYTES
