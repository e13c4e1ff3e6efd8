"""Who can see this, and why? equals what the pages answer (ACC-21)."""

import pytest
from django.contrib.auth.models import Group

from contacts.models import Contact, ContactGroupGrant
from contacts.services.access import permissions
from contacts.services.seeing import seers, seers_among_users
from core.accounts.models import User
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(contact, dave):
    """A group that may read the contact, with dave and somebody who was switched off."""
    group = Group.objects.create(name="Fitting team")
    group.user_set.add(dave, make.make_user("gone", is_active=False))
    ContactGroupGrant.objects.create(content_object=contact, group=group, permission=permissions()[False])
    return group


@pytest.mark.parametrize("level", ["private", "read", "write"])
def test_the_list_equals_what_the_pages_answer(level, contact, team, admin, client_of):
    make.make_user("stranger")
    Contact.objects.filter(pk=contact.pk).update(access_level=level)
    contact.refresh_from_db()
    listed = {seer.user: seer.can_write for seer in seers(contact)}
    answered = {}
    for user in User.objects.all():
        client = client_of(user)
        if client.get(f"/contacts/{contact.pk}/").status_code == 200:
            answered[user] = client.get(f"/contacts/{contact.pk}/edit/").status_code == 200
    assert listed == answered
    assert set(seers_among_users(contact)) == set(listed)
    assert len(listed) == {"private": 6, "read": 7, "write": 7}[level]


def test_each_line_has_its_reasons(contact, team, alice, admin, client_of):
    html = client_of(alice).get(f"/contacts/{contact.pk}/access/").content.decode()
    for words in (
        "Alice Test",
        "Manager",
        "Owner",
        "CRM administrator",
        "Member of the group “Fitting team”",
        "Fitting team",
    ):
        assert words in html
    assert "Gone Test" not in html
    Contact.objects.filter(pk=contact.pk).update(access_level="read")
    assert "Available to all CRM users" in client_of(alice).get(f"/contacts/{contact.pk}/access/").content.decode()


@pytest.mark.parametrize(("person", "status"), [("alice", 200), ("admin", 200), ("bob", 403), ("dave", 404)])
def test_only_those_who_may_edit_read_it(person, status, contact, request, client_of):
    assert client_of(request.getfixturevalue(person)).get(f"/contacts/{contact.pk}/access/").status_code == status
