"""Which encoding a text file is in: by its mark, then strict UTF-8, then by how plausible the text would be."""

import codecs
from pathlib import Path

import charset_normalizer
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.records.models import BusinessError

BLOCK = 1 << 20
# What a person may choose from, in the order shown.
CHOICES = [
    ("utf-8", "UTF-8"),
    ("utf-16-le", "UTF-16 LE"),
    ("utf-16-be", "UTF-16 BE"),
    ("cp1252", gettext_lazy("Windows-1252 (Western Europe)")),
    ("latin-1", gettext_lazy("ISO-8859-1 (Latin-1)")),
    ("iso8859-15", gettext_lazy("ISO-8859-15 (Latin-9)")),
    ("cp1250", gettext_lazy("Windows-1250 (Central Europe)")),
    ("iso8859-2", gettext_lazy("ISO-8859-2 (Latin-2)")),
    ("cp1251", gettext_lazy("Windows-1251 (Cyrillic)")),
    ("cp1253", gettext_lazy("Windows-1253 (Greek)")),
    ("cp1254", gettext_lazy("Windows-1254 (Turkish)")),
    ("mac-roman", gettext_lazy("Mac OS Roman")),
    ("cp850", gettext_lazy("DOS 850")),
    ("shift_jis", gettext_lazy("Shift JIS (Japanese)")),
    ("gb18030", gettext_lazy("GB 18030 (Chinese)")),
]
_KNOWN = {codecs.lookup(name).name: name for name, _label in CHOICES}
_MARKS = [
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
]
# Signs that Western text holds beside its letters; other high signs between letters mean a wrong guess.
_USUAL_SIGNS = set("€‚„…‹‘’“”•–—™›«»°§©®·²³µ¿¡£¨´ªº½¼¾×\xa0")


_SMALL = set("éèêëàâäçîïôöùûüñáíóúßœæåøãõ’")
_CAPITALS = set("ÉÈÊÀÂÄÇÎÔÖÜÑÁØÅŒ")


def detect_encoding(path: Path) -> str:
    """A name of CHOICES (or "utf-32-le"); raises BusinessError where the file is empty or not text."""
    with path.open("rb") as file:
        head = file.read(64 * 1024)
    _refuse_other_formats(head)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise BusinessError(_old_or_locked(path))
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    if wide := _wide_without_mark(head):
        return wide
    if head.count(b"\x00") > len(head) // 20:
        raise BusinessError(_("This is not a text file. Save the table as CSV, then choose it again."))
    return "utf-8" if _is_utf8(path) else _eight_bit(path)


def _refuse_other_formats(head: bytes) -> None:
    if not head.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00"):
        raise BusinessError(_("The file is empty. Choose one with a row of headings and at least one row below."))
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        raise BusinessError(
            _(
                "This is a zip archive or an Excel workbook, not a CSV file. "
                "Save the sheet as CSV, then choose it again."
            )
        )
    if head.startswith(
        (b"%PDF", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x7fELF")
    ):
        raise BusinessError(_("This is not a text file. Save the table as CSV, then choose it again."))


def _old_or_locked(path: Path) -> str:
    """Both old workbooks and those with a password are containers of the same kind."""
    if "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
        return _("The workbook is protected by a password. Save it without one, then choose it again.")
    return _("This is an Excel workbook of the old form (XLS). Save it as XLSX or CSV, then choose it again.")


def _wide_without_mark(head: bytes) -> str:
    """UTF-16 without a mark: every other byte of mostly Western text is zero."""
    even, odd = head[0::2], head[1::2]
    if len(odd) < 4:
        return ""
    if odd.count(0) > 0.6 * len(odd) and even.count(0) < 0.1 * len(even):
        return "utf-16-le"
    if even.count(0) > 0.6 * len(even) and odd.count(0) < 0.1 * len(odd):
        return "utf-16-be"
    return ""


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _eight_bit(path: Path) -> str:
    high = _lines_with_high_bytes(path)
    for name in ("cp1252", "latin-1"):
        try:
            text = high.decode(name)
        except UnicodeDecodeError:
            continue
        if _is_plausible(text):
            return name
    return _by_letters(high) or _by_statistics(high)


def _by_letters(high: bytes) -> str:
    """An encoding of old Macs or of DOS, where that makes small accented letters within words of most high bytes."""
    shares = {name: _share_of_letters(high.decode(name)) for name in ("mac-roman", "cp850")}
    best = max(shares, key=lambda name: shares[name])
    return best if shares[best] > 0.8 else ""


def _share_of_letters(text: str) -> float:
    high = [(before, sign) for before, sign in zip(" " + text, text, strict=False) if sign > "\x7f"]
    usual = sum(sign in _SMALL or (sign in _CAPITALS and not before.isalpha()) for before, sign in high)
    return usual / max(len(high), 1)


def _lines_with_high_bytes(path: Path, enough: int = 256 * 1024) -> bytes:
    """The lines that tell something about the encoding, from wherever in the file they stand."""
    found, size = [], 0
    with path.open("rb") as file:
        while size < enough and (line := file.readline(BLOCK)):
            if not line.isascii():
                found.append(line)
                size += len(line)
    return b"".join(found)


def _is_plausible(text: str) -> bool:
    """Whether accented letters stand as in Western languages: single ones among plain letters, few odd signs."""
    good = odd = run = 0
    for before, sign, after in zip(" " + text, text, text[1:] + " ", strict=False):
        if sign < "\x80":
            run = 0
            continue
        run += 1
        if "\x80" <= sign < "\xa0":
            odd += 2  # control signs: nobody types these
        elif sign.isupper() and before.isalpha() and after.islower():
            odd += 1  # "JŸrgen" was written on an old Mac
        elif run > 2 or not (sign.isalpha() or sign in _USUAL_SIGNS):
            odd += 1
        else:
            good += 1
    return good > 2 * odd


def _by_statistics(high: bytes) -> str:
    best = charset_normalizer.from_bytes(high).best()
    if best is None:
        return "cp1252" if _decodes(high, "cp1252") else "latin-1"
    name = codecs.lookup(best.encoding).name
    return _KNOWN.get(name, "cp1252" if _decodes(high, "cp1252") else "latin-1")


def _decodes(data: bytes, name: str) -> bool:
    try:
        data.decode(name)
    except UnicodeDecodeError:
        return False
    return True
