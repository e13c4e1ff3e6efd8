"""Workbooks as Excel writes them, and others that nobody should have written."""

import io
import re
import zipfile

import openpyxl

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def book(rows, formats=None, cached=None, more=(), hidden=()) -> bytes:
    """A workbook of one sheet "Contacts" (and `more`: name → rows).

    `formats` {"B": "00000"} by column, `cached` {"=A2": "7"}: the values that Excel keeps beside its formulas.
    """
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "Contacts"
    for row in rows:
        sheet.append(row)
    for letter, format in (formats or {}).items():
        for cell in sheet[letter][1:]:
            cell.number_format = format
    for name, lines in dict(more).items():
        other = made.create_sheet(name)
        for line in lines:
            other.append(line)
    for name in hidden:
        made[name].sheet_state = "hidden"
    file = io.BytesIO()
    made.save(file)
    return changed(file.getvalue(), "xl/worksheets/sheet1.xml", lambda xml: _with_cached(xml, cached or {}))


def _with_cached(xml: str, cached: dict) -> str:
    for formula, value in cached.items():
        kind = "" if re.fullmatch(r"[\d.]+", value) else ' t="e"' if value.startswith("#") else ' t="str"'
        xml = re.sub(
            rf"<c r=\"(\w+)\"([^>]*)><f>{re.escape(formula[1:])}</f><v ?/?>(?:</v>)?</c>",
            rf'<c r="\1"{kind}><f>{formula[1:]}</f><v>{value}</v></c>',
            xml,
        )
    return xml


def changed(data: bytes, part: str, change) -> bytes:
    """The archive with one part changed: `change` takes and gives its text."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content.decode()) if name == part else content)
    return file.getvalue()


def raw_book(path, sheet: str = "", texts: str = "", writes=None) -> None:
    """A workbook whose sheet data and shared texts are given as XML; `writes` {part: iterator of bytes} are streamed."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        file.writestr(
            "xl/workbook.xml",
            f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        file.writestr(
            "xl/_rels/workbook.xml.rels",
            f'{HEAD}<Relationships><Relationship Id="r1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        )
        if sheet:
            data = f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>{sheet}</sheetData></worksheet>'
            file.writestr("xl/worksheets/sheet1.xml", data)
        if texts:
            file.writestr("xl/sharedStrings.xml", f'{HEAD}<sst xmlns="{MAIN}">{texts}</sst>')
        for part, blocks in (writes or {}).items():
            with file.open(part, "w", force_zip64=True) as target:
                for block in blocks:
                    target.write(block)
