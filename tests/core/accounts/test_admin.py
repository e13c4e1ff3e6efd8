"""Users in Django admin: the owner's alone, with the same ends of sessions and the same last owner as in the settings."""

import pytest

from core.accounts.models import User

pytestmark = pytest.mark.django_db


def fields(user: User, **over) -> dict:
    values = {
        name: getattr(user, name)
        for name in ("username", "email", "first_name", "last_name", "language", "time_zone", "page_size", "theme")
    }
    flags = {name: "on" for name in ("is_active", "is_superuser", "is_crm_administrator") if getattr(user, name)}
    return values | flags | {"date_format": ""} | over


def switched_off(user: User) -> dict:
    return {name: value for name, value in fields(user).items() if name != "is_active"}


def test_who_is_switched_off_here_stays_out_of_old_sessions(client_of, root, alice):
    browser = client_of(alice)
    owner = client_of(root)
    assert owner.post(f"/admin/accounts/user/{alice.pk}/change/", switched_off(alice)).status_code == 302
    assert browser.get("/").status_code == 302
    alice.refresh_from_db()
    assert not alice.is_active
    assert owner.post(f"/admin/accounts/user/{alice.pk}/change/", fields(alice, is_active="on")).status_code == 302
    assert browser.get("/").status_code == 302


def test_last_owner_is_not_switched_off_here_either(client_of, root):
    answer = client_of(root).post(f"/admin/accounts/user/{root.pk}/change/", switched_off(root))
    assert answer.status_code == 200
    assert "This is the last owner." in answer.text
    root.refresh_from_db()
    assert root.is_active


@pytest.mark.parametrize("path", ["user/", "failedattempt/", "user/add/"])
def test_crm_administrator_opens_no_users_here(client_of, admin, root, path):
    assert client_of(admin).get(f"/admin/accounts/{path}").status_code == 403
    assert client_of(root).get(f"/admin/accounts/{path}").status_code == 200


def test_address_that_differs_by_capitals_only_is_refused_here_too(client_of, root, alice, bob):
    answer = client_of(root).post(f"/admin/accounts/user/{alice.pk}/change/", fields(alice, email="BOB@example.com"))
    assert answer.status_code == 200
    alice.refresh_from_db()
    assert alice.email == "alice@example.com"
