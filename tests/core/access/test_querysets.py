"""The one door: the exact sets that each person sees and edits, at every level, by every kind of grant."""

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import Http404

from contacts.models import Contact, ContactGroupGrant
from contacts.services.access import permissions
from core.access import querysets
from core.access.doors import editable_or_403, is_editable_by, visible_or_404
from core.records.models import TrashAct
from tests.make import grant, make_contact

pytestmark = pytest.mark.django_db


@pytest.fixture
def book(contact):
    """{name: contact}: one contact of each level, besides the private one with grants."""
    return {
        "shared": contact,
        "private": make_contact(first_name="Private"),
        "read": make_contact(first_name="Read", access_level="read"),
        "write": make_contact(first_name="Write", access_level="write"),
    }


def names(book, queryset):
    found = set(queryset.values_list("pk", flat=True))
    return {name for name, contact in book.items() if contact.pk in found}


@pytest.mark.parametrize(
    ("person", "sees", "edits"),
    [
        ("alice", {"shared", "read", "write"}, {"shared", "write"}),
        ("bob", {"shared", "read", "write"}, {"write"}),
        ("carol", {"shared", "read", "write"}, {"shared", "write"}),
        ("dave", {"read", "write"}, {"write"}),
        ("admin", {"shared", "private", "read", "write"}, {"shared", "private", "read", "write"}),
        ("root", {"shared", "private", "read", "write"}, {"shared", "private", "read", "write"}),
    ],
)
@pytest.mark.parametrize("literals", [500, 0], ids=["as literals", "as subquery"])
def test_each_person_sees_and_edits_exactly_this(person, sees, edits, literals, book, request, monkeypatch):
    monkeypatch.setattr(querysets, "LITERAL_GRANTS", literals)
    user = request.getfixturevalue(person)
    assert names(book, Contact.objects.visible_to(user)) == sees
    assert names(book, Contact.objects.editable_by(user)) == edits
    for name, contact in book.items():
        assert is_editable_by(contact, user) is (name in edits)


def test_anonymous_and_switched_off_people_see_nothing(book, alice):
    alice.is_active = False
    assert not Contact.objects.visible_to(AnonymousUser()).exists()
    assert not Contact.objects.visible_to(alice).exists()
    assert not Contact.objects.editable_by(alice).exists()


def test_the_trash_is_left_out_for_everybody_but_not_from_objects(book, root):
    act = TrashAct.objects.create(by=root, content_type=ContentType.objects.get_for_model(Contact))
    Contact.objects.filter(pk=book["write"].pk).update(trash_act=act)
    assert "write" not in names(book, Contact.objects.visible_to(root))
    assert "write" not in names(book, Contact.objects.editable_by(root))
    assert "write" in names(book, Contact.objects.all())


@pytest.mark.parametrize("literals", [500, 0])
def test_a_group_gives_its_members_what_it_was_granted(book, dave, literals, monkeypatch):
    monkeypatch.setattr(querysets, "LITERAL_GRANTS", literals)
    team = Group.objects.create(name="Team")
    dave.groups.add(team)
    row = ContactGroupGrant.objects.create(content_object=book["private"], group=team, permission=permissions()[False])
    assert "private" in names(book, Contact.objects.visible_to(dave))
    assert "private" not in names(book, Contact.objects.editable_by(dave))
    row.permission = permissions()[True]
    row.save()
    assert "private" in names(book, Contact.objects.editable_by(dave))
    dave.groups.remove(team)
    assert "private" not in names(book, Contact.objects.visible_to(dave))


def test_the_queryset_can_be_filtered_further(book, alice):
    assert names(book, Contact.objects.filter(first_name="Anna").visible_to(alice).order_by("sort_name")) == {"shared"}


def test_revoking_counts_at_the_next_question(book, alice):
    book["shared"].user_grants.filter(user=alice).delete()
    assert "shared" not in names(book, Contact.objects.visible_to(alice))


def test_doors_answer_404_where_nothing_is_seen_and_403_where_it_is_only_read(book, bob, dave):
    with pytest.raises(Http404):
        visible_or_404(Contact.objects, dave, book["shared"].pk)
    with pytest.raises(Http404):
        editable_or_403(Contact.objects, dave, book["shared"].pk)
    with pytest.raises(Http404):
        visible_or_404(Contact.objects, dave, 99999999)
    assert visible_or_404(Contact.objects, bob, book["shared"].pk) == book["shared"]
    with pytest.raises(PermissionDenied):
        editable_or_403(Contact.objects, bob, book["shared"].pk)


def test_a_grant_twice_is_refused_by_the_database(book, alice):
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        grant(book["shared"], alice, write=False)
