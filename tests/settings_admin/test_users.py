"""The owner alone lists, invites, names, switches and signs out users, and can't lock everybody out (ACC-02, ACC-07)."""

import html
import re

import pytest
from auditlog.models import LogEntry
from django.test import Client
from django.urls import reverse

from core.accounts.models import User
from core.audit.models import SecurityEvent
from core.mail.models import OutboxMail
from core.organisation.models import Organisation
from settings_admin import people
from settings_admin.people_forms import InvitationForm
from tests.make import make_user

pytestmark = pytest.mark.django_db
USERS = "/settings/users/"


@pytest.fixture
def owner(client_of, root):
    return client_of(root)


def invite(browser, **over):
    fields = {"first_name": "Zoe", "last_name": "Lin", "email": "zoe@example.com", "role": "user"} | over
    return browser.post("/settings/users/invite/", fields)


def fields_of(user: User, **over) -> dict:
    names = {name: getattr(user, name) for name in ("first_name", "last_name", "email", "username")}
    return names | {"role": people.role_of(user)} | over


def kinds() -> list[str]:
    return list(SecurityEvent.objects.order_by("id").values_list("kind", flat=True))


@pytest.mark.parametrize("name", ["users", "users_invite", "groups", "groups_add"])
def test_only_the_owner_opens_the_page(client_of, alice, admin, root, name):
    path = reverse(f"settings_admin:{name}")
    assert [client_of(user).get(path).status_code for user in (alice, admin, root)] == [403, 403, 200]


def test_administrator_changes_no_user(client_of, admin, alice):
    browser, before = client_of(admin), User.objects.filter(pk=alice.pk).values().get()
    for act in ("edit", "invite", "off", "on", "sessions"):
        assert browser.post(f"/settings/users/{alice.pk}/{act}/", fields_of(alice, role="owner")).status_code == 403
    assert invite(browser).status_code == 403
    assert User.objects.filter(pk=alice.pk).values().get() == before
    assert not User.objects.filter(email="zoe@example.com").exists()


def test_list_shows_roles_and_states(owner, alice, admin):
    make_user("gone", is_active=False)
    invite(owner)
    text = owner.get(USERS).text
    for word in ("Alice Test", "CRM administrator", "Owner", "Switched off", "Invited", "zoe@example.com"):
        assert word in text
    assert "Alice" not in owner.get(USERS, {"q": "zoe lin"}).text
    assert "No user is called that" in owner.get(USERS, {"q": "x\x00y%"}).text


def test_list_asks_as_often_for_fifty_users_as_for_one(owner, django_assert_max_num_queries):
    for number in range(50):
        make_user(f"user{number}")
    User.objects.update(page_size=100)
    with django_assert_max_num_queries(12):
        assert "user49@example.com" in owner.get(USERS).text


# Inviting


def test_invited_person_chooses_a_password_and_is_in(owner, root, settings):
    settings.EMAIL_URL = "smtp://127.0.0.1:1"
    Organisation.objects.update_or_create(pk=1, defaults={"language": "fr", "time_zone": "America/Montreal"})
    assert invite(owner, email=" Zoe@Example.COM ", role="administrator")["Location"] == USERS
    zoe = User.objects.get(email="zoe@example.com")
    assert (zoe.is_crm_administrator, zoe.is_superuser) == (True, False)
    assert (zoe.username, zoe.language, zoe.time_zone) == ("zoe", "fr", "America/Montreal")
    mail = OutboxMail.objects.get()
    assert (mail.to_address, mail.user) == ("zoe@example.com", zoe)
    path = re.search(r"http://127.0.0.1:8000(\S+)", mail.text)[1]
    browser = Client()
    page = browser.get(path)
    assert page.status_code == 200
    assert "zoe@example.com" in page.text
    answer = browser.post(path, {"password1": "violet stapler 42", "password2": "violet stapler 42"})
    assert answer["Location"] == "/"
    assert browser.get("/").status_code == 200
    assert Client().get(path).status_code == 410
    assert Client().post(path, {"password1": "x" * 20, "password2": "x" * 20}).status_code == 410
    assert kinds() == ["user_invited", "invitation_accepted", "signed_in"]


