"""The step File: the form that fits the kind of file, what was chosen in it, and the first rows as they are read."""

from dataclasses import replace

from . import files, reading_sheets, services
from .forms import CardsForm, FormatForm, SheetForm
from .models import Import
from .records import Row
from .running import importer_of
from .tables import format_of, table_of

FIRST_ROWS = 8
SHOWN_COLUMNS = 30


def form_of(imported: Import, data=None):
    if imported.file_type == Import.FileType.VCARD:
        return CardsForm(data, initial={"encoding": imported.encoding})
    if imported.file_type != Import.FileType.XLSX:
        return FormatForm(data) if data is not None else FormatForm.of(imported)
    chosen = {"sheet": imported.sheet, "heading_line": imported.heading_line}
    return SheetForm(reading_sheets.sheet_names(imported), data, initial=chosen)


def change(imported: Import, form) -> None:
    """Read the file as the form says; raises BusinessError where that gives no table."""
    if isinstance(form, FormatForm | CardsForm):
        services.change_format(imported, form.format())
    elif form.cleaned_data["sheet"] != imported.sheet or not imported.row_count:
        services.change_sheet(imported, form.cleaned_data["sheet"])
    else:
        format = replace(format_of(imported), heading_line=form.cleaned_data["heading_line"])
        services.change_format(imported, format)


def first_rows(imported: Import) -> dict:
    """The records up to some below the headings; none while a sheet isn't read."""
    if imported.file_type == Import.FileType.XLSX and not files.rows_path(imported.file).exists():
        return {"records": [], "columns_left_out": 0}
    count = max(imported.heading_line, 0) + FIRST_ROWS
    records = table_of(imported).first_records(count)
    if imported.file_type == Import.FileType.VCARD:
        return {"records": _cards(imported, records), "columns_left_out": 0}
    width = max((len(row.cells) for row in records), default=0)
    shown = min(width, SHOWN_COLUMNS)
    rows = [(row, [*row.cells, *[""] * (shown - len(row.cells))][:shown]) for row in records]
    return {"records": rows, "columns_left_out": width - shown}


def _cards(imported: Import, records: list[Row]) -> list[tuple[Row, list[str]]]:
    """Who each card is about, instead of its text; or what is wrong with it."""
    importer, table = importer_of(imported), table_of(imported)
    return [(row, [row.problem] if row.problem else _shown(importer.preview(table, row.cells))) for row in records]


def _shown(card: dict) -> list[str]:
    return (
        [card["problem"]] if card["problem"] else [card["name"], card["sub"], *[line["text"] for line in card["lines"]]]
    )
