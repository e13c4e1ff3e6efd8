"""Pickers find what the user may see, thirty at most."""

import pytest

from contacts import services
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def pick(alice, client_of):
    browser = client_of(alice)

    def found(kind: str, text: str = "", key: str = "text") -> list[str]:
        return [row[key] for row in browser.get("/contacts/pick/", {"kind": kind, "q": text}).json()["results"]]

    return found


def test_hidden_contacts_are_not_offered(pick, dave):
    make.make_company(name="Tissages Morvan", access_level="read")
    hidden = make.make_company(name="Tissages Secrets", by=dave, grants=None)
    make.make_contact(first_name="Tissa", last_name="", access_level="read", company=hidden)
    assert pick("company", "tissages") == ["Tissages Morvan"]
    assert pick("person", "tissa") == ["Tissa"] and pick("person", "tissa", "hint") == [""]
    assert pick("contact", "tissa") == ["Tissa", "Tissages Morvan"]


def test_thirty_at_most_in_the_order_of_names(pick):
    rows = [services.ContactValues(kind="company", name=f"Firm {n:02}", access_level="read") for n in range(40)]
    services.create_contacts(rows, by=make.owner())
    assert pick("company", "firm") == [f"Firm {number:02}" for number in range(30)]


def test_tags_and_active_users_are_found_without_accents(pick, alice):
    make.make_contact(tags=["Éclair", "Lead"])
    make.make_user("zoe", first_name="Zoë", last_name="Grün")
    make.make_user("zed", first_name="Zoë", last_name="Gone", is_active=False)
    assert pick("tag", "ecl") == ["Éclair"]
    assert pick("user", "zoe g") == ["Zoë Grün"]


@pytest.mark.parametrize("text", ["\x00", "%", "é" * 5000, "<script>", "' OR 1=1 --"])
def test_odd_words_find_nothing_and_break_nothing(text, pick):
    make.make_company(name="Firm", access_level="read")
    assert pick("company", text) in ([], ["Firm"])
    assert pick("robot", text) in ([], ["Firm"])
