"""Persons of a company: linked and unlinked from its page (CON-01)."""

import pytest

from contacts.models import Contact
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def company(db):
    return make.make_company(access_level="read")


def test_a_person_is_linked_by_its_key_or_its_whole_name(contact, company, alice, client_of):
    client, url = client_of(alice), f"/contacts/{company.pk}/persons/link/"
    assert client.post(url, {"person": "anna  martin"}).headers["Location"] == f"/contacts/{company.pk}/persons/"
    contact.refresh_from_db()
    assert (contact.company, contact.version, contact.changed_by) == (company, 2, alice)
    Contact.objects.filter(pk=contact.pk).update(company=None)
    client.post(url, {"person": "Anna Martin", "person_id": contact.pk})
    contact.refresh_from_db()
    assert contact.company == company


@pytest.mark.parametrize("person", ["bob", "dave"])
def test_only_persons_that_one_may_edit_are_linked(person, contact, company, request, client_of):
    client = client_of(request.getfixturevalue(person))
    for typed in (
        {"person": "Anna Martin"},
        {"person": "Anna Martin", "person_id": contact.pk},
        {"person": ""},
        {"person": "A", "person_id": "x"},
    ):
        response = client.post(f"/contacts/{company.pk}/persons/link/", typed)
        assert response.status_code == 200
        assert "field-error" in response.content.decode()
    contact.refresh_from_db()
    assert (contact.company, contact.version) == (None, 1)


def test_two_persons_of_one_name_are_not_guessed_at(contact, company, admin, client_of):
    make.make_contact()
    response = client_of(admin).post(f"/contacts/{company.pk}/persons/link/", {"person": "Anna Martin"})
    assert "Several persons have this name." in response.content.decode()
    assert not Contact.objects.filter(company=company).exists()


@pytest.mark.parametrize(("person", "status"), [("alice", 302), ("admin", 302), ("bob", 403), ("dave", 404)])
def test_unlinking_asks_first_and_needs_the_right_to_edit_the_person(
    person, status, contact, company, request, client_of
):
    Contact.objects.filter(pk=contact.pk).update(company=company)
    client, url = client_of(request.getfixturevalue(person)), f"/contacts/{company.pk}/persons/{contact.pk}/unlink/"
    assert client.get(url).status_code == (200 if status == 302 else status)
    assert client.post(url).status_code == status
    assert Contact.objects.filter(pk=contact.pk, company=None).exists() is (status == 302)


def test_a_hidden_company_and_a_person_are_no_company_to_link_to(contact, alice, client_of):
    hidden = make.make_company(name="Secret SARL")
    for pk in (hidden.pk, contact.pk):
        assert client_of(alice).get(f"/contacts/{pk}/persons/link/").status_code == 404