def test_link_is_shown_where_no_mail_can_be_sent(owner, settings):
    settings.EMAIL_URL = ""
    answer = owner.get(invite(owner)["Location"])
    link = html.unescape(re.search(r'value="(http://[^"]+/accounts/invitation/[^"]+)"', answer.text)[1])
    assert Client().get(link.removeprefix("http://127.0.0.1:8000")).status_code == 200


def test_new_invitation_ends_the_old_link(owner, settings):
    settings.EMAIL_URL = "smtp://127.0.0.1:1"
    invite(owner)
    zoe = User.objects.get(email="zoe@example.com")
    owner.post(f"/settings/users/{zoe.pk}/invite/")
    old, new = [re.search(r"http://127.0.0.1:8000(\S+)", mail.text)[1] for mail in OutboxMail.objects.order_by("id")]
    assert (Client().get(old).status_code, Client().get(new).status_code) == (410, 200)


def test_user_with_a_password_is_not_invited_again(owner, alice):
    answer = owner.post(f"/settings/users/{alice.pk}/invite/", follow=True)
    assert "has a password already" in answer.text
    assert not OutboxMail.objects.exists()


@pytest.mark.parametrize("email", ["alice@example.com", "ALICE@example.com", " Alice@Example.COM "])
def test_address_that_differs_by_capitals_only_is_refused(owner, alice, email):
    answer = invite(owner, email=email)
    assert answer.status_code == 200
    assert "Another user has this address already" in answer.text
    assert User.objects.filter(email="alice@example.com").count() == 1


def test_same_invitation_sent_twice_at_once_invites_once(owner, root, monkeypatch):
    """As if the second had been checked before the first was saved."""
    invite(owner)
    monkeypatch.setattr(InvitationForm, "clean_email", lambda form: form.cleaned_data["email"])
    monkeypatch.setattr(User, "validate_constraints", lambda user, exclude=None: None)
    answer = invite(owner)
    assert answer.status_code == 200
    assert "Another user has this address already" in answer.text
    assert (User.objects.filter(email="zoe@example.com").count(), OutboxMail.objects.count()) == (1, 1)


@pytest.mark.parametrize("fields", [{"email": "no address"}, {"email": ""}, {"role": "god"}, {"role": ""}])
def test_refused_invitation_keeps_what_was_typed_and_invites_nobody(owner, fields):
    count = User.objects.count()
    answer = invite(owner, last_name="O'Brien", **fields)
    assert answer.status_code == 200
    assert "O&#x27;Brien" in answer.text
    assert User.objects.count() == count
    assert not OutboxMail.objects.exists()


def test_forged_fields_of_an_invitation_count_for_nothing(owner):
    invite(owner, is_superuser="1", is_staff="1", is_crm_administrator="1", password="x", username="root", is_active="")
    zoe = User.objects.get(email="zoe@example.com")
    assert (zoe.is_superuser, zoe.is_staff, zoe.is_crm_administrator, zoe.is_active) == (False, False, False, True)
    assert zoe.username == "zoe"
    assert not zoe.has_usable_password()


@pytest.mark.parametrize(
    ("email", "name"), [("a.b@x.fr", "a-b"), ("Éric@x.fr", "eric"), ("李@x.fr", "user"), ("zoe+crm@x.fr", "zoecrm")]
)
def test_user_name_is_made_of_the_address(email, name):
    assert people.free_username(email) == name
    make_user(name.upper())
    assert people.free_username(email) == f"{name}2"


# Roles, names, switching off


@pytest.mark.parametrize(
    ("role", "flags"), [("user", (False, False)), ("administrator", (False, True)), ("owner", (True, False))]
)
def test_owner_names_roles(owner, alice, role, flags):
    assert owner.post(f"/settings/users/{alice.pk}/edit/", fields_of(alice, role=role))["Location"] == USERS
    alice.refresh_from_db()
    assert (alice.is_superuser, alice.is_crm_administrator) == flags
    events = SecurityEvent.objects.filter(kind="role_changed")
    assert [event.details for event in events] == ([] if role == "user" else [{"before": "user", "role": role}])


