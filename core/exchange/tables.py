"""The table of an import, whatever its file is: rows, columns and first records with the same interface."""

from . import files
from .cards import Cards
from .models import Import
from .reading import Format, Table
from .sheets import SheetTable


def format_of(imported: Import) -> Format:
    return Format(imported.encoding, imported.separator, imported.heading_line, imported.quote)


def table_of(imported: Import) -> Table | Cards:
    """The rows of the import's file (see reading.Table for what every kind of table gives)."""
    if imported.file_type == Import.FileType.XLSX:
        return SheetTable(files.rows_path(imported.file), imported.heading_line)
    if imported.file_type == Import.FileType.VCARD:
        return Cards(files.path_of(imported.file), imported.encoding)
    return Table(files.path_of(imported.file), format_of(imported))
