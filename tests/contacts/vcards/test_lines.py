"""The lines of a card: whatever is written can be read again, and nothing that a text holds begins a line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contacts.vcards import lines
from contacts.vcards.reading import read_date
from core.exchange.cards import folded

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from('\\,;:\n"^ \tn='), max_size=200)


def expected(text: str) -> str:
    return text.replace("\u2028", "\n").replace("\u2029", "\n").strip()


@given(st.lists(TEXT, min_size=1, max_size=6))
def test_any_components_can_be_read_again(components):
    written = lines.line("ADR", *components, types=("WORK",))
    card = lines.parse(f"BEGIN:VCARD\r\nVERSION:3.0\r\n{written}END:VCARD\r\n")
    (found,) = card.properties
    assert not card.odd_lines
    assert card.parts(found) == [expected(text) for text in components]
    assert found.types == {"work"}


@given(TEXT)
def test_lines_are_short_and_letters_whole(text):
    written = lines.line("NOTE", text)
    assert written.endswith("\r\n") and "\r" not in written.replace("\r\n", "")
    first, *others = written.removesuffix("\r\n").split("\r\n")
    assert first.startswith("NOTE:") or first == "NOTE"
    assert all(other.startswith(" ") for other in others)
    assert all(len(line.encode()) <= 75 for line in (first, *others))


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"), max_size=300))
def test_folding_takes_nothing_away(text):
    assert folded(text).replace("\r\n ", "") == text


@given(st.binary(max_size=2000))
def test_no_bytes_make_the_parser_fail(data):
    text = data.decode("utf-8", "surrogateescape")
    for version in ("2.1", "3.0"):
        card = lines.parse(f"BEGIN:VCARD\nVERSION:{version}\nNOTE:x\nFN;ENCODING=QUOTED-PRINTABLE:{text}\nEND:VCARD")
        assert card.version == version and "NOTE" in {found.name for found in card.properties}
        for found in card.properties:
            assert card.text(found).encode("utf-8").decode("utf-8") == card.text(found)
            assert all(isinstance(part, str) for part in card.parts(found))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("19800322", (1980, 3, 22)), ("1980-03-22", (1980, 3, 22)), ("1980-03-22T00:00:00Z", (1980, 3, 22)),
        ("--0322", (None, 3, 22)), ("--03-22", (None, 3, 22)), ("1604-03-22", (None, 3, 22)),
        ("0000-03-22", (None, 3, 22)), ("--0229", (None, 2, 29)), ("1981-02-29", None), ("1980", None),
        ("1980-03", None), ("---22", None), ("circa 1800", None), ("", None),
    ],
)  # fmt: skip
def test_birthdays(text, day):
    assert read_date(text, {1604}) == day


@pytest.mark.parametrize(
    ("line", "types", "rank"),
    [
        ("TEL;HOME;VOICE:1", {"home", "voice"}, 101), ("TEL;TYPE=home,pref:1", {"home", "pref"}, 1),
        ('TEL;TYPE="work,cell";PREF=2:1', {"work", "cell", "pref"}, 2), ("item1.TEL;type=CELL:1", {"cell"}, 101),
        ("TEL;PREF:1", {"pref"}, 1),
    ],
)  # fmt: skip
def test_parameters_of_every_version(line, types, rank):
    found = lines.property_of(line)
    assert (found.name, found.types, found.rank, found.value) == ("TEL", types, rank, "1")


def test_base64_ends_where_the_next_line_begins():
    text = "BEGIN:VCARD\nVERSION:2.1\nPHOTO;ENCODING=BASE64;JPEG:QUJD\nREVG\nTEL;HOME:1\n\nEND:VCARD\n"
    photo, phone = lines.parse(text).properties
    assert lines.binary(photo.value, 100) == b"ABCDEF"
    assert phone.value == "1"
