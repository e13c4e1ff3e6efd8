"""Addresses in a single cell, with two spaces between their parts."""

import pytest

from contacts.importing.addresses import put_together


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("12 Main St  Flat 4  Boston  MA  02110  US", "12 Main St\nFlat 4|Boston|MA|02110|US"),
        ("3 rue Haute  Lyon    69001  France", "3 rue Haute|Lyon||69001|FR"),
        ("3 rue Haute  Apt 4  Lyon  69001  FR", "3 rue Haute\nApt 4|Lyon||69001|FR"),
        ("12 Main St  Boston  Massachusetts  02110  USA", "12 Main St|Boston|Massachusetts|02110|US"),
        ("3 rue Haute  69001 Lyon", "3 rue Haute  69001 Lyon||||"),
        ("Hall  Room  Floor  Building", "Hall  Room  Floor  Building||||"),
    ],
)
def test_parts_with_gaps_between_them_are_told_apart(cell, expected):
    found = put_together({"street": [cell]}, "home")
    assert [found.street, found.city, found.state, found.postal_code, found.country] == expected.split("|")
    assert found.category == "home"


def test_no_part_gives_no_address():
    assert put_together({}, "home") is None
