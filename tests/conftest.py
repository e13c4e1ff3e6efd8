"""The people of the tests, and what keeps the tests fast and on this machine."""

import socket

import pytest

from core.organisation.models import Organisation
from tests import make


@pytest.fixture(autouse=True)
def plain_settings(settings, tmp_path):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.EMAIL_URL = ""


@pytest.fixture(autouse=True)
def loopback_only(monkeypatch):
    """No test leaves this machine."""
    connect = socket.socket.connect

    def guarded(self, address):
        is_inside = self.family == socket.AF_UNIX or str(address[0]) in {"127.0.0.1", "::1", "localhost"}
        assert is_inside, f"a test tried to reach {address}"
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture
def organisation(db):
    return Organisation.current()


@pytest.fixture
def alice(db):
    """Manager of the contact in question (tests give her the grant)."""
    return make.make_user("alice")


@pytest.fixture
def bob(db):
    """May read."""
    return make.make_user("bob")


@pytest.fixture
def carol(db):
    """May write."""
    return make.make_user("carol")


@pytest.fixture
def dave(db):
    """A CRM user without any right on a private contact."""
    return make.make_user("dave")


@pytest.fixture
def admin(db):
    """A CRM administrator, not the owner."""
    return make.make_user("admin", is_crm_administrator=True)


@pytest.fixture
def root(db):
    """The owner."""
    return make.owner()


@pytest.fixture
def contact(alice, bob, carol, root):
    """A private contact: alice and carol may edit it, bob may read it, dave has no right."""
    anna = make.make_contact(by=root, grants=[])
    make.grant(anna, alice)
    make.grant(anna, carol)
    make.grant(anna, bob, write=False)
    return anna


@pytest.fixture
def client_of(client):
    """client_of(user): a client that is signed in as this user (a new one each time)."""

    def signed_in(user):
        browser = type(client)()
        browser.force_login(user)
        return browser

    return signed_in
