"""Signing in and out, passwords and their reset: bounded, mute about who exists, never leading away from this site."""

import re
import statistics
import time

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from core.accounts.models import FailedAttempt
from core.audit.models import SecurityEvent
from core.mail.models import OutboxMail
from tests.make import PASSWORD, make_user

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"
RESET = "/accounts/password/reset/"


def sign_in(client, login: str, password: str = PASSWORD, address: str = LOGIN, **more):
    return client.post(address, {"login": login, "password": password} | more)


def user_of(client) -> str | None:
    return client.session.get("_auth_user_id")


def text_of(answer) -> str:
    """What the page says, without what differs each time it is asked for."""
    return re.sub(r'csrf-token" content="[^"]+|csrfmiddlewaretoken" value="[^"]+|nonce="[^"]+', "", answer.text)


# Signing in


@pytest.mark.parametrize("login", ["alice", "ALICE", " alice ", "alice@example.com", " Alice@EXAMPLE.com "])
def test_user_signs_in_with_e_mail_or_user_name(client, alice, login):
    answer = sign_in(client, login)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert user_of(client) == str(alice.pk)


def test_sign_in_is_in_the_audit(client, alice):
    sign_in(client, "alice")
    event = SecurityEvent.objects.get(kind="signed_in")
    assert (event.actor, event.remote_addr) == (alice, "127.0.0.1")


def test_allauth_keeps_no_second_table_of_addresses(client, alice):
    sign_in(client, "alice")
    client.post(RESET, {"email": alice.email})
    assert not EmailAddress.objects.exists()


@pytest.mark.parametrize("login", ["alice", "nobody", "alice@example.com", "nobody@example.com", "dormant"])
def test_refusal_is_the_same_whoever_it_is(client, alice, login):
    make_user("dormant", is_active=False)
    password = PASSWORD if login == "dormant" else "wrong"
    answer = sign_in(client, login, password)
    assert answer.status_code == 200
    assert user_of(client) is None
    assert "The e-mail, user name or password is not right." in answer.text
    others = sign_in(client, "somebody", "wrong")
    assert text_of(answer).replace(login, "") == text_of(others).replace("somebody", "")


def test_failure_is_in_the_audit_with_the_account_and_no_password(client, alice):
    sign_in(client, "alice", "not this one")
    sign_in(client, "nobody", "not this one")
    known, unknown = SecurityEvent.objects.filter(kind="sign_in_failed").order_by("id")
    assert (known.object_id, unknown.object_id) == (alice.pk, None)
    assert "not this one" not in str(list(SecurityEvent.objects.values()))


def test_password_is_not_sent_back(client, alice):
    assert "hunter-two" not in sign_in(client, "alice", "hunter-two").text


@pytest.mark.parametrize("login", ["\x00", "a\x00b", "é" * 300, "<script>alert(1)</script>", "' OR 1=1 --"])
def test_hostile_login_is_a_refusal(client, alice, login):
    answer = sign_in(client, login)
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert user_of(client) is None


def test_ten_wrong_passwords_close_the_account_for_a_while(client, alice):
    answers = [sign_in(client, ["alice", " ALICE", "Alice@example.com"][n % 3], "wrong") for n in range(12)]
    assert [answer.status_code for answer in answers] == [200] * 10 + [429] * 2
    assert "Too many attempts. Wait 15 minutes, then try again." in answers[-1].text
    assert sign_in(client, "alice").status_code == 429
    assert user_of(client) is None


def test_account_that_does_not_exist_is_closed_alike(client, alice):
    known = [text_of(sign_in(client, "alice", "wrong")).replace("alice", "") for _ in range(12)]
    unknown = [text_of(sign_in(client, "marie", "wrong")).replace("marie", "") for _ in range(12)]
    assert known == unknown


def test_one_address_tries_fifty_accounts_at_most(client, alice):
    for number in range(50):
        assert sign_in(client, f"user{number}", "wrong").status_code == 200
    assert sign_in(client, "alice").status_code == 429


