"""Making the bytes of an export: blocks of 1,000 rows, whatever the file; at once, or written down bit by bit."""

import tempfile
from collections.abc import Iterator
from typing import BinaryIO

from django.utils import translation

from .formats import BOM, SEPARATORS, csv_block, sheet_block, write_workbook
from .kinds import CSV, VCARD, XLSX, Exporter

BLOCK = 1_000
CONTENT_TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    VCARD: "text/vcard; charset=utf-8",
}


class Maker:
    """Gives the head and the blocks of a file; `row` is the number of the next row of a sheet."""

    def __init__(self, exporter: Exporter, sizes: dict, row: int = 1):
        self.exporter, self.sizes, self.row = exporter, sizes, row
        self.file = exporter.params["file"]
        self.separator = SEPARATORS.get(exporter.params.get("separator", ""), ",")
        self.count = 0

    def head(self) -> bytes:
        if self.file == VCARD:
            return b""
        with translation.override(self.exporter.by.language):
            block = self._encode([self.exporter.headings(self.sizes)])
        return (BOM if self.file == CSV and self.exporter.params.get("bom") else b"") + block

    def block(self, ids: list[int]) -> bytes:
        """The rows of these records; `count` grows by those that were still there."""
        with translation.override(self.exporter.by.language):
            if self.file == VCARD:
                cards = list(self.exporter.cards(ids))
                self.count += len(cards)
                return "".join(cards).encode()
            rows = self.exporter.rows(ids, self.sizes)
        self.count += len(rows)
        return self._encode(rows)

    def _encode(self, rows: list[list[str]]) -> bytes:
        first, self.row = self.row, self.row + len(rows)
        return sheet_block(rows, first) if self.file == XLSX else csv_block(rows, self.separator)


def blocks(exporter: Exporter, ids: list[int]) -> Iterator[bytes]:
    """A whole file in pieces; for a workbook, the pieces of its sheet."""
    maker = Maker(exporter, exporter.measure())
    yield maker.head()
    for at in range(0, len(ids), BLOCK):
        yield maker.block(ids[at : at + BLOCK])


def workbook(exporter: Exporter, ids: list[int]) -> BinaryIO:
    """A workbook in a temporary file that goes with its last reader."""
    file = tempfile.TemporaryFile()  # noqa: SIM115
    write_workbook(file, blocks(exporter, ids), str(exporter.page.title))
    file.seek(0)
    return file
