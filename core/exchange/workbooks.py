"""Excel workbooks (XLSX) read as streams: their sheets, their texts, their styles, and limits that no bomb passes."""

import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from xml.parsers import expat

from django.utils.translation import gettext as _
from openpyxl.styles.numbers import BUILTIN_FORMATS

from core.records.models import BusinessError

BLOCK = 1 << 16
MAX_SHEET = 300 * 1024 * 1024  # bytes of XML
MAX_TEXTS = 50 * 1024 * 1024  # bytes of XML: the shared texts are kept in memory
MAX_PART = 20 * 1024 * 1024  # of any other part
MAX_PARTS = 10_000
MAX_STYLES = 100_000
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_BROKEN = (zipfile.BadZipFile, expat.ExpatError, KeyError, ValueError, EOFError, OSError, RuntimeError)


@dataclass(frozen=True)
class Sheet:
    name: str
    part: str
    is_hidden: bool = False


def is_zip(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) in (b"PK\x03\x04", b"PK\x05\x06")


@contextmanager
def broken_as_sentence():
    """Whatever a damaged archive or its XML raises becomes one sentence."""
    try:
        yield
    except BusinessError:
        raise
    except (*_BROKEN, NotImplementedError, zipfile.LargeZipFile) as error:
        raise BusinessError(
            _("The workbook is damaged. Open it in a spreadsheet, save it, then choose it again.")
        ) from error


class Workbook:
    """An open workbook; `sheets` are those with cells, hidden ones last."""

    def __init__(self, path: Path):
        with broken_as_sentence():
            self.archive = zipfile.ZipFile(path)
            self._refuse_others()
            self.is_1904 = False
            self.sheets = self._sheets()

    def _refuse_others(self) -> None:
        names = self.archive.namelist()
        if len(names) > MAX_PARTS:
            raise too_large()
        if "xl/workbook.bin" in names:
            raise BusinessError(
                _("This workbook is in the binary form XLSB. Save it as XLSX or CSV, then choose it again.")
            )
        if "xl/workbook.xml" not in names:
            raise BusinessError(
                _("This is a zip archive, but no Excel workbook. Save the table as CSV or XLSX, then choose it again.")
            )

    def _sheets(self) -> list[Sheet]:
        targets = self._targets()
        found: list[Sheet] = []

        def start(name: str, attrs: dict) -> None:
            if name == "sheet":
                key = next((value for key, value in attrs.items() if key.endswith(":id")), "")
                part = targets.get(key, "")
                if part in self.archive.NameToInfo:
                    hidden = attrs.get("state", "visible") != "visible"
                    found.append(Sheet(attrs.get("name", "")[:100], part, hidden))
            elif name == "workbookPr":
                self.is_1904 = attrs.get("date1904") in ("1", "true")

        for _done in self.parsed("xl/workbook.xml", MAX_PART, start):
            pass
        if not found:
            raise BusinessError(_("The workbook has no sheet with cells."))
        return sorted(found, key=lambda sheet: sheet.is_hidden)

    def _targets(self) -> dict[str, str]:
        """The parts that are sheets of cells, by relation; charts, links to other files and the rest are no table."""
        found = {}

        def start(name: str, attrs: dict) -> None:
            if name == "Relationship" and attrs.get("Type", "").endswith("/worksheet"):
                target = attrs.get("Target", "")
                found[attrs.get("Id", "")] = (
                    target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
                )

        for _done in self.parsed("xl/_rels/workbook.xml.rels", MAX_PART, start):
            pass
        return found

    def sheet(self, name: str) -> Sheet:
        return next((sheet for sheet in self.sheets if sheet.name == name), self.sheets[0])

    def size_of(self, part: str) -> int:
        info = self.archive.NameToInfo.get(part)
        return info.file_size if info else 0

    def reading_size(self, sheet: Sheet) -> int:
        """Bytes of XML that must be gone through to read this sheet."""
        return self.size_of(sheet.part) + self.size_of(_TEXTS)

    def refuse_large(self, sheet: Sheet) -> None:
        """By what the archive declares; reading gives no byte more than that."""
        if self.size_of(sheet.part) > MAX_SHEET or self.size_of(_TEXTS) > MAX_TEXTS:
            raise too_large()

    def parsed(
        self, part: str, most: int, start: Callable, end: Callable | None = None, text: Callable | None = None
    ) -> Iterator[int]:
        """Go through a part, yielding after each block how many bytes were read. Names come without their prefix."""
        if self.size_of(part) > most:
            raise too_large()
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = lambda name, attrs: start(name.rpartition(":")[2], attrs)
        if end:
            parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
        if text:
            parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = _refuse_doctype
        done = 0
        with self.archive.open(part) as file:
            while block := file.read(BLOCK):
                done += len(block)
                if done > most:
                    raise too_large()
                parser.Parse(block)
                yield done
            parser.Parse(b"", True)

    def texts(self) -> list[str]:
        """The shared texts, to which cells point by number."""
        found: list[str] = []
        if not self.size_of(_TEXTS):
            return found
        collector = TextCollector()

        def end(name: str) -> None:
            if name == "si":
                found.append(collector.take())
            else:
                collector.end(name)

        for _done in self.parsed(_TEXTS, MAX_TEXTS, collector.start, end, collector.text):
            pass
        return found

    def formats(self) -> list[str]:
        """The number format of each style of cells."""
        own: dict[int, str] = {}
        found: list[str] = []
        inside = [""]

        def start(name: str, attrs: dict) -> None:
            if name == "numFmt":
                own[int(attrs.get("numFmtId", 0))] = attrs.get("formatCode", "")[:255]
            elif name in ("cellXfs", "cellStyleXfs", "dxfs"):
                inside[0] = name
            elif name == "xf" and inside[0] == "cellXfs" and len(found) < MAX_STYLES:
                number = int(attrs.get("numFmtId", 0))
                found.append(own.get(number) or BUILTIN_FORMATS.get(number, "General"))

        if self.size_of("xl/styles.xml"):
            for _done in self.parsed("xl/styles.xml", MAX_PART, start):
                pass
        return found


_TEXTS = "xl/sharedStrings.xml"


class TextCollector:
    """Puts the runs of a rich text together; its phonetic readings are no part of it."""

    def __init__(self):
        self.parts: list[str] = []
        self.is_text = self.is_phonetic = False

    def start(self, name: str, _attrs: dict) -> None:
        if name == "t":
            self.is_text = not self.is_phonetic
        elif name == "rPh":
            self.is_phonetic = True

    def end(self, name: str) -> None:
        if name == "t":
            self.is_text = False
        elif name == "rPh":
            self.is_phonetic = False

    def text(self, data: str) -> None:
        if self.is_text:
            self.parts.append(data)

    def take(self) -> str:
        found, self.parts = "".join(self.parts), []
        return plain_text(found)


def plain_text(text: str) -> str:
    """A text as a person typed it: "_x000D_" is how XLSX writes what XML can't hold; line breaks are "\\n"."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda found: _sign(int(found[1], 16)), text)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _sign(code: int) -> str:
    """NUL is left out, as are halves of signs; other control signs come as a CSV file brings them."""
    return "" if not code or 0xD800 <= code < 0xE000 else chr(code)


def too_large() -> BusinessError:
    return BusinessError(
        _("The workbook is too large once it is unpacked. Save the sheet as CSV, then choose it again.")
    )


def _refuse_doctype(*_args) -> None:
    raise BusinessError(_("The workbook is damaged. Open it in a spreadsheet, save it, then choose it again."))