def test_wrong_passwords_do_not_add_up_with_right_ones(client, alice):
    for _ in range(12):
        sign_in(client, "alice")
        client.post("/accounts/logout/")
    assert sign_in(client, "alice").status_code == 302


def test_sign_in_stays_for_the_browser_or_for_fourteen_days(client, alice):
    sign_in(client, "alice")
    assert client.cookies["sessionid"]["max-age"] == ""
    client.post("/accounts/logout/")
    sign_in(client, "alice", remember="on")
    assert client.cookies["sessionid"]["max-age"] == 14 * 24 * 3600


def test_session_key_is_another_after_the_sign_in(client, alice):
    client.get(LOGIN)
    session = client.session
    session["before"] = "1"
    session.save()
    client.cookies["sessionid"] = before = session.session_key
    sign_in(client, "alice")
    assert client.session.session_key != before


HOSTILE = [
    "https://evil.example/", "http://evil.example", "//evil.example/", "///evil.example", "////evil.example",
    "/\\evil.example", "\\\\evil.example", "/\t/evil.example", "/\n/evil.example", "\t//evil.example",
    "https:evil.example", "https:/evil.example", "javascript:alert(1)", "data:text/html,x", "ftp://evil.example/",
    "http://testserver@evil.example/", "http://testserver.evil.example/", "//localhost:1/", " https://evil.example",
    "https://testserver\\@evil.example/", "/\x00//evil.example", "evil.example",
]  # fmt: skip


@pytest.mark.parametrize("target", HOSTILE)
def test_redirect_after_the_sign_in_stays_on_this_site(client, alice, target):
    for answer in (
        sign_in(client, "alice", next=target),
        client.get(LOGIN, {"next": target}),  # signed in already
        client.post("/accounts/logout/", {"next": target}),
        client.post("/language/", {"next": target, "language": "fr"}),
    ):
        assert answer.status_code == 302
        location = answer["Location"]
        assert location.startswith("/")
        assert not re.match(r"/[\s/\\]", location)


def test_redirect_to_a_page_of_this_site_is_followed(client, alice):
    assert sign_in(client, "alice", next="/search/?q=a&b=1")["Location"] == "/search/?q=a&b=1"


def test_admin_leads_to_the_same_sign_in(client, admin):
    answer = client.get("/admin/login/?next=/admin/")
    assert answer["Location"].startswith(LOGIN)
    assert client.get("/admin/")["Location"].startswith("/admin/login/") or client.get("/admin/").status_code == 302
    assert client.get("/admin/", follow=True).redirect_chain[-1][0].startswith(LOGIN)


