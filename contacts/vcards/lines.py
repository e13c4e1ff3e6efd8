"""The content lines of a card, of any version: unfolded, taken apart, decoded; and written, folded, escaped."""

import base64
import binascii
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from core.exchange.cards import folded
from core.records.models import BusinessError

MAX_PROPERTIES = 2_000  # of a card
MAX_TEXT = 1_000_000  # characters of a line that holds no picture, sound or key
_LARGE = {"PHOTO", "LOGO", "SOUND", "KEY"}
_BREAK = re.compile(r"(?<!\r)\r++\n|\n|\r")  # a run of "\r" is looked through once, from its start
_HEAD = re.compile(r'(?:([\w-]+)\.)?([\w-]+)((?:;(?:[^":;]|"[^"]*")*+)*+)\s*:')
_LOOSE_HEAD = re.compile(r"(?:([\w-]+)\.)?([\w-]+)(;[^:]*)?:")  # with a quote that is never closed
_PARAM = re.compile(r'(?:[^;"]|"[^"]*"|")+')
_VALUE = re.compile(r'"([^"]*)"|([^,"]+)')
_BASE64_LINE = re.compile(r"\s*[A-Za-z0-9+/=]+\s*\Z")
_EDGE = re.compile(r"\s*(BEGIN|END)\s*:\s*VCARD\s*\Z", re.IGNORECASE)
_LOST = re.compile("[\udc80-\udcff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_ESCAPED = re.compile(r"\\(r\\[nN]|.)", re.DOTALL)
_ENCODINGS = {"QUOTED-PRINTABLE", "BASE64", "B", "Q", "8BIT", "7BIT"}
_PLACES = {"URL", "URI", "INLINE", "CID", "CONTENT-ID"}


@dataclass
class Property:
    """One line: `params` by capital names; `value` as it stands in the file."""

    name: str
    group: str
    params: dict[str, list[str]]
    value: str

    @property
    def types(self) -> set[str]:
        """The words of TYPE in small letters, and "pref" however it is said."""
        words = {word.strip().lower() for text in self.params.get("TYPE", []) for word in text.split(",")}
        return words | {"pref"} if self.rank <= 100 else words

    @property
    def rank(self) -> int:
        """1 is the most preferred; 101 where nothing is said."""
        said = next(iter(self.params.get("PREF", [])), "")
        if said:
            return int(said) if said.isascii() and said.isdigit() and len(said) < 4 else 101
        return 1 if any("pref" in text.lower().split(",") for text in self.params.get("TYPE", [])) else 101

    @property
    def encoding(self) -> str:
        return {"Q": "QUOTED-PRINTABLE", "B": "BASE64"}.get(found := self._word("ENCODING"), found)

    def _word(self, name: str) -> str:
        return next(iter(self.params.get(name, [])), "").strip().upper()

    def text(self, encoding: str) -> str:
        """The value decoded, escapes still in it: by its own CHARSET, else as UTF-8, else in this encoding."""
        charset = self._word("CHARSET")
        if self.encoding == "QUOTED-PRINTABLE":
            return _letters(quopri.decodestring(self._bytes()), charset, encoding)
        if _LOST.search(self.value) or ("\x1b" in self.value and charset):
            return _letters(self._bytes(), charset, encoding)
        return self.value

    def _bytes(self) -> bytes:
        return self.value.encode("utf-8", "surrogateescape")


@dataclass
class Card:
    """The properties of one card in their order; `odd_lines` are those that are no property."""

    version: str = ""
    properties: list[Property] = field(default_factory=list)
    odd_lines: list[str] = field(default_factory=list)
    encoding: str = "utf-8"

    def all(self, *names: str) -> list[Property]:
        return [found for found in self.properties if found.name in names]

    def text(self, found: Property) -> str:
        return self.unescaped(found.text(self.encoding)).strip()

    def parts(self, found: Property, sign: str = ";") -> list[str]:
        """The components of a structured value (or the items of a list)."""
        return [self.unescaped(part).strip() for part in split_at(found.text(self.encoding), sign)]

    def first(self, *names: str) -> str:
        """The first value with text of these properties."""
        return next(filter(None, (self.text(found) for found in self.all(*names))), "")

    def first_parts(self, name: str) -> list[str]:
        return next((parts for found in self.all(name) if any(parts := self.parts(found))), [])

    def first_lists(self, name: str) -> list[list[str]]:
        """The components of the first value with text, each as its items; spaces at their edges stay."""
        for found in self.all(name):
            parts = split_at(found.text(self.encoding), ";")
            lists = [[part] if self.version == "2.1" else split_at(part, ",") for part in parts]
            if any("".join(items).strip() for items in lists):
                return [[self.unescaped(item) for item in items] for items in lists]
        return []

    def label(self, found: Property) -> str:
        """What Apple and Google call this line: "item1.X-ABLabel:_$!<HomePage>!$_" → "homepage"."""
        labels = (one for one in self.all("X-ABLABEL") if found.group and one.group.lower() == found.group.lower())
        return re.sub(r"_\$!<|>!\$_", "", next((self.text(one) for one in labels), "")).lower()

    def unescaped(self, text: str) -> str:
        is_old = self.version == "2.1"
        text = _ESCAPED.sub(lambda found: _meant(found, is_old), text) if "\\" in text else text
        return _CONTROL.sub("", _BREAK.sub("\n", text))


def _meant(found: re.Match, is_old: bool) -> str:
    sign = found[1]
    if sign[-1] in "nN" and not is_old:
        return "\n"
    return sign if sign in ',;:\\"' else found[0]


def _letters(data: bytes, charset: str, encoding: str) -> str:
    for name in (charset, "utf-8", encoding, "cp1252"):
        try:
            return data.decode(name)
        except (LookupError, UnicodeError, ValueError):
            continue
    return data.decode("latin-1")


def split_at(text: str, sign: str) -> list[str]:
    """Cut at the signs that no backslash stands before; the escapes stay."""
    parts: list[list[str]] = [[]]
    for piece in re.findall(rf"\\.|[^\\{sign}]+|{sign}|\\", text, re.DOTALL):
        if piece == sign:
            parts.append([])
        else:
            parts[-1].append(piece)
    return ["".join(part) for part in parts]


def parse(text: str, encoding: str = "utf-8") -> Card:
    """The card of this text (see core/exchange/cards.py); `encoding` is the file's.

    Raises BusinessError where it holds more than any address book writes.
    """
    card = Card(encoding=encoding)
    for line in logical_lines(text):
        found = property_of(line)
        if len(card.properties) + len(card.odd_lines) >= MAX_PROPERTIES:
            raise BusinessError(_("The card has more than %(most)d lines.") % {"most": MAX_PROPERTIES})
        if len(line) > MAX_TEXT and (found is None or found.name not in _LARGE):
            raise BusinessError(_("The line is longer than 1,000,000 characters."))
        if found is None:
            card.odd_lines.append(line[:100])
        elif found.name == "VERSION":
            card.version = card.version or found.value.strip()
        else:
            card.properties.append(found)
    return card


def property_of(line: str) -> Property | None:
    head = _HEAD.match(line) or _LOOSE_HEAD.match(line)
    if head is None:
        return None
    params: dict[str, list[str]] = {}
    for param in _PARAM.findall(head[3] or ""):
        name, equals, text = param.partition("=")
        values = [(quoted or bare).strip() for quoted, bare in _VALUE.findall(text if equals else name)]
        key = name.strip().upper()
        if not equals:
            key = "ENCODING" if key in _ENCODINGS else "VALUE" if key in _PLACES else "TYPE"
        params.setdefault(key, []).extend(values)
    return Property(head[2].upper(), head[1] or "", params, line[head.end() :])


def _physical_lines(text: str) -> Iterator[str]:
    """One by one: a list of all would need many times as much as a card of short lines."""
    start = 0
    for found in _BREAK.finditer(text):
        yield text[start : found.start()]
        start = found.end()
    yield text[start:]


def logical_lines(text: str) -> Iterator[str]:
    """The lines of a card put together: folded ones, soft breaks of quoted-printable, base64 that isn't indented.

    The edges of the card are left out, and a card within it (AGENT) whole.
    """
    parts: list[str] = []
    kind, depth = "", 0
    for line in _physical_lines(text):
        edge = _EDGE.match(line)
        if edge:
            depth += 1 if edge[1].upper() == "BEGIN" else -1
        elif depth > 1:
            continue
        elif parts and kind == "QUOTED-PRINTABLE" and parts[-1].rstrip().endswith("="):
            parts[-1] = parts[-1].rstrip()[:-1]
            parts.append(line)
            continue
        elif parts and line[:1] in {" ", "\t"} and line.strip():
            parts.append(line[1:])
            continue
        elif parts and kind == "BASE64" and _BASE64_LINE.match(line):
            parts.append(line)
            continue
        if not line.strip():
            kind = ""
            continue
        if parts:
            yield "".join(parts)
        parts, kind = ([], "") if edge else ([line], _encoding_of(line))
    if parts:
        yield "".join(parts)


def _encoding_of(line: str) -> str:
    found = property_of(line[:1000])
    return found.encoding if found else ""


class BrokenBinary(ValueError):
    """The value is no base64."""


def binary(value: str, most: int) -> bytes | None:
    """The bytes of a base64 value; None where they are more than `most`. Raises BrokenBinary."""
    bare = re.sub(r"[\s\\]", "", value)
    if len(bare) > most * 4 // 3 + 8:
        return None
    try:
        return base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True)
    except (binascii.Error, ValueError) as error:
        raise BrokenBinary from error


# --- out --------------------------------------------------------------------------------------------------------------
def escaped(text: str) -> str:
    """Text as one component: no line can be begun from inside it."""
    text = _CONTROL.sub("", _BREAK.sub("\n", text))
    text = re.sub("[\x85\u2028\u2029]", "\n", text)  # some readers end a line there
    return re.sub(r"([\\,;])", r"\\\1", text).replace("\n", "\\n")


def line(name: str, *components: str, types: tuple[str, ...] = (), sign: str = ";", **params: str) -> str:
    """A folded line of escaped components; `types` and parameter values are our own words."""
    head = [name, *([f"TYPE={','.join(types)}"] if types else []), *(f"{key}={text}" for key, text in params.items())]
    return raw_line(";".join(head), sign.join(map(escaped, components)))


def raw_line(head: str, value: str) -> str:
    return folded(f"{head}:{value}") + "\r\n"
