"""The cards of a vCard file one by one: each as its raw text with its line number, in flat memory, a bad one alone."""

import codecs
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext as _

from .encodings import detect_encoding
from .reading import Column
from .records import Row, mark_at, place_of

MAX_CARD = 15_000_000  # bytes: a photo of 10 MB in base64 with its line ends, and the rest
_FOLD_AT = 75  # bytes, without the line end
_PIECE = 1 << 16
_LONGEST = 2 * _PIECE  # of what is read on to see whether a "\r" is followed by its "\n"
# A run of "\r" is looked through once, from its start: for each of its signs it would take for ever.
_LINES = re.compile(rb"[^\r\n]*(?:(?<!\r)\r++\n|\n|\r)|[^\r\n]+")
_BEGIN = re.compile(rb"[ \t]*BEGIN[ \t]*:[ \t]*VCARD\s*\Z", re.IGNORECASE)
_END = re.compile(rb"[ \t]*END[ \t]*:[ \t]*VCARD\s*\Z", re.IGNORECASE)
_AGENT = re.compile(rb"(?:[\w-]+\.)?AGENT(?:;[^:]*)?:\s*\Z", re.IGNORECASE)
_MARKS = {"utf-8": codecs.BOM_UTF8, "utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE,
          "utf-32-le": codecs.BOM_UTF32_LE}  # fmt: skip


def is_cards(path: Path) -> bool:
    """Whether the file is one of cards, whatever its name: its first text is BEGIN:VCARD."""
    with path.open("rb") as file:
        head = file.read(4096).replace(b"\x00", b"")
    head = head.removeprefix(codecs.BOM_UTF8).lstrip(b"\xff\xfe").lstrip()
    return bool(re.match(rb"BEGIN[ \t]*:[ \t]*VCARD\s", head, re.IGNORECASE))


def detect_card_encoding(path: Path) -> str:
    """The encoding of what says none by itself (2.1 may name a CHARSET in each line)."""
    return detect_encoding(path)


@dataclass
class _Found:
    """The card that is being read."""

    line: int
    data: bytearray = field(default_factory=bytearray)  # a list of short lines would need many times as much
    size: int = 0
    depth: int = 1  # an AGENT may hold a card of its own

    def add(self, piece: bytes) -> None:
        self.size += len(piece)
        if self.size <= MAX_CARD:
            self.data += piece
        else:
            self.data.clear()


class Cards:
    """The cards of a file, with the interface of reading.Table: a row has one cell, the text of its card.

    Bytes that are no UTF-8 are kept in the text as lone surrogates: a line of the card may name its own CHARSET.
    """

    columns: list[Column] = []

    def __init__(self, path: Path, encoding: str = "utf-8"):
        self.path, self.encoding = path, encoding

    def rows(self, after: int = 0, mark: int = 0) -> Iterator[Row]:
        """The cards that begin below line `after`; with the mark of a row what stands before is not read again."""
        for row, data in self._cards(mark):
            if row.line > after:
                row.cells = [] if row.problem else [decoded(data)]
                yield row

    def given_back(self, reasons: dict[int, str]) -> Iterator[bytes]:
        """The cards that begin in these lines as they stand, each with the reason why it was refused."""
        for row, data in self._cards(0):
            if row.line in reasons and data:
                yield _with_reason(data, reasons[row.line])

    def first_records(self, count: int) -> list[Row]:
        return list(islice(self.rows(), count))

    def sample(self, count: int) -> list[list[str]]:
        return [row.cells for row in islice((row for row in self.rows() if not row.problem), count)]

    def count(self) -> int:
        return sum(1 for _card in self._cards(0))

    def _cards(self, mark: int) -> Iterator[tuple[Row, bytes]]:
        """Every card, and every run of lines that belongs to none; a card without its end is ended by the next one."""
        found, before = None, b""  # the card in hand, and the last line with text
        offset, number = place_of(mark)
        for piece, size, is_start in _pieces(self.path, self.encoding, offset):
            here = mark_at(offset, number)
            if is_start and _BEGIN.match(piece):
                if found and _AGENT.match(before):
                    found.depth += 1
                elif found:
                    yield _row(found, here)
                    found = None
            if found is None and piece.strip():
                found = _Found(number)
            offset, number = offset + size, number + piece.endswith((b"\n", b"\r"))
            if found:
                found.add(piece)
                if is_start and _END.match(piece):
                    found.depth -= 1
                if not found.depth:
                    yield _row(found, mark_at(offset, number), is_whole=True)
                    found = None
            before = piece if piece.strip() else before
        if found:
            yield _row(found, mark_at(offset, number))


