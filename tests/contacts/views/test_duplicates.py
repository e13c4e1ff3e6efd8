"""Likely duplicates while one types: by e-mail, phone, and similar name in the same company or city (CON-07)."""

import pytest

from contacts import services
from tests import make
from tests.contacts.typed import company_form, manager, person_form, rows

pytestmark = pytest.mark.django_db

URL = "/contacts/duplicates/"


@pytest.fixture
def leonore(alice):
    return make.make_contact(
        first_name="Léonore", last_name="Marchetti", access_level="read",
        company=make.make_company(access_level="read"),
        emails=[services.EmailValue("leonore@example.com")],
        phones=[services.PhoneValue("03 53 01 62 18")],
        addresses=[services.AddressValue(city="Nevers", country="FR")],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        (rows("emails", {"address": "LEONORE@example.com"}), "Same e-mail"),
        (rows("phones", {"number": "+33 (0)3 53 01 62 18"}), "Same phone"),
        ({"company": "tissages morvan"}, "Similar name"),
        (rows("addresses", {"city": "Nevers"}), "Similar name"),
        (
            {"company": "Tissages Morvan"} | rows("emails", {"address": "leonore@example.com"}),
            "Same e-mail, similar name",
        ),
    ],
)
def test_the_hint_names_who_it_may_be_and_why(typed, reason, leonore, alice, client_of):
    response = client_of(alice).post(URL, person_form(**typed))
    html = response.content.decode()
    assert response.status_code == 200
    assert "Do you already have this person?" in html
    assert "Léonore Marchetti" in html
    assert f'href="/contacts/{leonore.pk}/"' in html
    assert reason in html


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"company": "Another house"},
        {"company": "Tissages Morvan", "first_name": "Paul", "last_name": "Durand"},
        rows("emails", {"address": "somebody@example.com"}),
        rows("emails", {"address": ""}) | rows("phones", {"number": "\0"}),
    ],
)
def test_what_is_not_alike_is_no_hint(typed, leonore, alice, client_of):
    assert client_of(alice).post(URL, person_form(**typed)).status_code == 204


def test_a_company_is_recognised_by_its_name(leonore, alice, client_of):
    html = client_of(alice).post(URL, company_form(name="Tissages  MORVAN.")).content.decode()
    assert "Do you already have this company?" in html
    assert "Tissages Morvan" in html


def test_only_what_one_sees_is_hinted_at(alice, dave, client_of):
    person = make.make_contact(emails=[services.EmailValue("anna@example.com")])
    make.grant(person, alice, write=False)
    typed = person_form(**rows("emails", {"address": "anna@example.com"}))
    assert client_of(alice).post(URL, typed).status_code == 200
    assert client_of(dave).post(URL, typed).status_code == 204


def test_a_contact_is_no_duplicate_of_itself(leonore, alice, client_of):
    typed = person_form(**rows("emails", {"address": "leonore@example.com"}))
    assert client_of(alice).post(f"{URL}?contact={leonore.pk}", typed).status_code == 204
    assert client_of(alice).post(f"{URL}?contact=x", typed).status_code == 200


def test_without_javascript_a_note_after_saving_says_so(leonore, alice, client_of):
    data = person_form(
        **rows("emails", {"category": "work", "address": "leonore@example.com"}), **rows("managers", manager(alice))
    )
    html = client_of(alice).post("/contacts/persons/add/", data, follow=True).content.decode()
    assert "It looks like a contact that exists already:" in html
    assert f'href="/contacts/{leonore.pk}/"' in html


def test_it_is_asked_by_post_alone(alice, client_of):
    assert client_of(alice).get(URL).status_code == 405


def test_typing_names_does_not_tell_what_a_hidden_company_is_called(leonore, dave, client_of):
    secret = make.make_company(name="Secret Looms")
    services.change_fields(leonore, by=make.owner(), company=secret)
    for name in ("Secret Looms", "Tissages Morvan"):
        assert client_of(dave).post(URL, person_form(company=name)).status_code == 204
