"""Names of cards from all kinds of programs come into the parts that they belong to, by tables of cases."""

import pytest

from contacts.models import Contact
from contacts.services.persons import link_person
from contacts.vcards.reading import CardReader
from contacts.vcards.writing import cards
from tests.make import make_company, make_contact, owner

pytestmark = pytest.mark.django_db
PARTS = ("salutation", "first_name", "middle_name", "last_name", "suffix")


def draft(*lines: str, version: str = "3.0"):
    text = "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""])
    return CardReader().draft(1, [text])


def names(found) -> str:
    return "|".join(getattr(found.values, part) for part in PARTS)


@pytest.mark.parametrize(
    ("n", "version", "expected"),
    [
        ("Stone;Jo;Ann,Mary;Dr.,Prof.;Jr.,M.D.", "4.0", "Dr. Prof.|Jo|Ann Mary|Stone|Jr., M.D."),
        ("Stone;Jo;Ann\\,Mary;;", "3.0", "|Jo|Ann,Mary|Stone|"),
        ("Stone;Jo;Ann, Mary;;", "3.0", "|Jo|Ann, Mary|Stone|"),
        ("Stone;Jo;Ann,Mary;;", "2.1", "|Jo|Ann,Mary|Stone|"),
    ],
)
def test_a_part_that_is_a_list_becomes_one_text(n, version, expected):
    assert names(draft(f"N:{n}", version=version)) == expected


@pytest.mark.parametrize(
    ("n", "fn", "expected", "notes"),
    [
        ("Dupont;;;;", "Marie Dupont", "|Marie||Dupont|", ""),
        (";Marie;;;", "Marie Dupont", "|Marie||Dupont|", ""),
        ("Dupont;;;;", "Dupont Marie", "|||Dupont|", "Name as displayed: Dupont Marie"),
        ("Stone;Jo;Ann;Mr.;II", "Mr. Stone Jo II Ann", "Mr.|Jo|Ann|Stone|II", ""),
        ("王;小明;;;", "王小明", "|小明||王|", ""),
        ("Stone;Jo;;;", "Jo Stone (Lab)", "|Jo||Stone|", "Name as displayed: Jo Stone (Lab)"),
    ],
)
def test_the_displayed_name_fills_up_what_is_missing_and_is_noted_where_it_says_more(n, fn, expected, notes):
    found = draft(f"N:{n}", f"FN:{fn}")
    assert (names(found), found.values.notes) == (expected, notes)


def test_the_preferred_displayed_name_is_taken():
    assert names(draft("FN;PREF=2:J. Stone", "FN;PREF=1:Jo Stone", version="4.0")) == "|Jo||Stone|"


@pytest.mark.parametrize(
    ("lines", "kind", "name", "notes"),
    [
        (["N:Acme SARL;;;;", "FN:Acme SARL", "ORG:Acme SARL"], "company", "Acme SARL", ""),
        (["N:;Acme;;;", "FN:Acme", "ORG:Acme;"], "company", "Acme", ""),
        (["N:Bell;Ada;;;", "FN:Ada Bell", "ORG:Ada Bell"], "person", "", ""),
        (["N:Bell;Ada;;;", "FN:Ada Bell", "ORG:Acme", "X-ABShowAs:COMPANY"], "person", "", ""),
        (["N:Bell;Ada;;;", "FN:Acme", "ORG:Acme", "X-ABShowAs:COMPANY"], "company", "Acme", "Person: Ada Bell"),
    ],
)
def test_cards_of_companies_by_programs_that_know_persons_alone(lines, kind, name, notes):
    values = draft(*lines).values
    assert (values.kind, values.name, values.notes) == (kind, name, notes)


@pytest.mark.parametrize("version", ["3.0", "4.0"])
def test_a_person_named_like_the_company_stays_a_person(version):
    person = make_contact(first_name="", last_name="Bell")
    link_person(person, make_company(name="Bell"), by=owner())
    text = next(iter(cards([person.pk], Contact.objects.all(), version)))
    values = CardReader().draft(1, [text]).values
    assert (values.kind, values.last_name) == ("person", "Bell")


def test_line_ends_written_as_r_and_n_are_one_line_end():
    found = draft("N:Stone;Jo;;;", "NOTE:one\\r\\ntwo C:\\\\rnd")
    assert found.values.notes == "one\ntwo C:\\rnd"