def _row(found: _Found, mark: int, *, is_whole: bool = False) -> tuple[Row, bytes]:
    row = Row(found.line, mark=mark)
    data = bytes(found.data)
    if found.size > MAX_CARD:
        row.problem = _("The card is larger than 15 MB.")
    elif not _BEGIN.match(data.split(b"\n", 1)[0].split(b"\r", 1)[0]):
        row.problem = _("These lines belong to no card: BEGIN:VCARD is missing.")
    elif b"\x00" in data:
        row.problem = _("The card holds a NUL sign, which is no text.")
    elif not is_whole:
        row.remark = _("The card doesn’t end with END:VCARD; its last lines may be missing.")
    return row, data


def decoded(data: bytes) -> str:
    """As UTF-8; bytes that are none become lone surrogates, from which `value_text` makes the real letters."""
    return data.decode("utf-8", "surrogateescape")


def _pieces(path: Path, encoding: str, offset: int) -> Iterator[tuple[bytes, int, bool]]:
    r"""(bytes, size in the file, begins a line), of at most 64 KB each; "\r" alone ends a line too."""
    read = _wide if encoding.startswith(("utf-16", "utf-32")) else _narrow
    is_start = True
    for piece, size in read(path, encoding, offset):
        yield piece, size, is_start
        is_start = piece.endswith((b"\n", b"\r"))


def _narrow(path: Path, encoding: str, offset: int) -> Iterator[tuple[bytes, int]]:
    with path.open("rb") as file:
        file.seek(offset)
        skipped = _skip_mark(file, encoding) if not offset else 0
        while piece := file.readline(_PIECE):
            while piece.endswith(b"\r") and len(piece) <= _LONGEST and (more := file.readline(_PIECE)):
                piece += more
            for line in _LINES.findall(piece):
                yield line, len(line) + skipped
                skipped = 0


def _wide(path: Path, encoding: str, offset: int) -> Iterator[tuple[bytes, int]]:
    with path.open("rb") as file:
        file.seek(offset)
        skipped = _skip_mark(file, encoding) if not offset else 0
        text = io.TextIOWrapper(file, encoding=encoding, errors="replace", newline="\n")
        while piece := text.readline(_PIECE):
            while piece.endswith("\r") and len(piece) <= _LONGEST and (more := text.readline(_PIECE)):
                piece += more
            for line in _LINES.findall(piece.encode()):
                yield line, len(line.decode().encode(encoding)) + skipped
                skipped = 0


def _skip_mark(file, encoding: str) -> int:
    mark = _MARKS.get(encoding, b"")
    if mark and file.read(len(mark)) == mark:
        return len(mark)
    file.seek(0)
    return 0


def _with_reason(data: bytes, reason: str) -> bytes:
    """The reason becomes the second line: programs pass over it, and so does another import."""
    text = re.sub(r"([\\,;])", r"\\\1", " ".join(reason.split()))
    said = folded(f"X-CARNET-REASON:{text}").encode() + b"\r\n"
    first = _LINES.match(data)
    has_begin = first is not None and _BEGIN.match(first[0])
    head, rest = (first[0], data[first.end() :]) if first and has_begin else (b"BEGIN:VCARD\r\n", data)
    return head + said + rest.rstrip(b"\r\n") + b"\r\n"


def folded(text: str) -> str:
    """At most 75 bytes a line; a letter of several bytes is never cut."""
    data = text.encode("utf-8")
    lines, start, room = [], 0, _FOLD_AT
    while len(data) - start > room:
        end = start + room
        while data[end] & 0xC0 == 0x80:
            end -= 1
        lines.append(data[start:end])
        start, room = end, _FOLD_AT - 1  # the space that begins the next line counts
    return b"\r\n ".join([*lines, data[start:]]).decode("utf-8")
