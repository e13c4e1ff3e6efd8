"""An event is seen as what it hangs on, and deleted by its author or who may edit that (ACC-16)."""

import pytest

from core.history.models import HistoryEvent, HistoryLink
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(contact, bob):
    return make.make_event(contact, by=bob)


@pytest.mark.parametrize(
    ("person", "sees", "deletes"),
    [("alice", True, True), ("bob", True, True), ("carol", True, True), ("root", True, True), ("dave", False, False)],
)
def test_each_person_sees_and_deletes(person, sees, deletes, event, request):
    user = request.getfixturevalue(person)
    assert HistoryEvent.objects.visible_to(user).filter(pk=event.pk).exists() is sees
    assert HistoryLink.objects.visible_to(user).filter(event=event).exists() is sees
    assert HistoryEvent.objects.editable_by(user).filter(pk=event.pk).exists() is deletes


def test_a_reader_does_not_delete_what_somebody_else_wrote(contact, alice, bob):
    event = make.make_event(contact, by=alice)
    assert HistoryEvent.objects.visible_to(bob).filter(pk=event.pk).exists()
    assert not HistoryEvent.objects.editable_by(bob).filter(pk=event.pk).exists()


def test_an_author_who_lost_the_contact_lost_the_event(event, contact, bob):
    contact.user_grants.filter(user=bob).delete()
    assert not HistoryEvent.objects.editable_by(bob).exists()
    assert not HistoryEvent.objects.visible_to(bob).exists()


def test_one_visible_link_is_enough(event, contact, dave):
    from core.history.services import link

    link(event, [make.make_contact(access_level="read")])
    assert HistoryEvent.objects.visible_to(dave).filter(pk=event.pk).exists()


def test_the_systems_lines_are_nobodys_to_delete(contact, root):
    system = HistoryEvent.objects.get(kind="contacts.created", links__object_id=contact.pk)
    assert HistoryEvent.objects.visible_to(root).filter(pk=system.pk).exists()
    assert not HistoryEvent.objects.editable_by(root).filter(pk=system.pk).exists()


def test_what_hangs_on_the_trash_hides_with_it(event, contact, alice):
    from contacts.models import Contact
    from core.records import trash

    trash.trash(Contact.objects.filter(pk=contact.pk), by=alice)
    assert not HistoryEvent.objects.visible_to(alice).exists()
