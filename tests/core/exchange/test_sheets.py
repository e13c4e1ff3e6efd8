"""Sheets of Excel workbooks come in as the person who made them saw them, and no workbook exhausts the server."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.exchange import files, reading_sheets, services
from core.exchange.models import Import
from core.exchange.numbers import number_text
from core.exchange.running import table_of
from core.jobs.models import Job
from core.jobs.running import run_due, work_one
from core.records.models import BusinessError

from .books import book, changed, raw_book

pytestmark = pytest.mark.django_db
PEOPLE = [["First name", "Last name", "Phone"], ["Anna", "Bell", 33612345678], ["Ben", "Ash", None]]


@pytest.fixture
def opened(alice):
    """opened(bytes): the import of this file, as alice uploads it."""

    def upload(data: bytes, name: str = "people.xlsx") -> Import:
        return services.create_import("contacts", SimpleUploadedFile(name, data), by=alice)

    return upload


def cells(imported: Import) -> list[list[str]]:
    return [row.cells for row in table_of(imported).rows()]


def remarks(imported: Import) -> list[tuple[int, str]]:
    return [(row.line, row.remark) for row in table_of(imported).rows() if row.remark]


@pytest.mark.parametrize(
    ("raw", "format", "shown"),
    [
        ("33612345678", "General", "33612345678"),
        ("3.3612345678E10", "General", "33612345678"),
        ("123456789012345", "General", "123456789012345"),
        ("1.23456789012345E+14", "0", "123456789012345"),
        ("42.0", "General", "42"),
        ("1000", "00000", "01000"),
        ("1067", "00000", "01067"),
        ("612345678", "0000000000", "0612345678"),
        ("612345678", '0#" "##" "##" "##" "##', "06 12 34 56 78"),
        ("612345678", "0#\\ ##\\ ##\\ ##\\ ##", "06 12 34 56 78"),
        ("123456789", "00000\\-0000", "12345-6789"),
        ("2134", "[<=99999]00000;00000\\-0000", "02134"),
        ("021341234", "[<=99999]00000;00000\\-0000", "02134-1234"),
        ("2025550123", "[<=9999999]###\\-####;\\(###\\)\\ ###\\-####", "(202) 555-0123"),
        ("1234567", "0000", "1234567"),
        ("1.1000000000000001", "General", "1.1"),
        ("0.1", "0.00", "0.1"),
        ("-12.5", "#,##0.00", "-12.5"),
        ("1234", "#,##0", "1234"),
        ("0.15", "0%", "15%"),
        ("0", "General", "0"),
        ("100", "General", "100"),
        ("1E-3", "General", "0.001"),
        ("29221", "dd/mm/yyyy", "1980-01-01"),
        ("29221.5", "dd/mm/yyyy hh:mm", "1980-01-01 12:00:00"),
        ("0.5", "hh:mm", "12:00:00"),
    ],
)
def test_numbers_come_as_they_were_shown(raw, format, shown):
    assert number_text(raw, format) == shown


def test_numbers_dates_and_truths_of_cells_come_as_text(opened):
    rows = [
        ["Name", "Postcode", "Phone", "Born", "At", "Active", "Share"],
        ["Anna", 1000, 33612345678, dt.date(1980, 1, 31), dt.datetime(2026, 7, 1, 14, 30), True, 0.15],  # noqa: DTZ001 - cells know no zone
        ["Ben", 75011, 123456789012345, dt.date(2000, 2, 29), None, False, 1],
    ]
    imported = opened(book(rows, {"B": "00000", "G": "0%"}))
    assert cells(imported) == [
        ["Anna", "01000", "33612345678", "1980-01-31", "2026-07-01 14:30:00", "TRUE", "15%"],
        ["Ben", "75011", "123456789012345", "2000-02-29", "", "FALSE", "100%"],
    ]
    assert (imported.file_type, imported.sheet, imported.heading_line, imported.row_count) == ("xlsx", "Contacts", 1, 2)


def test_dates_of_a_workbook_that_counts_from_1904_are_right(opened):
    data = book([["Name", "Born"], ["Anna", dt.date(1980, 1, 31)]])
    moved = changed(data, "xl/workbook.xml", lambda xml: xml.replace("<workbookPr ", '<workbookPr date1904="1" ', 1))
    assert cells(opened(moved)) == [["Anna", "1984-02-01"]]


def test_a_formula_gives_its_value_and_one_without_value_a_remark(opened):
    rows = [["Name", "Full", "Sum", "Lost"], ["Anna", "=LOWER(A2)", "=1+6", "=NOW()"]]
    imported = opened(book(rows, cached={"=LOWER(A2)": "anna", "=1+6": "7"}))
    assert cells(imported) == [["Anna", "anna", "7", ""]]
    assert remarks(imported) == [(2, "Cell D2 holds a formula without a value and was left empty.")]


def test_error_values_are_empty_with_a_remark(opened):
    imported = opened(book([["Name", "Phone"], ["Anna", "=NA()"], ["Ben", "5"]], cached={"=NA()": "#N/A"}))
    assert cells(imported) == [["Anna", ""], ["Ben", "5"]]
    assert remarks(imported) == [(2, "Cell B2 holds the error #N/A and was left empty.")]


def test_an_error_value_is_told_in_the_report(opened, client_of, alice):
    rows = [["First name", "Last name", "Phone"], ["Anna", "Bell", "=NA()"], ["Ben", "Ash", 5551000]]
    imported = opened(book(rows, cached={"=NA()": "#N/A"}))
    services.start_import(imported)
    while run_due():
        continue
    told = imported.rows.get(outcome="noted")
    assert (told.line, told.reason) == (2, "Cell C2 holds the error #N/A and was left empty.")
    assert "C2" in client_of(alice).get(reverse("imports:report", args=[imported.pk]) + "?show=noted").content.decode()


def test_rich_inline_and_odd_texts_are_read(tmp_path, opened):
    texts = (
        "<si><t>Name</t></si><si><t>Note</t></si>"
        '<si><r><t>An</t></r><r><rPr><b/></rPr><t xml:space="preserve">na </t></r><rPh sb="0" eb="1"><t>kana</t></rPh></si>'
        "<si><t>one_x000D_\ntwo</t></si>"
    )
    sheet = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
        '<row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2" t="s"><v>3</v></c></row>'
        '<row r="4"><c r="A4" t="inlineStr"><is><t>Ben</t></is></c><c r="B4" t="str"><v>said</v></c></row>'
        "<row><c><v>7</v></c></row>"
    )
    raw_book(tmp_path / "odd.xlsx", sheet, texts)
    imported = opened((tmp_path / "odd.xlsx").read_bytes())
    assert cells(imported) == [["Anna ", "one\ntwo"], ["Ben", "said"], ["7", ""]]
    assert [row.line for row in table_of(imported).rows()] == [2, 4, 5]


def test_line_numbers_are_those_of_the_sheet_and_a_heading_further_down_is_found(opened):
    rows = [["My address book"], [], ["Name", "Email", "Phone"], [], ["Anna", "anna@example.com", "1"], [], []]
    imported = opened(book(rows))
    assert imported.heading_line == 3
    assert [(row.line, row.cells) for row in table_of(imported).rows()] == [(5, ["Anna", "anna@example.com", "1"])]


def test_another_sheet_can_be_chosen_and_hidden_ones_stand_last(opened, client_of, alice):
    more = {"Secret": [["X"], ["y"]], "Leads": [["Nom", "Courriel"], ["Cole", "cole@example.com"]]}
    imported = opened(book(PEOPLE, more=more, hidden=["Secret"]))
    client, address = client_of(alice), reverse("imports:file", args=[imported.pk])
    form = client.get(address).context["form"]
    assert [name for name, _label in form.fields["sheet"].choices] == ["Contacts", "Leads", "Secret"]
    assert client.post(address, {"sheet": "Leads", "heading_line": 1}).status_code == 302
    imported.refresh_from_db()
    assert (imported.sheet, imported.row_count) == ("Leads", 1)
    assert "cole@example.com" in client.get(address).content.decode()
    assert client.post(address, {"sheet": "Nowhere", "heading_line": 1}).status_code == 400


def test_the_line_of_the_headings_can_be_changed(opened, client_of, alice):
    imported = opened(book([["a", "b"], ["Name", "Email"], ["Anna", "a@example.com"]]))
    address = reverse("imports:file", args=[imported.pk])
    client_of(alice).post(address, {"sheet": "Contacts", "heading_line": 2})
    imported.refresh_from_db()
    assert (imported.heading_line, imported.row_count) == (2, 1)
    assert [column.heading for column in table_of(imported).columns] == ["Name", "Email"]


@pytest.mark.parametrize("name", ["people.csv", "people.xls", "people"])
def test_a_workbook_is_read_whatever_its_name_says(opened, name):
    assert opened(book(PEOPLE), name).file_type == "xlsx"


def test_a_text_file_named_as_a_workbook_is_read_as_text(opened):
    imported = opened(b"Name,Email\nAnna,a@example.com\n", "people.xlsx")
    assert (imported.file_type, cells(imported)) == ("csv", [["Anna", "a@example.com"]])


def test_reading_goes_on_at_a_mark(opened):
    table = table_of(opened(book([["Name"], *([f"Näme {n}"] for n in range(20))])))
    rows = list(table.rows())
    assert list(table.rows(after=rows[7].line, mark=rows[7].mark)) == rows[8:]


def test_rows_of_a_workbook_are_forgotten_with_it(opened):
    imported = opened(book(PEOPLE))
    assert files.rows_path(imported.file).exists()
    files.forget(imported.file)
    assert not files.rows_path(imported.file).exists()


# --- large sheets are read by a job ------------------------------------------------------------------------------------
@pytest.fixture
def large(monkeypatch, opened):
    """The import of a sheet that is too large to be read at once."""
    monkeypatch.setattr(reading_sheets, "AT_ONCE", 10)
    return opened(book([["First name", "Email"], *([f"N{n}", f"n{n}@example.com"] for n in range(3_000))]))


def test_a_large_sheet_is_read_by_a_job_and_the_steps_wait_for_it(large, client_of, alice):
    client = client_of(alice)
    page = client.get(reverse("imports:file", args=[large.pk])).content.decode()
    assert "is being read" in page and reverse("imports:cancel", args=[large.pk]) in page
    for step in ("mapping", "rules"):
        assert client.get(reverse(f"imports:{step}", args=[large.pk])).url == reverse("imports:file", args=[large.pk])
    assert client.get(reverse("imports:progress", args=[large.pk])).status_code == 200
    while run_due():
        continue
    large.refresh_from_db()
    assert large.row_count == 3_000 and large.mapping["0"] == ["first_name"]
    assert client.get(reverse("imports:progress", args=[large.pk])).status_code == 286
    assert client.get(reverse("imports:mapping", args=[large.pk])).status_code == 200


@pytest.mark.parametrize("is_lost", [False, True])
def test_reading_goes_on_where_it_stopped_in_this_process_or_another(large, monkeypatch, is_lost):
    monkeypatch.setattr("core.jobs.running.SLICE_SECONDS", -10)
    monkeypatch.setattr(reading_sheets, "LEAST_SECONDS", 0)
    slices = 0
    while not Job.objects.get(pk=large.read_job_id).is_over:
        work_one(large.read_job_id)
        slices += 1
        if is_lost:
            reading_sheets._open_files.clear()
    large.refresh_from_db()
    assert slices > 2
    assert [row.cells[0] for row in table_of(large).rows()] == [f"N{n}" for n in range(3_000)]
    assert not reading_sheets._open_files


def test_reading_can_be_cancelled_and_begun_again(large, client_of, alice):
    client, address = client_of(alice), reverse("imports:file", args=[large.pk])
    client.post(reverse("imports:cancel", args=[large.pk]))
    while run_due():
        continue
    assert Job.objects.get(pk=large.read_job_id).state == "cancelled"
    assert client.get(address).status_code == 200
    client.post(address, {"sheet": "Contacts", "heading_line": 1})
    while run_due():
        continue
    large.refresh_from_db()
    assert large.row_count == 3_000


def test_a_sheet_that_can_not_be_read_says_why_on_its_page(monkeypatch, opened, client_of, alice):
    monkeypatch.setattr(reading_sheets, "AT_ONCE", 10)
    imported = opened(book([["Name", "Email"]]))
    while run_due():
        continue
    page = client_of(alice).get(reverse("imports:file", args=[imported.pk])).content.decode()
    assert "There is no row below the headings" in page


def test_a_broken_archive_is_said(opened):
    with pytest.raises(BusinessError, match="damaged"):
        opened(book(PEOPLE)[:-200])