def test_last_owner_stays_one(owner, root):
    answer = owner.post(f"/settings/users/{root.pk}/edit/", fields_of(root, role="user", last_name="Kept"))
    assert answer.status_code == 200
    assert "is the only owner" in answer.text
    assert 'value="Kept"' in answer.text
    root.refresh_from_db()
    assert root.is_superuser


def test_owner_may_step_back_where_there_is_another(owner, root, alice):
    people.set_role(alice, "owner", by=root)
    answer = owner.post(f"/settings/users/{root.pk}/edit/", fields_of(root, role="user"))
    assert answer["Location"] == "/"
    assert owner.get(USERS).status_code == 403


def test_owner_does_not_switch_himself_off(owner, root):
    answer = owner.post(f"/settings/users/{root.pk}/off/", follow=True)
    assert "You can’t switch yourself off." in answer.text
    root.refresh_from_db()
    assert root.is_active


def test_switched_off_user_is_out_at_once_and_stays_out_of_old_sessions(owner, client_of, alice):
    browser = client_of(alice)
    assert "All sessions end at once" in owner.get(f"/settings/users/{alice.pk}/off/").text
    assert browser.get("/").status_code == 200
    owner.post(f"/settings/users/{alice.pk}/off/")
    assert browser.get("/").status_code == 302
    owner.post(f"/settings/users/{alice.pk}/on/")
    assert browser.get("/").status_code == 302
    assert client_of(User.objects.get(pk=alice.pk)).get("/").status_code == 200
    assert kinds() == ["user_switched_off", "user_switched_on"]


def test_sessions_are_ended_by_the_owner(owner, client_of, alice):
    browser = client_of(alice)
    owner.get(f"/settings/users/{alice.pk}/sessions/")
    assert browser.get("/").status_code == 200
    owner.post(f"/settings/users/{alice.pk}/sessions/")
    assert browser.get("/").status_code == 302
    assert kinds() == ["sessions_ended"]


def test_owner_keeps_the_own_session_when_ending_the_others(owner, client_of, root):
    other = client_of(root)
    owner.post(f"/settings/users/{root.pk}/sessions/")
    assert (owner.get("/").status_code, other.get("/").status_code) == (200, 302)


def test_renaming_is_in_the_audit(owner, root, alice):
    owner.post(f"/settings/users/{alice.pk}/edit/", fields_of(alice, last_name="Martin", username="alice.m"))
    alice.refresh_from_db()
    assert (alice.last_name, alice.username) == ("Martin", "alice.m")
    entry = LogEntry.objects.get_for_object(alice).first()
    assert entry.actor == root
    assert entry.changes["last_name"] == ["Test", "Martin"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"username": "BOB"}, "Another user has this name already."),
        ({"username": "bob@example.com"}, "Another user has this name already."),
        ({"email": "Bob@Example.com"}, "Another user has this address already"),
        ({"username": "a b"}, "Enter a valid username"),
        ({"email": "x"}, "Write the whole address"),
    ],
)
def test_name_or_address_of_another_is_refused(owner, alice, bob, fields, sentence):
    before = User.objects.filter(pk=alice.pk).values().get()
    answer = owner.post(f"/settings/users/{alice.pk}/edit/", fields_of(alice, **fields))
    assert sentence in answer.text
    assert User.objects.filter(pk=alice.pk).values().get() == before


@pytest.mark.parametrize("act", ["edit", "off", "sessions"])
def test_looking_at_a_page_changes_nothing(owner, alice, act):
    before = User.objects.filter(pk=alice.pk).values().get()
    assert owner.get(f"/settings/users/{alice.pk}/{act}/").status_code == 200
    assert User.objects.filter(pk=alice.pk).values().get() == before


@pytest.mark.parametrize("act", ["invite", "on"])
def test_acts_without_a_page_are_sent_not_opened(owner, alice, act):
    assert owner.get(f"/settings/users/{alice.pk}/{act}/").status_code == 405


def test_missing_user_is_not_found(owner):
    assert owner.get("/settings/users/999999/edit/").status_code == 404
