"""The access box of the form: who sees a contact, who is told, and who may change that (ACC-10, ACC-12, ACC-13)."""

import pytest
from django.contrib.auth.models import Group

from contacts.models import Contact
from core.mail.models import OutboxMail
from tests.contacts.typed import group_manager, manager, person_form, rows, shown

pytestmark = pytest.mark.django_db

ADD_PERSON = "/contacts/persons/add/"


def newest() -> Contact:
    return Contact.objects.order_by("-pk").first()


def errors_of(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def test_the_creator_is_preselected_and_the_contact_is_private(alice, client_of):
    sent = shown(client_of(alice).get(ADD_PERSON))
    assert sent["managers-0-grantee"] == f"u{alice.pk}"
    assert sent["managers-0-right"] == "write"
    assert "access-is_public" not in sent
    assert sent["access-is_told"] == "on"


@pytest.mark.parametrize(
    ("typed", "level"),
    [
        ({}, "private"),
        ({"access-level": "write"}, "private"),
        ({"access-is_public": "on"}, "read"),
        ({"access-is_public": "on", "access-level": "read"}, "read"),
        ({"access-is_public": "on", "access-level": "write"}, "write"),
    ],
)
def test_the_box_decides_whether_the_level_counts(typed, level, alice, client_of):
    client_of(alice).post(ADD_PERSON, person_form(**typed, **rows("managers", manager(alice))))
    assert newest().access_level == level


def test_new_managers_are_told_once_in_their_language_if_the_box_stays_ticked(alice, bob, carol, dave, client_of):
    team = Group.objects.create(name="Fitting team")
    team.user_set.add(bob, carol)
    bob.language = "fr"
    bob.save()
    chosen = rows("managers", manager(alice), manager(bob), group_manager(team, "read"))
    client = client_of(alice)
    client.post(ADD_PERSON, person_form(**{"access-is_told": "on"}, **chosen))
    assert sorted(OutboxMail.objects.values_list("to_address", flat=True)) == ["bob@example.com", "carol@example.com"]
    mail = OutboxMail.objects.get(user=carol)
    assert "Marchetti" in mail.subject
    assert f"/contacts/{newest().pk}/" in mail.text
    assert "Alice Test" in mail.text
    client.post(ADD_PERSON, person_form(**chosen))
    assert OutboxMail.objects.count() == 2


def test_only_active_users_are_offered_but_a_stored_manager_stays(contact, alice, bob, dave, client_of):
    for person in (bob, dave):
        person.is_active = False
        person.save()
    client = client_of(alice)
    page = client.get(f"/contacts/{contact.pk}/edit/")
    assert f'value="u{dave.pk}"' not in page.content.decode()
    client.post(f"/contacts/{contact.pk}/edit/", shown(page) | {"job_title": "Dyer"})
    assert contact.user_grants.filter(user=bob).exists()
    refused = client.post(ADD_PERSON, person_form(**rows("managers", manager(dave))))
    assert "Choose one of the people listed." in errors_of(refused)


def test_nobody_takes_oneself_off_a_private_contact_unasked(contact, alice, carol, client_of):
    client = client_of(alice)
    sent = shown(client.get(f"/contacts/{contact.pk}/edit/"))
    own = next(name for name, value in sent.items() if value == f"u{alice.pk}")
    sent[own.replace("grantee", "DELETE")] = "on"
    asked = client.post(f"/contacts/{contact.pk}/edit/", sent)
    assert "Save without you as a manager?" in errors_of(asked)
    assert contact.user_grants.filter(user=alice).exists()
    done = client.post(f"/contacts/{contact.pk}/edit/", sent | {"confirm_leave": "1"})
    assert done.headers["Location"] == "/contacts/"
    assert not contact.user_grants.filter(user=alice).exists()
    assert client.get(f"/contacts/{contact.pk}/").status_code == 404


def test_leaving_a_public_contact_or_as_administrator_needs_no_question(contact, admin, client_of):
    client = client_of(admin)
    sent = shown(client.get(f"/contacts/{contact.pk}/edit/"))
    assert client.post(f"/contacts/{contact.pk}/edit/", sent).status_code == 302


@pytest.mark.parametrize(("person", "may"), [("alice", True), ("root", True), ("admin", True), ("dave", False)])
def test_access_of_a_public_contact_is_changed_by_managers_creator_and_administrators(
    person, may, contact, request, client_of
):
    Contact.objects.filter(pk=contact.pk).update(access_level="write")
    client = client_of(request.getfixturevalue(person))
    page = client.get(f"/contacts/{contact.pk}/edit/")
    assert ("Make this contact available" in page.content.decode()) is may
    forged = rows("managers", {"grantee": f"u{request.getfixturevalue('dave').pk}", "right": "write"})
    before = set(contact.user_grants.values_list("user", "permission"))
    sent = shown(page) | {"job_title": "Dyer"} | ({} if may else forged | {"access-is_public": ""})
    client.post(f"/contacts/{contact.pk}/edit/", sent)
    contact.refresh_from_db()
    assert (contact.job_title, contact.access_level) == ("Dyer", "write")
    assert set(contact.user_grants.values_list("user", "permission")) == before


@pytest.mark.parametrize(
    ("person", "status"), [("alice", 200), ("carol", 200), ("root", 200), ("admin", 200), ("bob", 403), ("dave", 404)]
)
def test_the_form_opens_for_those_who_may_edit(person, status, contact, request, client_of):
    client = client_of(request.getfixturevalue(person))
    before = Contact.objects.filter(pk=contact.pk).values().get()
    assert client.get(f"/contacts/{contact.pk}/edit/").status_code == status
    if status != 200:
        assert client.post(f"/contacts/{contact.pk}/edit/", person_form(version=1)).status_code == status
        assert Contact.objects.filter(pk=contact.pk).values().get() == before