@pytest.mark.parametrize(
    "name",
    ["account_signup", "account_email", "account_set_password", "account_reauthenticate", "account_inactive",
     "account_confirm_email", "account_email_verification_sent", "account_request_login_code"],
)  # fmt: skip
def test_address_of_allauth_that_nobody_needs_does_not_exist(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize("path", ["/accounts/signup/", "/accounts/email/", "/accounts/", "/accounts/inactive/"])
def test_nobody_signs_up(client, path):
    assert client.get(path).status_code == 404
    assert client.post(path).status_code == 404


# Signing out, and sessions that end


def test_sign_out_asks_first_and_ends_the_session(client, alice):
    sign_in(client, "alice")
    assert "Sign out?" in client.get("/accounts/logout/").text
    assert user_of(client)
    assert client.post("/accounts/logout/")["Location"] == LOGIN
    assert user_of(client) is None
    assert SecurityEvent.objects.get(kind="signed_out").actor == alice


def test_who_is_signed_out_already_is_led_to_the_sign_in(client, db):
    assert client.post("/accounts/logout/")["Location"] == LOGIN
    assert client.get("/accounts/logout/")["Location"] == LOGIN


def test_user_who_is_switched_off_is_out_at_the_next_request(client_of, alice):
    browser = client_of(alice)
    assert browser.get("/").status_code == 200
    alice.is_active = False
    alice.save()
    assert browser.get("/").status_code == 302
    assert user_of_page(browser) is None


def user_of_page(browser) -> str | None:
    return browser.get(LOGIN).wsgi_request.user.pk


def test_sessions_end_when_their_epoch_is_over(client_of, alice):
    browser = client_of(alice)
    alice.session_epoch += 1
    alice.save()
    assert browser.get("/").status_code == 302


def change(browser, old: str = PASSWORD, first: str = "violet stapler 42", second: str | None = None):
    fields = {"oldpassword": old, "password1": first, "password2": first if second is None else second}
    return browser.post("/accounts/password/change/", fields)


def test_password_change_ends_the_other_sessions(client_of, alice):
    here, there = client_of(alice), client_of(alice)
    answer = change(here)
    assert (answer.status_code, answer["Location"]) == (302, "/me/")
    assert "Other devices were signed out." in here.get("/me/").text
    assert there.get("/").status_code == 302
    alice.refresh_from_db()
    assert alice.check_password("violet stapler 42")
    assert SecurityEvent.objects.filter(kind="password_changed", actor=alice).count() == 1


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"old": "wrong"}, "This is not your present password."),
        ({"second": "another"}, "Type the same password in both fields."),
        ({"first": "short"}, "too short"),
        ({"first": "password1234"}, "too common"),
        ({"first": "alice@example.com"}, "too similar"),
    ],
)
def test_password_that_is_not_taken_changes_nothing(client_of, alice, given, sentence):
    browser = client_of(alice)
    answer = change(browser, **given)
    assert answer.status_code == 200
    assert sentence in answer.text
    alice.refresh_from_db()
    assert alice.check_password(PASSWORD)


def test_present_password_is_not_guessed_from_an_open_session(client_of, alice):
    browser = client_of(alice)
    answers = [change(browser, old=f"guess {number}") for number in range(11)]
    assert "Too many attempts." in answers[-1].text
    assert "Too many attempts." in change(browser).text


# Reset by mail


def test_reset_mails_a_link_that_sets_the_password_once(client, alice):
    answer = client.post(RESET, {"email": " Alice@EXAMPLE.com "})
    assert answer["Location"] == "/accounts/password/reset/done/"
    mail = OutboxMail.objects.get()
    assert (mail.to_address, mail.user) == ("alice@example.com", alice)
    link = re.search(r"http://\S+", mail.text)[0]
    assert link in mail.html.replace("&amp;", "&")
    path = link.removeprefix("http://127.0.0.1:8000")
    form = client.get(path, follow=True)
    assert form.redirect_chain[-1][0].endswith("-set-password/")
    new = {"password1": "violet stapler 42", "password2": "violet stapler 42"}
    assert client.post(form.redirect_chain[-1][0], new)["Location"] == "/accounts/password/reset/key/done/"
    assert sign_in(client, "alice", "violet stapler 42").status_code == 302
    assert "This link is used up" in Client().get(path).text
    kinds = list(SecurityEvent.objects.values_list("kind", flat=True).order_by("id"))
    assert kinds == ["password_reset_asked", "password_reset", "signed_in"]


