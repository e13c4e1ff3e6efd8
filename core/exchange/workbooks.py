"""Excel workbooks (XLSX) read as streams: their sheets, their texts, their styles, and limits that no bomb passes."""

import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
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
MAX_SHEETS = 1_000
MAX_DIRECTORY = 4 * 1024 * 1024  # bytes of the list of parts, which is kept in memory
MAX_TAG = 2 * 1024 * 1024  # bytes of one tag or comment: the parser keeps it until it ends
MAX_DEPTH = 100  # of elements within each other
MAX_TEXT = 1_000_000  # characters of a cell
_SHEETS_LOOKED_AT = 20
_TAIL = 66_000  # bytes at the end of an archive in which its directory is described
LOOKED_AT = 3_000_000  # bytes of a sheet, to see whether it holds rows
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
# Numbers that stand for the dates and times of East Asian spreadsheets, without a text of their own.
_FORMATS = (
    BUILTIN_FORMATS
    | dict.fromkeys([*range(27, 32), 36, 50, *range(51, 59)], "yyyy-mm-dd")
    | dict.fromkeys(range(32, 36), "h:mm:ss")
)
_BROKEN = (
    zipfile.BadZipFile, zlib.error, expat.ExpatError, LookupError, ValueError, EOFError, OSError, RuntimeError,
)  # fmt: skip


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
        raise damaged() from error


class Workbook:
    """An open workbook; `sheets` are those with cells, hidden ones last."""

    def __init__(self, path: Path):
        with broken_as_sentence():
            if directory_size(path) > MAX_DIRECTORY:
                raise too_large()
            self.archive = zipfile.ZipFile(path)
            if len(self.archive.infolist()) > MAX_PARTS:
                raise too_large()
            self.parts = {_plain_part(info.filename): info for info in self.archive.infolist()}
            self.part = self._main_part()
            self._refuse_others()
            self.is_1904 = False
            self.texts_part, self.styles_part = "xl/sharedStrings.xml", "xl/styles.xml"
            self.sheets = self._sheets()

    def _main_part(self) -> str:
        """The part that lists the sheets: what the package says, which need not be the usual place."""
        found = (target for kind, _id, target in self._relations("") if kind == "officeDocument")
        return next((part for part in found if part.endswith(".xml") and self.has(part)), "xl/workbook.xml")

    def _refuse_others(self) -> None:
        if self.has("xl/workbook.bin"):
            raise BusinessError(
                _("This workbook is in the binary form XLSB. Save it as XLSX or CSV, then choose it again.")
            )
        if not self.has(self.part):
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
                if self.has(part):
                    if len(found) >= MAX_SHEETS:
                        raise too_large()
                    hidden = attrs.get("state", "visible") != "visible"
                    found.append(Sheet(attrs.get("name", "")[:100], part, hidden))
            elif name == "workbookPr":
                self.is_1904 = attrs.get("date1904") in ("1", "true")

        for _done in self.parsed(self.part, MAX_PART, start):
            pass
        if not found:
            raise BusinessError(_("The workbook has no sheet with cells."))
        return sorted(found, key=lambda sheet: sheet.is_hidden)

    def _targets(self) -> dict[str, str]:
        """The parts that are sheets of cells, by relation; charts, links to other files and the rest are no table."""
        found = {}
        for kind, key, target in self._relations(self.part):
            if kind == "worksheet":
                found[key] = target
            elif kind == "sharedStrings":
                self.texts_part = target
            elif kind == "styles":
                self.styles_part = target
        return found

    def _relations(self, part: str) -> list[tuple[str, str, str]]:
        """(kind, id, part) of what this part points to; "" is the package itself."""
        folder, name = posixpath.split(part)
        found: list[tuple[str, str, str]] = []

        def start(tag: str, attrs: dict) -> None:
            if tag == "Relationship":
                target = attrs.get("Target", "").replace("\\", "/")
                whole = posixpath.normpath(posixpath.join(folder, target) if target[:1] != "/" else target.lstrip("/"))
                found.append((attrs.get("Type", "").rpartition("/")[2], attrs.get("Id", ""), whole))

        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        if self.has(relations):
            for _done in self.parsed(relations, MAX_PART, start):
                pass
        return found

    def sheet(self, name: str) -> Sheet:
        """The sheet of this name; without one the first that holds a table, as covers and empty sheets do not."""
        named = (sheet for sheet in self.sheets if sheet.name == name)
        filled = (sheet for sheet in self.sheets[:_SHEETS_LOOKED_AT] if not name and self._has_rows(sheet))
        return next(named, None) or next(filled, None) or self.sheets[0]

    def _has_rows(self, sheet: Sheet) -> bool:
        """Whether two rows of it have text or numbers; a large sheet is believed to."""
        rows = [0, 0]  # begun, with a value

        def start(name: str, _attrs: dict) -> None:
            if name == "row":
                rows[0] += 1
            elif name in ("v", "t") and rows[0] > 0:
                rows[0], rows[1] = 0, rows[1] + 1

        with broken_as_sentence():
            return any(rows[1] > 1 or done > LOOKED_AT for done in self.parsed(sheet.part, MAX_SHEET, start))

    def has(self, part: str) -> bool:
        return _plain_part(part) in self.parts

    def size_of(self, part: str) -> int:
        info = self.parts.get(_plain_part(part))
        return info.file_size if info else 0

    def reading_size(self, sheet: Sheet) -> int:
        """Bytes of XML that must be gone through to read this sheet."""
        return self.size_of(sheet.part) + self.size_of(self.texts_part)

    def refuse_large(self, sheet: Sheet) -> None:
        """By what the archive declares; reading gives no byte more than that."""
        if self.size_of(sheet.part) > MAX_SHEET or self.size_of(self.texts_part) > MAX_TEXTS:
            raise too_large()

    def parsed(
        self, part: str, most: int, start: Callable, end: Callable | None = None, text: Callable | None = None
    ) -> Iterator[int]:
        """Go through a part, yielding after each block how many bytes were read. Names come without their prefix."""
        info = self.parts[_plain_part(part)]
        if info.file_size > most:
            raise too_large()
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise NotImplementedError  # the others unpack a block of any size at once; no spreadsheet writes them
        parser, done = _parser(start, end, text), 0
        with self.archive.open(info) as file:
            while block := file.read(BLOCK):
                done += len(block)
                if done > most:
                    raise too_large()
                parser.Parse(block)
                if done - parser.CurrentByteIndex > MAX_TAG:
                    raise damaged()
                yield done
            parser.Parse(b"", True)

    def texts(self) -> list[str]:
        """The shared texts, to which cells point by number."""
        found: list[str] = []
        if not self.size_of(self.texts_part):
            return found
        collector = TextCollector()

        def end(name: str) -> None:
            if name == "si":
                found.append(collector.take())
            else:
                collector.end(name)

        for _done in self.parsed(self.texts_part, MAX_TEXTS, collector.start, end, collector.text):
            pass
        return found

    def formats(self) -> list[str]:
        """The number format of each style of cells."""
        own: dict[int, str] = {}
        found: list[str] = []
        inside = [""]

        def start(name: str, attrs: dict) -> None:
            if name == "numFmt":
                own[whole_number(attrs.get("numFmtId", ""))] = attrs.get("formatCode", "")[:255]
            elif name in ("cellXfs", "cellStyleXfs", "dxfs"):
                inside[0] = name
            elif name == "xf" and inside[0] == "cellXfs" and len(found) < MAX_STYLES:
                number = whole_number(attrs.get("numFmtId", ""))
                found.append(own.get(number) or _FORMATS.get(number, "General"))

        if self.size_of(self.styles_part):
            for _done in self.parsed(self.styles_part, MAX_PART, start):
                pass
        return found


