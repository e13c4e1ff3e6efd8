"""The table of an import, whatever its file is: rows, columns and first records with the same interface."""

from . import files
from .models import Import
from .reading import Format, Table


def format_of(imported: Import) -> Format:
    return Format(imported.encoding, imported.separator, imported.heading_line, imported.quote)


def table_of(imported: Import):
    """The rows of the import's file (see reading.Table for what every kind of table gives)."""
    path = files.path_of(imported.file)
    # --- the place for cards: a file_type VCARD gives the table of cards.py ---
    return Table(path, format_of(imported))
