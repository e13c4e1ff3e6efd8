"""Workbooks that nobody should have written: damaged, misleading, or small on the way here and huge afterwards."""

import subprocess
import sys
import zipfile

import pytest
from django.conf import settings

from core.exchange.sheets import RowsFile, sheet_records
from core.exchange.workbooks import Workbook, directory_size
from core.records.models import BusinessError

from .books import MAIN, raw_book

MOST_MEGABYTES = 300
MEGABYTE = b"a" * (1 << 20)
START, END = f'<worksheet xmlns="{MAIN}"><sheetData>'.encode(), b"</sheetData></worksheet>"


def rows_of(path) -> list[tuple[int, list[str]]]:
    target = path.with_suffix(".rows")
    RowsFile(path, "", target).write()
    return [(row.line, row.cells) for row in sheet_records(target)]


@pytest.mark.parametrize(
    "sheet",
    [
        '<row r="1048577"><c r="A1"><v>1</v></c></row>',
        '<row r="99999999999"><c r="A1"><v>1</v></c></row>',
        f'<row r="{"9" * 5000}"><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="ZZZZ99999999"><v>1</v></c></row>',
        f'<row r="1"><c r="{"A" * 100_000}1"><v>1</v></c></row>',
        '<row r="1"><c r="$A$1"><v>1</v></c></row>',
        '<row r="1"><c r="é1"><v>1</v></c></row>',
        "<a>" * 200 + "</a>" * 200,
    ],
)
def test_what_no_spreadsheet_writes_is_refused_by_a_sentence(tmp_path, sheet):
    raw_book(tmp_path / "x.xlsx", sheet)
    with pytest.raises(BusinessError, match="damaged"):
        rows_of(tmp_path / "x.xlsx")


def test_rows_out_of_order_are_all_read_under_numbers_that_grow(tmp_path):
    rows = "".join(f'<row r="{number}"><c r="a{number}"><v>{number}</v></c></row>' for number in (5, 2, 5, 0, 9))
    raw_book(tmp_path / "x.xlsx", rows)
    assert rows_of(tmp_path / "x.xlsx") == [(5, ["5"]), (6, ["2"]), (7, ["5"]), (8, ["0"]), (9, ["9"])]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_parts_packed_as_no_spreadsheet_packs_them_are_refused(tmp_path, method):
    raw_book(tmp_path / "x.xlsx", '<row><c t="inlineStr"><is><t>Ada</t></is></c></row>')
    with zipfile.ZipFile(tmp_path / "x.xlsx") as old, zipfile.ZipFile(tmp_path / "y.xlsx", "w", method) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    with pytest.raises(BusinessError, match="damaged"):
        rows_of(tmp_path / "y.xlsx")


def test_a_stream_that_can_not_be_unpacked_is_refused_by_a_sentence(tmp_path):
    raw_book(tmp_path / "x.xlsx", "".join(f"<row><c><v>{number * 7919}</v></c></row>" for number in range(5_000)))
    data = (tmp_path / "x.xlsx").read_bytes()
    at = data.index(b"xl/worksheets/sheet1.xml") + 400
    (tmp_path / "y.xlsx").write_bytes(data[:at] + b"\xff" * 60 + data[at + 60 :])
    with pytest.raises(BusinessError, match="damaged"):
        rows_of(tmp_path / "y.xlsx")


def test_a_workbook_of_countless_sheets_is_too_large(tmp_path):
    raw_book(tmp_path / "x.xlsx", "<row><c><v>1</v></c></row>")
    many = '<sheet name="S" sheetId="1" r:id="r1"/>' * 1_001
    with zipfile.ZipFile(tmp_path / "x.xlsx") as old, zipfile.ZipFile(tmp_path / "y.xlsx", "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            new.writestr(name, text.replace('<sheet name="S" sheetId="1" r:id="r1"/>', many))
    with pytest.raises(BusinessError, match="too large"):
        Workbook(tmp_path / "y.xlsx")


def test_the_list_of_parts_is_measured_before_it_is_read(tmp_path):
    path = tmp_path / "x.xlsx"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("xl/workbook.xml", "x")
    data = path.read_bytes()
    end = data.index(b"PK\x05\x06")
    start = int.from_bytes(data[end + 16 : end + 20], "little")
    assert directory_size(path) == end - start
    entries = data[start:end] * 100_000
    path.write_bytes(data[:start] + entries + data[end : end + 12] + len(entries).to_bytes(4, "little") + data[-6:])
    assert directory_size(path) == len(entries)
    with pytest.raises(BusinessError, match="too large"):
        Workbook(path)


BOMBS = {
    "a number without end": (b'<row><c r="A1"><v>', MEGABYTE, b"</v></c></row>"),
    "a text without end": (b'<row><c r="A1" t="inlineStr"><is><t>', MEGABYTE, b"</t></is></c></row>"),
    "an attribute without end": (b'<row><c r="A1" x="', MEGABYTE, b'"/></row>'),
    "a comment without end": (b"<row><!--", MEGABYTE, b"--></row>"),
    "elements in elements": (b"", b"<a>" * (1 << 18), b""),
}


def _bomb(path, name: str) -> None:
    first, piece, last = BOMBS[name]
    pieces = [START, first, *[piece] * 280, last, END]
    raw_book(path, writes={"xl/worksheets/sheet1.xml": iter(pieces)})


MEASURED = """
import sys
import django
django.setup()
from bench.memory import peak_memory
from pathlib import Path
from core.exchange.sheets import RowsFile
from core.records.models import BusinessError
try:
    RowsFile(Path(sys.argv[1]), "", Path(sys.argv[1] + ".rows")).write()
except BusinessError:
    pass
print(round(peak_memory()))
"""


@pytest.mark.parametrize("name", BOMBS)
def test_a_cell_that_unpacks_to_hundreds_of_megabytes_takes_little_memory_and_time(tmp_path, name):
    _bomb(tmp_path / "x.xlsx", name)
    assert (tmp_path / "x.xlsx").stat().st_size < 5_000_000
    command = [sys.executable, "-c", MEASURED, str(tmp_path / "x.xlsx")]
    done = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < MOST_MEGABYTES


def test_a_long_stretch_without_rows_says_that_it_is_being_read(tmp_path, monkeypatch):
    monkeypatch.setattr("core.exchange.sheets.ALIVE_EVERY", 0.0)
    raw_book(tmp_path / "x.xlsx", "<a/>" * 100_000 + "<row><c><v>1</v></c></row>")
    calls = []
    RowsFile(tmp_path / "x.xlsx", "", tmp_path / "x.rows").write(alive=lambda: calls.append(1))
    assert len(calls) > 2
