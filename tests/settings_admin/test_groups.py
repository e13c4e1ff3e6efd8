"""Groups are kept by the owner, and stand wherever a user can be given access (ACC-04)."""

import pytest
from django.contrib.auth.models import Group
from django.db.models import QuerySet

from contacts.models import Contact, ContactGroupGrant
from contacts.services.access import permissions
from core.audit.models import SecurityEvent
from tests.make import make_contact

pytestmark = pytest.mark.django_db
GROUPS = "/settings/groups/"


@pytest.fixture
def owner(client_of, root):
    return client_of(root)


@pytest.fixture
def sales(alice, bob):
    group = Group.objects.create(name="Sales")
    group.user_set.set([alice, bob])
    return group


def kinds() -> list[str]:
    return list(SecurityEvent.objects.order_by("id").values_list("kind", flat=True))


def test_group_is_created_with_its_members(owner, alice, dave):
    answer = owner.post(f"{GROUPS}add/", {"name": "  Inside   sales ", "members": [alice.pk, dave.pk]})
    assert answer["Location"] == GROUPS
    group = Group.objects.get()
    assert (group.name, set(group.user_set.all())) == ("Inside sales", {alice, dave})
    assert kinds() == ["group_created", "group_members_changed"]
    assert "Inside sales" in owner.get(GROUPS).text


def test_group_is_renamed_and_its_members_change(owner, sales, alice, bob, dave):
    owner.post(f"{GROUPS}{sales.pk}/edit/", {"name": "Field", "members": [bob.pk, dave.pk]})
    sales.refresh_from_db()
    assert (sales.name, set(sales.user_set.all())) == ("Field", {bob, dave})
    event = SecurityEvent.objects.get(kind="group_members_changed")
    assert event.details == {"added": [dave.pk], "left": [alice.pk]}


def test_saving_without_a_change_writes_no_event(owner, sales, alice, bob):
    owner.post(f"{GROUPS}{sales.pk}/edit/", {"name": "Sales", "members": [alice.pk, bob.pk]})
    assert kinds() == []


@pytest.mark.parametrize(
    ("name", "sentence"), [("", "Write a name"), ("   ", "Write a name"), ("SALES", "Another group has this name")]
)
def test_name_that_is_empty_or_taken_is_refused_with_a_sentence(owner, sales, alice, name, sentence):
    answer = owner.post(f"{GROUPS}add/", {"name": name, "members": [alice.pk]})
    assert sentence in answer.text
    assert f'value="{alice.pk}"' in answer.text and "checked" in answer.text
    assert Group.objects.count() == 1


def test_same_group_sent_twice_at_once_is_one(owner, sales, monkeypatch):
    """As if the second had been checked before the first was saved."""
    monkeypatch.setattr(QuerySet, "exists", lambda rows: False)
    assert "Another group has this name" in owner.post(f"{GROUPS}add/", {"name": "Sales"}).text
    monkeypatch.undo()
    assert Group.objects.count() == 1


def test_who_left_the_group_sees_its_contacts_no_more(owner, sales, alice, bob):
    contact = make_contact()
    ContactGroupGrant.objects.create(content_object=contact, group=sales, permission=permissions()[True])
    assert contact in Contact.objects.visible_to(alice)
    owner.post(f"{GROUPS}{sales.pk}/edit/", {"name": "Sales", "members": [bob.pk]})
    assert contact not in Contact.objects.visible_to(alice)
    assert contact in Contact.objects.visible_to(bob)


def test_deleting_names_what_goes_and_takes_the_grants_along(owner, sales, bob):
    contact = make_contact()
    ContactGroupGrant.objects.create(content_object=contact, group=sales, permission=permissions()[False])
    page = owner.get(f"{GROUPS}{sales.pk}/delete/").text
    assert "2 users are in it and stay." in page
    assert "1 contact is shared with it" in page
    assert Group.objects.exists()
    owner.post(f"{GROUPS}{sales.pk}/delete/")
    assert not Group.objects.exists()
    assert contact not in Contact.objects.visible_to(bob)
    assert bob.is_active
    event = SecurityEvent.objects.get(kind="group_deleted")
    assert event.details == {"name": "Sales", "count": 1}


def test_switched_off_user_is_offered_only_where_already_a_member(owner, sales, alice, dave):
    for user in (alice, dave):
        user.is_active = False
        user.save()
    page = owner.get(f"{GROUPS}{sales.pk}/edit/").text
    assert "Alice Test" in page
    assert "Dave Test" not in page
    answer = owner.post(f"{GROUPS}{sales.pk}/edit/", {"name": "Sales", "members": [dave.pk]})
    assert answer.status_code == 200
    assert dave not in sales.user_set.all()


@pytest.mark.parametrize("act", ["edit", "delete"])
def test_administrator_changes_no_group(client_of, admin, sales, act):
    browser = client_of(admin)
    assert browser.post(f"{GROUPS}{sales.pk}/{act}/", {"name": "Mine"}).status_code == 403
    assert Group.objects.get().name == "Sales"