def test_reset_opens_an_account_that_guessing_has_closed(client, alice):
    for _ in range(10):
        sign_in(client, "alice", "wrong")
    client.post(RESET, {"email": alice.email})
    path = re.search(r"http://[^/]+(\S+)", OutboxMail.objects.get().text)[1]
    form = client.get(path, follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": "violet stapler 42", "password2": "violet stapler 42"})
    assert sign_in(client, "alice", "violet stapler 42").status_code == 302


def test_reset_ends_all_sessions(client, client_of, alice):
    browser = client_of(alice)
    client.post(RESET, {"email": alice.email})
    path = re.search(r"http://[^/]+(\S+)", OutboxMail.objects.get().text)[1]
    form = client.get(path, follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": "violet stapler 42", "password2": "violet stapler 42"})
    assert browser.get("/").status_code == 302


def test_reset_of_an_unknown_address_says_the_same_and_mails_nothing(client, alice):
    make_user("off", is_active=False)
    known = client.post(RESET, {"email": alice.email}, follow=True)
    for email in ("nobody@example.com", "off@example.com"):
        answer = client.post(RESET, {"email": email}, follow=True)
        assert answer.redirect_chain == known.redirect_chain
        assert text_of(answer) == text_of(known)
    assert OutboxMail.objects.get().to_address == alice.email


def test_reset_asks_the_database_alike_for_known_and_unknown(client, alice):
    known, unknown = queries_of(client, alice.email), queries_of(client, "nobody@example.com")
    assert abs(known - unknown) <= 1


def queries_of(client, email: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.post(RESET, {"email": email})
    return len(captured)


def median_times(client, address: str, known: dict, unknown: dict) -> tuple[float, float]:
    """Seconds of work for each, taken in turns, with what was counted taken away in between."""
    times = ([], [])
    for _ in range(31):
        for taken, fields in zip(times, (known, unknown), strict=True):
            FailedAttempt.objects.all().delete()
            started = time.process_time()
            client.post(address, fields)
            taken.append(time.process_time() - started)
    return statistics.median(times[0]), statistics.median(times[1])


class SlowHasher(PBKDF2PasswordHasher):
    """Slow enough to outweigh the page, as the real one does."""

    iterations = 20_000


def test_time_of_a_refusal_does_not_tell_who_has_an_account(client, alice, settings):
    settings.PASSWORD_HASHERS = [f"{__name__}.SlowHasher"]
    alice.set_password(PASSWORD)
    alice.save()
    known, unknown = median_times(
        client, LOGIN, {"login": "alice", "password": "x"}, {"login": "marie", "password": "x"}
    )
    assert abs(known - unknown) <= 0.1 * max(known, unknown)


def test_time_of_a_reset_does_not_tell_who_has_an_account(client, alice):
    known, unknown = median_times(client, RESET, {"email": alice.email}, {"email": "marie@example.com"})
    assert abs(known - unknown) <= 0.1 * max(known, unknown)


def test_link_of_a_user_who_was_switched_off_sets_no_password(client, alice):
    client.post(RESET, {"email": alice.email})
    path = re.search(r"http://[^/]+(\S+)", OutboxMail.objects.get().text)[1]
    alice.is_active = False
    alice.save()
    assert "This link is used up" in client.get(path).text


@pytest.mark.parametrize("key", ["1-x", "zz-abc-def", "0-set-password", "1-set-password", "9999999999999-a-b"])
def test_made_up_link_leads_nowhere(client, alice, key):
    assert "This link is used up" in client.get(f"/accounts/password/reset/key/{key}/").text


def test_reset_requests_are_bounded(client, alice):
    answers = [client.post(RESET, {"email": alice.email}) for _ in range(12)]
    assert [answer.status_code for answer in answers] == [302] * 10 + [429] * 2
    assert "Too many attempts. Wait 15 minutes" in answers[-1].text
    assert OutboxMail.objects.count() == 10


def test_reset_is_written_in_the_users_language(client, alice):
    alice.language = "fr"
    alice.save()
    client.post(RESET, {"email": alice.email})
    assert OutboxMail.objects.get().user.language == "fr"


def test_host_of_the_request_is_not_in_the_link(client, alice):
    client.post(RESET, {"email": alice.email}, headers={"host": "localhost"})
    assert "http://127.0.0.1:8000/accounts/password/reset/key/" in OutboxMail.objects.get().text


def test_language_is_chosen_before_the_sign_in(client, db):
    client.post("/language/", {"language": "fr", "next": LOGIN})
    assert '<html lang="fr"' in client.get(LOGIN).text
    client.post("/language/", {"language": "xx", "next": LOGIN})
    assert '<html lang="fr"' in client.get(LOGIN).text
