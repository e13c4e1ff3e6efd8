"""Text made to stall whoever reads it: every rule that looks at a cell or a card answers at once, however long it is."""

import time

import pytest

from contacts.details import address_in, clean_email
from contacts.importing.countries import country_code
from contacts.importing.widgets import DateWidget, EmailsWidget, MomentWidget
from contacts.vcards import lines
from contacts.vcards.reading import CardReader
from core.exchange.cards import Cards
from core.exchange.cells import date_order, parse_date
from core.records.models import BusinessError

LONG = 500_000
SECONDS = 3.0  # each takes some milliseconds; those that look again from every sign would take hours

HOSTILE = {
    "spaces between the numbers of a date": (parse_date, "1" + " " * LONG + "x"),
    "spaces in both gaps of a date": (parse_date, "1" + " " * LONG + "2" + " " * LONG + "x"),
    "the order of dates": (lambda text: date_order([text]), "1" + " " * LONG + "2" + " " * LONG + "x"),
    "a cell of dates": (DateWidget().clean, "1" + " " * LONG + "x"),
    "a cell of moments": (MomentWidget().clean, "1" + " " * LONG + "x"),
    "an address behind a bracket": (EmailsWidget().clean, "<" + "a@" * LONG),
    "brackets of a country": (country_code, "(" * LONG),
    "a card of line ends": (lambda text: list(lines.logical_lines(text)), "\r" * LONG + "x"),
    "a value of line ends": (lines.escaped, "\r" * LONG + "x"),
    "an address of a card": (lambda text: read_card(f"EMAIL:{text}"), "<" + "a@" * (LONG // 2 - 10)),
}


def card_of(*content: str) -> str:
    return "\r\n".join(["BEGIN:VCARD", "VERSION:3.0", "FN:Ada Bell", *content, "END:VCARD", ""])


def read_card(*content: str):
    return CardReader().draft(1, [card_of(*content)])


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_stalls_the_one_who_reads_it(name):
    look, text = HOSTILE[name]
    start = time.monotonic()
    try:
        look(text)
    except BusinessError:
        pass
    assert time.monotonic() - start < SECONDS


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Anna Bell <anna@example.com>", "anna@example.com"),
        ("<anna@example.com>", "anna@example.com"),
        ("anna@example.com", "anna@example.com"),
        ("<x> <anna@example.com>", "anna@example.com"),
        ("<anna@example.com> Anna", "<anna@example.com> Anna"),
        ("<anna>", "<anna>"),
        ("<@>", "<@>"),
        ("Anna <a>b@example.com>", "Anna <a>b@example.com>"),
    ],
)
def test_an_address_is_taken_out_of_its_brackets(text, found):
    assert address_in(text) == found


def test_what_is_left_in_brackets_is_no_address():
    with pytest.raises(BusinessError):
        clean_email(address_in("Anna <a>b@example.com>"))


def test_a_file_of_nothing_but_line_ends_is_read_at_once(tmp_path):
    path = tmp_path / "x.vcf"
    path.write_bytes(b"BEGIN:VCARD\r\nFN:Ada" + b"\r" * 500_000 + b"\nEND:VCARD\r\n")
    start = time.monotonic()
    assert Cards(path).count() == 1
    assert time.monotonic() - start < 10


def test_runs_of_line_ends_still_end_one_line(tmp_path):
    path = tmp_path / "x.vcf"
    path.write_bytes(b"BEGIN:VCARD\r\r\nFN:Ada\r\r\r\nEND:VCARD\r\r\nBEGIN:VCARD\rFN:Ben\rEND:VCARD\r")
    rows = list(Cards(path).rows())
    assert [row.line for row in rows] == [1, 4]
    assert [CardReader().draft(row.line, row.cells).values.last_name for row in rows] == ["Ada", "Ben"]
    assert list(lines.logical_lines("a:1\r\r\nb:2\rc:3\n\n d:4")) == ["a:1", "b:2", "c:3d:4"]


def test_a_card_of_countless_lines_is_refused_by_a_sentence():
    assert "more than 2000 lines" in read_card(*["X-A:1"] * 2_100).problem
    assert "more than 2000 lines" in read_card(*["no line of a card"] * 2_100).problem
    assert not read_card(*["X-A:1"] * 1_900).problem


def test_a_line_of_a_card_that_no_address_book_writes_is_refused():
    assert "longer than 1,000,000" in read_card("CATEGORIES:" + "a,b," * 300_000).problem
    assert not read_card("PHOTO;ENCODING=b:" + "QUJD" * 300_000).problem


def test_a_card_with_more_phones_than_a_contact_shows_is_refused():
    assert "more than 50 phones" in read_card(*[f"TEL:+33 6 12 34 {at:04d}" for at in range(60)]).problem
    assert "more than 100 tags" in read_card("CATEGORIES:" + ",".join(f"t{at}" for at in range(101))).problem
    assert not read_card(*[f"TEL:+33 6 12 34 {at:04d}" for at in range(50)]).problem
