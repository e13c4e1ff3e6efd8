"""A login and a password belong to one active user; the check takes one hash, whoever is asked for."""

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import MD5PasswordHasher

from tests.make import PASSWORD, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("login", ["zoe", " ZOE ", "zoe@example.com", "Zoe@Example.COM "])
def test_right_password_opens(login):
    user = make_user("zoe")
    assert authenticate(None, username=login, password=PASSWORD) == user


@pytest.mark.parametrize("password", ["", "wrong", PASSWORD.upper(), f" {PASSWORD}", f"{PASSWORD}\x00"])
def test_wrong_password_does_not(password):
    make_user("zoe")
    assert authenticate(None, username="zoe", password=password) is None


def test_user_who_was_switched_off_does_not_get_in():
    make_user("zoe", is_active=False)
    assert authenticate(None, username="zoe", password=PASSWORD) is None


def test_invited_user_without_a_password_does_not_get_in():
    user = make_user("zoe")
    user.set_unusable_password()
    user.save()
    assert authenticate(None, username="zoe", password=user.password) is None


@pytest.mark.parametrize("login", ["zoe", "zoe@example.com", "off", "invited", "nobody", "nobody@example.com"])
def test_every_refusal_costs_one_hash(login, monkeypatch):
    make_user("zoe")
    make_user("off", is_active=False)
    invited = make_user("invited")
    invited.set_unusable_password()
    invited.save()
    hashed = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *given: hashed.append(1) or encode(*given))
    assert authenticate(None, username=login, password="wrong") is None
    assert len(hashed) == 1
