"""Physical lines of a text file with their size in bytes, so that reading can go on at any of them; flat memory."""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext as _

from core.records.models import BusinessError

BLOCK = 1 << 16
MAX_LINE = 1_000_000  # characters
_MAX_BYTES = 4 * MAX_LINE
_LINES = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


class Line(NamedTuple):
    text: str
    size: int  # in bytes
    is_cut: bool = False  # too long to be kept: its text is only its beginning


def physical_lines(path: Path, encoding: str, offset: int = 0) -> Iterator[Line]:
    """The lines from this byte on, without the file's mark; "\\r", "\\n" and "\\r\\n" all end one.

    Bytes that are no text in this encoding become a BusinessError.
    """
    split = _wide_lines if encoding.startswith(("utf-16", "utf-32")) else _narrow_lines
    with path.open("rb") as file:
        file.seek(offset)
        try:
            found = split(file, encoding)
            for first in found:
                yield first if offset else first._replace(text=first.text.removeprefix("\ufeff"))
                break
            yield from found
        except UnicodeDecodeError as error:
            raise BusinessError(
                _("The file can’t be read as %(encoding)s. Choose another encoding.") % {"encoding": encoding.upper()}
            ) from error


def _narrow_lines(file, encoding: str) -> Iterator[Line]:
    """In these encodings no letter holds the byte of a line end, so lines are told before they are decoded."""
    rest, skipped = b"", 0
    while block := file.read(BLOCK):
        lines = (rest + block).splitlines(keepends=True)
        rest = lines.pop() if lines[-1][-1:] != b"\n" else b""  # a "\r" may still be followed by its "\n"
        if lines and skipped:
            yield Line("", skipped + len(lines.pop(0)), is_cut=True)
            skipped = 0
        for line in lines:
            yield _line(line, encoding)
        if len(rest) > _MAX_BYTES or skipped:
            keep = 1 if rest.endswith(b"\r") else 0
            skipped, rest = skipped + len(rest) - keep, rest[len(rest) - keep :]
    if skipped:
        yield Line("", skipped + len(rest), is_cut=True)
        return
    for line in rest.splitlines(keepends=True):
        yield _line(line, encoding)


def _line(line: bytes, encoding: str) -> Line:
    text = line.decode(encoding)
    return Line(text, len(line), is_cut=len(text) > MAX_LINE)


def _wide_lines(file, encoding: str) -> Iterator[Line]:
    decoder = codecs.getincrementaldecoder(encoding)()
    rest, skipped = "", 0
    while block := file.read(BLOCK):
        lines = _LINES.findall(rest + decoder.decode(block))
        rest = lines.pop() if lines and lines[-1][-1:] != "\n" else ""
        if lines and skipped:
            yield Line("", skipped + _size(lines.pop(0), encoding), is_cut=True)
            skipped = 0
        for line in lines:
            yield Line(line, _size(line, encoding), len(line) > MAX_LINE)
        if len(rest) > MAX_LINE or skipped:
            keep = 1 if rest.endswith("\r") else 0
            skipped, rest = skipped + _size(rest[: len(rest) - keep], encoding), rest[len(rest) - keep :]
    decoder.decode(b"", final=True)
    if skipped:
        yield Line("", skipped + _size(rest, encoding), is_cut=True)
        return
    for line in _LINES.findall(rest):
        yield Line(line, _size(line, encoding), len(line) > MAX_LINE)


def _size(text: str, encoding: str) -> int:
    return len(text.encode(encoding))