def _parser(start: Callable, end: Callable | None, text: Callable | None):
    """An XML parser that calls these, without entities, and with as many open elements as a workbook needs."""
    depth = 0

    def begun(name: str, attrs: dict) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise damaged()
        start(name.rpartition(":")[2], attrs)

    def ended(name: str) -> None:
        nonlocal depth
        depth -= 1
        if end:
            end(name.rpartition(":")[2])

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = begun, ended
    if text:
        parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def directory_size(path: Path) -> int:
    """Bytes of the list of parts, as the end of the archive says: told before that list is read."""
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - _TAIL, 0))
        tail = file.read()
    sizes = [0]
    for found in re.finditer(rb"PK\x05\x06", tail):
        at = found.start()
        sizes.append(int.from_bytes(tail[at + 12 : at + 16], "little"))
        if at >= 76 and tail[at - 20 : at - 16] == b"PK\x06\x07":  # the longer form, for archives above 4 GB
            sizes.append(int.from_bytes(tail[at - 36 : at - 28], "little"))
    sizes = [size for size in sizes if size != 0xFFFFFFFF]  # "see the longer form"
    return max(sizes, default=0)


def whole_number(text: str) -> int:
    """A number in an attribute; some programs leave it empty."""
    return int(text) if text.isascii() and text.isdigit() else 0


def _plain_part(name: str) -> str:
    """The name of a part as it is compared: some programs write "\\" or capitals of their own."""
    return name.replace("\\", "/").lstrip("/").lower()


class TextCollector:
    """Puts the runs of a rich text together; its phonetic readings are no part of it."""

    def __init__(self):
        self.parts: list[str] = []
        self.size = 0
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
        """What goes beyond one character too many is not kept: the cell is refused anyway."""
        if self.is_text and self.size <= MAX_TEXT:
            self.parts.append(data[: MAX_TEXT + 1])
            self.size += len(data)

    def take(self) -> str:
        found, self.parts, self.size = "".join(self.parts), [], 0
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


def damaged() -> BusinessError:
    return BusinessError(_("The workbook is damaged. Open it in a spreadsheet, save it, then choose it again."))


def _refuse_doctype(*_args) -> None:
    raise damaged()
