"""Telling users: once each, never oneself, by row and by mail, in the recipient's language."""

import pytest

from core.mail.models import OutboxMail
from core.notifications.models import Notification
from core.notifications.services import notify
from tests.make import make_contact, make_user

pytestmark = pytest.mark.django_db


def test_each_active_user_is_told_once_and_never_the_acting_one(alice, bob):
    gone = make_user("gone", is_active=False)
    contact = make_contact()
    told = notify(
        [alice, bob, bob, gone], "contacts.manager_added", by=alice, target=contact, context={"contact": contact}
    )
    assert told == 1
    assert list(Notification.objects.values_list("user__username", "actor__username")) == [("bob", "alice")]
    assert OutboxMail.objects.get().to_address == "bob@example.com"


def test_the_mail_is_in_the_recipients_language(alice, bob):
    bob.language = "fr"
    bob.save()
    contact = make_contact(first_name="Éléonore", last_name="Marchetti")
    notify([bob], "contacts.manager_added", by=alice, target=contact, context={"contact": contact})
    mail = OutboxMail.objects.get()
    assert "Éléonore Marchetti" in mail.text
    assert contact.get_absolute_url() in mail.text
    assert mail.html
