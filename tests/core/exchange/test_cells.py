"""Headings, dates, lists in a cell and formula protection, by tables of cases."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.exchange.cells import DMY, ISO, MDY, date_order, parse_date, plain_heading, protect, split_values, unprotect


@pytest.mark.parametrize(
    ("heading", "plain"),
    [
        ("E-mail 1 - Value", "email 1 value"),
        ("raison_sociale", "raison sociale"),
        ("Straße geschäftlich 2", "strasse geschaftlich 2"),
        ("CompanyName", "company name"),
        ("EmailID", "email id"),
        ("phone1", "phone 1"),
        ("  Prénom ", "prenom"),
        ("Land/Region privat", "land region privat"),
        ("Œuvre", "oeuvre"),
    ],
)
def test_headings_are_compared_in_one_form(heading, plain):
    assert plain_heading(heading) == plain


@pytest.mark.parametrize(
    ("text", "order", "date"),
    [
        ("2026-07-01", DMY, (2026, 7, 1)),
        ("1.7.2026", MDY, (2026, 1, 7)),
        ("1.7.2026", DMY, (2026, 7, 1)),
        ("7/1/2026", MDY, (2026, 7, 1)),
        ("27-01-2014", DMY, (2014, 1, 27)),
        ("01 Jul 2026", DMY, (2026, 7, 1)),
        ("1er juillet 2026", DMY, (2026, 7, 1)),
        ("15. März 1980", DMY, (1980, 3, 15)),
        ("July 1, 2026", DMY, (2026, 7, 1)),
        ("Wed, 01 Jul 2026", DMY, (2026, 7, 1)),
        ("01-Jul-26", DMY, (2026, 7, 1)),
        ("2021-01-28 05:14:15", DMY, (2021, 1, 28)),
        ("2013-11-23T02:30:31-08:00", DMY, (2013, 11, 23)),
        ("--12-25", DMY, (None, 12, 25)),
        ("25/12", DMY, (None, 12, 25)),
        ("12/25", MDY, (None, 12, 25)),
        ("3/4/75", DMY, (1975, 4, 3)),
        ("31/02/2020", DMY, None),
        ("13/13/2020", DMY, None),
        ("soon", DMY, None),
        ("", DMY, None),
        ("99999999999", DMY, None),
    ],
)
def test_dates_are_read_in_many_forms(text, order, date):
    assert parse_date(text, order) == date


@pytest.mark.parametrize(
    ("values", "found"),
    [
        (["1/2/2020", "13/2/2020"], (DMY, True)),
        (["1/2/2020", "2/13/2020"], (MDY, True)),
        (["1.2.2020"], (DMY, True)),
        (["1/2/2020"], (ISO, False)),
        (["2020-02-01"], (ISO, False)),
    ],
)
def test_the_order_of_a_date_is_told_by_the_column(values, found):
    assert date_order(values, ISO) == found


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("12345678; 23456789", ["12345678", "23456789"]),
        ("12345678\n23456789", ["12345678", "23456789"]),
        ("12345678; 23456789, 34567890\n45", ["12345678", "23456789", "34567890", "45"]),
        ("12345678, ext 4", ["12345678, ext 4"]),
        ("1; 2, ext 4", ["1; 2, ext 4"]),
        ("12345678 ::: ext", ["12345678", "ext"]),
        ("  ", []),
    ],
)
def test_a_cell_is_cut_only_where_every_part_is_valid(cell, parts):
    assert split_values(cell, str.isdigit) == parts


SIGNS = "=+-@\t\r＝＋－＠"
NASTY = st.text(st.sampled_from([*SIGNS, *" '\"\n\x00\ufeff\u200b\xa0", *"a1é"]), max_size=8)


@settings(max_examples=500, deadline=None)
@given(st.one_of(st.text(), NASTY))
def test_protection_comes_off_again_and_no_cell_starts_a_formula(cell):
    made = protect(cell)
    assert unprotect(made) == cell
    assert made[:1] not in {*SIGNS}
    assert made.lstrip(' \n\x00\ufeff\u200b\xa0"')[:1] not in {*SIGNS} - {"\t", "\r"}


@pytest.mark.parametrize(
    "cell", ["=1+1", "+33 1", " =1", "\n=1", "\ufeff=1", '"=1', "\x00-1", "＝1", "'=1", "''=1", "\t", "−1"]
)
def test_what_a_spreadsheet_may_run_is_protected(cell):
    assert protect(cell) == "'" + cell
    assert unprotect(protect(cell)) == cell


@pytest.mark.parametrize(("cell", "text"), [('="0612"', "0612"), ('=""', ""), ('="a"&"b"', '="a"&"b"'), ("=1", "=1")])
def test_text_that_a_program_kept_from_becoming_a_number_loses_its_wrapping(cell, text):
    assert unprotect(cell) == text


@pytest.mark.parametrize("cell", ["plain", "'plain", "", "'", "a=1", "'tis", "1-2"])
def test_other_text_is_left_as_it_is(cell):
    assert protect(cell) == unprotect(cell) == cell
