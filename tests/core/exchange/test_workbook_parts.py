"""Workbooks that other programs than Excel wrote: parts in other places, odd attributes, empty first sheets."""

import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core.exchange import services
from core.exchange.running import table_of
from core.records.models import BusinessError

from .books import book, changed

pytestmark = pytest.mark.django_db
PEOPLE = [["First name", "Born"], ["Anna", 29221], ["Ben", None]]
SHEET = "xl/worksheets/sheet1.xml"


def opened(data: bytes, by):
    return services.create_import("contacts", SimpleUploadedFile("people.xlsx", data), by=by)


def cells(imported) -> list[list[str]]:
    return [row.cells for row in table_of(imported).rows()]


def renamed(data: bytes, rename, change=lambda text: text) -> bytes:
    """The archive with other names of its parts; `change` goes over their text."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            info = zipfile.ZipInfo("x")
            info.filename = rename(name)  # as it is, "\" too
            new.writestr(info, change(old.read(name).decode()))
    return file.getvalue()


@pytest.mark.parametrize(
    ("rename", "change"),
    [
        (lambda name: name.replace("/", "\\"), lambda text: text),
        (lambda name: name.replace("xl/", "book/"), lambda text: text.replace("xl/", "book/")),
        (lambda name: name.removeprefix("xl/"), lambda text: text.replace("xl/", "")),
        (lambda name: name.replace("sharedStrings", "SharedStrings"), lambda text: text),
    ],
    ids=["backslashes", "another folder", "no folder", "other capitals"],
)
def test_the_parts_of_a_workbook_are_found_wherever_they_stand(alice, rename, change):
    assert cells(opened(renamed(book(PEOPLE), rename, change), alice)) == [["Anna", "29221"], ["Ben", ""]]


def test_an_empty_style_is_the_plain_one(alice):
    data = changed(book(PEOPLE), SHEET, lambda xml: xml.replace('<c r="B2"', '<c r="B2" s=""', 1))
    assert cells(opened(data, alice)) == [["Anna", "29221"], ["Ben", ""]]


def test_a_cell_that_points_to_no_text_is_empty_with_a_remark(alice):
    data = changed(
        book(PEOPLE),
        SHEET,
        lambda xml: re.sub(r'<c r="A3".*?</c>', '<c r="A3" t="s"><v>99</v></c><c r="B3"><v>1</v></c>', xml),
    )
    imported = opened(data, alice)
    assert [row.remark for row in table_of(imported).rows()] == [
        "", "Cell A3 points to a text that isn’t there and was left empty.",
    ]  # fmt: skip


def test_a_date_in_an_east_asian_form_is_a_date(alice):
    data = book(PEOPLE, {"B": "0.0000"})
    data = changed(data, "xl/styles.xml", lambda xml: re.sub(r'(<xf numFmtId=)"(?!0")\d+"', r'\1"31"', xml))
    assert cells(opened(data, alice))[0] == ["Anna", "1980-01-01"]


def test_the_first_sheet_with_rows_is_taken_where_others_before_it_have_none(alice):
    imported = opened(book([["Address book"]], more={"Empty": [], "People": PEOPLE}), alice)
    assert (imported.sheet, imported.row_count) == ("People", 2)


def test_a_workbook_of_empty_sheets_is_refused_in_a_sentence(alice):
    with pytest.raises(BusinessError, match="There is no row below the headings"):
        opened(book([], more={"Other": []}), alice)
