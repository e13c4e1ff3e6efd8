"""Tables as bytes: CSV lines and the rows of a sheet, both made block by block, with cells that run no formula."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain
from typing import BinaryIO
from xml.sax.saxutils import escape

from core.exchange.cells import protect

BOM = b"\xef\xbb\xbf"
MAX_ROWS = 1_048_576  # of a sheet, its headings included
SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t"}
# What XML can't hold, or changes on reading, is written as Excel writes it: _x0007_.
_NOT_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_TEXT_CELL = 's="1" t="inlineStr"><is><t xml:space="preserve">'
_LIKE_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def csv_block(rows: Iterable[list[str]], separator: str) -> bytes:
    """These rows as lines of a CSV file in UTF-8."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows([protect(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8", "replace")


def sheet_block(rows: Iterable[list[str]], first: int) -> bytes:
    """These rows as they stand in the XML of a sheet, from row `first` on: text cells all, empty ones left out."""
    lines = []
    for number, row in enumerate(rows, first):
        cells = [
            f'<c r="{column_name(at)}{number}" {_TEXT_CELL}{sheet_text(cell)}</t></is></c>'
            for at, cell in enumerate(row)
            if cell
        ]
        lines.append(f'<row r="{number}">{"".join(cells)}</row>\n')
    return "".join(lines).encode()


def sheet_text(cell: str) -> str:
    """The text of a cell, protected as in CSV, with what XML can't hold as _x0007_."""
    kept = _LIKE_ESCAPE.sub("_x005F_", protect(cell))
    return escape(_NOT_XML.sub(lambda sign: f"_x{ord(sign[0]):04X}_", kept))


@cache
def column_name(at: int) -> str:
    """0 → A, 26 → AA."""
    name = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        name = chr(65 + rest) + name
    return name


_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": (
        f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        '<sheets><sheet name="{sheet}" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
    ),
    # Style 1 is the number format "Text": what is typed over a cell stays as it was typed.
    "xl/styles.xml": (
        f'{_HEAD}<styleSheet xmlns="{_MAIN}"><fonts count="1"><font/></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill>'
        '</fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
        '<cellXfs count="2"><xf xfId="0"/><xf xfId="0" numFmtId="49" applyNumberFormat="1"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    ),
}  # fmt: skip
_SHEET_START = (
    f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>\n'
).encode()
_SHEET_END = b"</sheetData></worksheet>"


def write_workbook(file: BinaryIO, blocks: Iterable[bytes], sheet: str) -> None:
    """A workbook of one sheet whose rows come as `sheet_block`s, or as any pieces of them; memory stays flat."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as book:
        for name, text in _PARTS.items():
            book.writestr(name, text.replace("{sheet}", escape(sheet, {'"': "&quot;"})[:31]))
        with book.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for block in chain([_SHEET_START], blocks, [_SHEET_END]):
                part.write(block)


def blocks_of(file: BinaryIO) -> Iterator[bytes]:
    while block := file.read(1 << 20):
        yield block
