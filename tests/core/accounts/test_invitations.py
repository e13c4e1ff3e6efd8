"""The link of an invitation holds for a week and for one use."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from core.accounts import invitations
from tests.make import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def invited():
    return make_user("zoe", invited_at=timezone.now())


def test_link_leads_to_the_invited_user(invited):
    assert invitations.read_token(invitations.make_token(invited)) == invited


def test_link_is_over_after_a_week(invited):
    token = invitations.make_token(invited)
    with time_machine.travel(timezone.now() + dt.timedelta(days=6, hours=23)):
        assert invitations.read_token(token) == invited
    with time_machine.travel(timezone.now() + dt.timedelta(days=7, minutes=1)):
        assert invitations.read_token(token) is None


@pytest.mark.parametrize(
    "change",
    [
        {"invited_at": None},
        {"invited_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)},
        {"password": "another"},
        {"email": "other@example.com"},
        {"is_active": False},
    ],
)
def test_link_is_over_when_the_user_changed(invited, change):
    token = invitations.make_token(invited)
    for name, value in change.items():
        setattr(invited, name, value)
    invited.save()
    assert invitations.read_token(token) is None


@pytest.mark.parametrize("forge", [lambda t: "", lambda t: "x", lambda t: t[:-2], lambda t: t + "A", lambda t: t[1:]])
def test_forged_link_leads_nowhere(invited, forge):
    assert invitations.read_token(forge(invitations.make_token(invited))) is None
