"""Rights are judged once more on the locked row: what was lost since the page was asked for, is lost (promise 9)."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError

from contacts import services
from contacts.models import Contact, ContactTag
from contacts.services import contacts, in_place
from contacts.services.values import ContactValues, PhoneValue
from core.records import trash

pytestmark = pytest.mark.django_db

ACTS = {
    "form": lambda contact, by: services.update_contact(contact, ContactValues(last_name="Other"), by=by),
    "field": lambda contact, by: contacts.change_fields(contact, by=by, job_title="Other"),
    "tags": lambda contact, by: contacts.change_tags(contact, ["Other"], by=by),
    "detail": lambda contact, by: in_place.add_detail(contact, PhoneValue("01 99 00 00 01"), by=by),
}


@pytest.mark.parametrize("act", ACTS)
def test_a_right_that_was_lost_meanwhile_saves_nothing(act, contact, alice):
    contact.user_grants.filter(user=alice).delete()
    with pytest.raises(PermissionDenied):
        ACTS[act](contact, alice)
    assert Contact.objects.get(pk=contact.pk).version == contact.version


@pytest.mark.parametrize("act", ACTS)
def test_what_went_to_the_trash_meanwhile_is_not_saved_in_there(act, contact, alice, root):
    trash.trash(Contact.objects.filter(pk=contact.pk), by=root)
    version = Contact.objects.get(pk=contact.pk).version
    with pytest.raises(PermissionDenied):
        ACTS[act](contact, alice)
    assert Contact.objects.get(pk=contact.pk).version == version


def test_a_tag_that_somebody_else_made_at_the_same_moment_is_taken(contact, alice, monkeypatch):
    tag = ContactTag.objects.create(name="Fair")

    def too_late(**values):
        raise IntegrityError("somebody was faster")

    monkeypatch.setattr(ContactTag.objects, "all", lambda: ContactTag.objects.none())
    monkeypatch.setattr(ContactTag.objects, "create", too_late)
    contacts.change_tags(contact, ["fair"], by=alice)
    assert [tagging.tag for tagging in contact.taggings.all()] == [tag]
