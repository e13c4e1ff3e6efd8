"""A vCard file is cut into its cards: each with its line, a broken one alone, in flat memory, from any mark on."""

import tracemalloc

import pytest

from core.exchange import cards
from core.exchange.cards import Cards, is_cards
from core.exchange.encodings import detect_encoding

ADA = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada Bell\r\nEND:VCARD\r\n"
ZOE = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Zoë Lefèvre\r\nEND:VCARD\r\n"


@pytest.fixture
def table(tmp_path):
    def read(content) -> Cards:
        path = tmp_path / "file.vcf"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        assert is_cards(path)
        return Cards(path, detect_encoding(path))

    return read


def names(found: Cards) -> list[str]:
    return [row.cells[0].split("FN:")[1].splitlines()[0] for row in found.rows() if not row.problem]


@pytest.mark.parametrize(
    "content",
    [
        ADA + ZOE,
        "\ufeff" + ADA + ZOE,
        ("\ufeff" + ADA + ZOE).encode("utf-16-le"),
        ("\ufeff" + ADA + ZOE).encode("utf-16-be"),
        (ADA + ZOE).replace("\r\n", "\n"),
        (ADA + ZOE).replace("\r\n", "\r"),
        (ADA + ZOE).replace("\r\n", "\r\r\n"),
        (ADA + ZOE).replace("VCARD", "vCard").replace("BEGIN", "begin"),
        "\r\n\r\n" + ADA + "\r\n \r\n" + ZOE,
        ADA + ZOE.removesuffix("END:VCARD\r\n"),
        ADA.removesuffix("END:VCARD\r\n") + ZOE,
    ],
    ids="plain mark utf16le utf16be lf cr crcrlf case blank no-end no-end-between".split(),
)
def test_cards_are_told_apart(table, content):
    found = table(content)
    assert names(found) == ["Ada Bell", "Zoë Lefèvre"]
    assert found.count() == 2


def test_a_card_within_a_card_is_a_part_of_it(table):
    inner = "BEGIN:VCARD\r\nFN:Secretary\r\nEND:VCARD\r\n"
    found = table(ADA.replace("END:VCARD", f"AGENT:\r\n{inner}END:VCARD") + ZOE)
    assert names(found) == ["Ada Bell", "Zoë Lefèvre"]


def test_each_row_knows_its_line_and_reading_goes_on_behind_it(table):
    for content in ("\r\n" + ADA + ZOE + ADA, ("\ufeff\r\n" + ADA + ZOE + ADA).encode("utf-16-le")):
        found = table(content)
        rows = list(found.rows())
        assert [row.line for row in rows] == [2, 6, 10]
        for count, row in enumerate(rows, start=1):
            assert [one.line for one in found.rows(after=row.line, mark=row.mark)] == [2, 6, 10][count:]


def test_a_bad_card_is_refused_alone(table):
    bad = "FN:No beginning\r\nEND:VCARD\r\n"
    null = ADA.replace("Ada", "A\x00da")
    found = table(ZOE + bad + null + ADA)
    assert [(row.line, row.problem) for row in found.rows()] == [
        (1, ""), (5, "These lines belong to no card: BEGIN:VCARD is missing."),
        (7, "The card holds a NUL sign, which is no text."), (11, ""),
    ]  # fmt: skip


def test_a_card_without_its_end_is_remarked(table):
    (row,) = table(ADA.removesuffix("END:VCARD\r\n")).rows()
    assert row.remark == "The card doesn’t end with END:VCARD; its last lines may be missing."


def test_a_card_that_is_too_large_costs_no_memory(table, monkeypatch):
    monkeypatch.setattr(cards, "MAX_CARD", 1_000_000)
    photo = "PHOTO;ENCODING=b:" + "QUJD" * 5_000_000 + "\r\n"
    found = table(ADA.replace("END", photo + "END") + ZOE)
    tracemalloc.start()
    rows = list(found.rows())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [row.problem for row in rows] == ["The card is larger than 15 MB.", ""]
    assert peak < 8_000_000


def test_refused_cards_come_back_with_their_reason(table):
    found = table(ADA + ZOE)
    (back,) = found.given_back({5: "It is no card;\nreally, " + "é" * 100})
    text = back.decode()
    assert text.startswith("BEGIN:VCARD\r\nX-CARNET-REASON:It is no card\\; really\\, é")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    again = table(text)
    assert [row.line for row in again.rows()] == [1] and names(again) == ["Zoë Lefèvre"]


def test_what_is_no_file_of_cards_is_told(tmp_path):
    path = tmp_path / "x.vcf"
    path.write_text("BEGIN:VCALENDAR\nEND:VCALENDAR\n")
    assert not is_cards(path)
