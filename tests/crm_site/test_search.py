"""The top bar's search: any word of the name, e-mail, phone in any notation; only what one may see."""

import pytest

from contacts import services
from contacts.models import Contact
from contacts.services import EmailValue, PhoneValue
from core.records import trash
from tests.make import grant, make_company, make_contact

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(client_of, alice):
    return client_of(alice)


@pytest.fixture
def eleonore(alice):
    contact = make_contact(
        first_name="Éléonore",
        last_name="Œuvrard-Leroy",
        emails=[EmailValue("E.Leroy@Exemple.fr")],
        phones=[PhoneValue("03 53 01 62 18")],
    )
    grant(contact, alice)
    return contact


def found(browser, words: str) -> str:
    """The part of the page below the field."""
    return browser.get("/search/", {"q": words}).text.split("search-page-box")[1]


@pytest.mark.parametrize(
    "words",
    ["éléonore", "ELEONORE", "oeuvrard", "Œuvrard", "leroy", "eleo oeuv", "leroy éléo", "e.leroy@exemple", "EXEMPLE.FR",
     "03 53 01 62 18", "0353016218", "+33 3 53 01 62 18", "0033353016218", "03.53.01.62.18", " leroy "],
)  # fmt: skip
def test_contact_is_found_however_it_is_written(browser, eleonore, words):
    assert eleonore.get_absolute_url() in found(browser, words)


@pytest.mark.parametrize("words", ["leroi", "eleonore martin", "0353016219", "%%", "__", "l%y", "\\\\", "' OR 1=1 --"])
def test_what_does_not_match_is_not_found(browser, eleonore, words):
    page = found(browser, words)
    assert eleonore.get_absolute_url() not in page
    assert "Nothing found for" in page


@pytest.mark.parametrize("words", ["", " ", "e", "\x00", "\x00e", "̀"])
def test_too_short_a_word_asks_for_more(browser, eleonore, words):
    page = found(browser, words)
    assert eleonore.get_absolute_url() not in page
    assert "Write two letters or more" in page


def test_private_contact_of_others_is_found_by_nobody_else(client_of, dave, admin, eleonore):
    for headers in ({}, {"HX-Request": "true"}):
        hidden = client_of(dave).get("/search/", {"q": "leroy"}, headers=headers)
        missing = client_of(dave).get("/search/", {"q": "nobod"}, headers=headers)
        assert eleonore.get_absolute_url() not in hidden.text
        assert hidden.text.count("panel-row") == missing.text.count("panel-row")
        assert eleonore.get_absolute_url() in client_of(admin).get("/search/", {"q": "leroy"}, headers=headers).text


def test_hidden_company_is_not_named(browser, alice):
    person = make_contact(last_name="Visible", company=make_company(name="Secret Works"))
    grant(person, alice)
    page = found(browser, "visible")
    assert person.get_absolute_url() in page
    assert "Secret" not in page


def test_trash_is_not_searched(browser, eleonore, alice):
    trash.trash(Contact.objects.filter(pk=eleonore.pk), by=alice)
    assert eleonore.get_absolute_url() not in found(browser, "leroy")


def test_names_that_start_so_come_first(browser, alice):
    names = [("Anna", "Zmartin"), ("Zoe", "Martin"), ("Martin", "Abel"), ("Bea", "Other")]
    contacts = [make_contact(first_name=first, last_name=last) for first, last in names]
    contacts[3:] = [make_contact(first_name="Bea", last_name="Other", emails=[EmailValue("martin@example.com")])]
    for contact in contacts:
        grant(contact, alice)
    page = found(browser, "martin")
    places = [page.index(f'"{contact.get_absolute_url()}"') for contact in contacts]
    inside, last_name, starts, mail = places
    assert starts < last_name < inside < mail


def test_hostile_words_are_shown_as_text(browser):
    page = browser.get("/search/", {"q": '<script>alert(1)</script>"><img src=x>'}).text
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_page_shows_fifty_and_asks_for_another_word(browser, alice, django_assert_max_num_queries):
    rows = [services.ContactValues(first_name=f"Anna{number:02}", last_name="Many") for number in range(60)]
    services.create_contacts(rows, by=alice)
    with django_assert_max_num_queries(20):
        page = found(browser, "many")
    assert page.count('class="panel-row found"') == 50
    assert "The first 50 are shown." in page
    menu = browser.get("/search/", {"q": "many"}, headers={"HX-Request": "true"}).text
    assert menu.count('class="panel-row found"') == 9
    assert "Show more" in menu
    assert "<html" not in menu
