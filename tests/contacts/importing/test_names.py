"""Whole names taken apart: salutations, capitals, particles, and the last name first."""

import pytest

from contacts.importing.names import split_name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Herr Dr. Karl Vogt", "Herr Dr.|Karl|Vogt"),
        ("M. et Mme ROUX Paul", "M. et Mme|Paul|ROUX"),
        ("Mr M Smith", "Mr|M|Smith"),
        ("Dr. Vogt", "Dr.||Vogt"),
        ("Maître", "||Maître"),
        ("DE LA TOUR Jean-Luc", "|Jean-Luc|DE LA TOUR"),
        ("LE GOFF Yann", "|Yann|LE GOFF"),
        ("Yann LE GOFF", "|Yann|LE GOFF"),
        ("JP Roux", "|JP|Roux"),
        ("Ludwig van Hout", "|Ludwig|van Hout"),
        ("Roux, Dr. Anna", "Dr.|Anna|Roux"),
        ("ROUX, Anna", "|Anna|ROUX"),
    ],
)
def test_a_whole_name_is_taken_apart(text, expected):
    found = split_name(text)
    assert [found[key] for key in ("salutation", "first_name", "last_name")] == expected.split("|")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Roux Anna Marie", "Anna Marie", "Roux"),
        ("de Witt Anna", "Anna", "de Witt"),
        ("Anna ROUX", "Anna", "ROUX"),
        ("Roux", "", "Roux"),
        ("Jean de La Roche", "Jean", "de La Roche"),
    ],
)
def test_the_last_name_may_stand_first(text, first, last):
    found = split_name(text, last_first=True)
    assert (found["first_name"], found["last_name"]) == (first, last)
