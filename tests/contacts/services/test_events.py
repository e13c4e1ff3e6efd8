"""A planned event becomes the last event once its time has come."""

import datetime as dt

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from contacts.models import NEVER
from contacts.services import events
from tests import make

pytestmark = pytest.mark.django_db


def test_a_planned_event_becomes_the_last_one_when_it_has_happened(contact, alice):
    start = timezone.now()
    events.add_event(
        contact, by=alice, text="Fair", category=make.make_category(), happened_at=start + dt.timedelta(hours=3)
    )
    events.happened_due()
    contact.refresh_from_db()
    assert contact.last_event_at == NEVER
    with time_machine.travel(start + dt.timedelta(hours=4), tick=False):
        assert events.happened_due() is False
        contact.refresh_from_db()
        assert contact.last_event_at == start + dt.timedelta(hours=3)
    assert contact.version == 1


def test_the_worker_takes_it_up():
    assert "contacts.services.events.happened_due" in settings.DUE_WORK
