"""No two users differ by the capitals of their e-mail only, and one is found however it is typed (ACC-01)."""

import pytest
from django.db import IntegrityError, transaction

from core.accounts.models import User, find_user
from tests.make import make_user

pytestmark = pytest.mark.django_db


def test_e_mail_is_kept_without_capitals_and_edge_spaces():
    user = make_user("zoe", email="  Zoe@Example.COM ")
    assert User.objects.get(pk=user.pk).email == "zoe@example.com"


@pytest.mark.parametrize("email", ["zoe@example.com", "ZOE@example.com", " Zoe@Example.com"])
def test_second_user_with_the_same_e_mail_is_refused_by_the_database(email):
    make_user("zoe")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_user("other", email=email)


@pytest.mark.parametrize("typed", ["zoe", "ZOE", " zoe ", "zoe@example.com", " Zoe@EXAMPLE.com\t"])
def test_user_is_found_however_the_name_is_typed(typed):
    user = make_user("zoe")
    assert find_user(typed) == user


@pytest.mark.parametrize("typed", ["", "  ", "nobody", "zoe@", "zo%", "\x00zoe", "\ud800", "x" * 500])
def test_nobody_is_found_by_something_else(typed):
    make_user("zoe")
    assert find_user(typed) is None


def test_name_written_exactly_comes_before_another_case():
    small, large = make_user("zoe"), make_user("Zoe", email="large@example.com")
    assert find_user("zoe") == small
    assert find_user("Zoe") == large


def test_e_mail_comes_before_the_same_user_name():
    owner = make_user("zoe")
    make_user("zoe@example.com", email="sly@example.com")
    assert find_user("zoe@example.com") == owner


@pytest.mark.parametrize(
    ("values", "is_administrator"),
    [
        ({}, False),
        ({"is_crm_administrator": True}, True),
        ({"is_superuser": True}, True),
        ({"is_superuser": True, "is_active": False}, False),
    ],
)
def test_owner_and_crm_administrators_see_everything(values, is_administrator):
    assert make_user("zoe", **values).is_administrator is is_administrator


def test_unknown_time_zone_is_read_as_the_default():
    assert str(make_user("zoe", time_zone="Mars/Olympus").zone) == "Europe/Paris"
