"""A form that met an expired session or an old token comes back filled, with "Send again" (UI-08, promises 14, 45)."""

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from core.accounts.models import User
from crm_site import kept_form
from tests.make import PASSWORD

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"
HERE = {"Origin": "http://testserver"}
TYPED = {
    "first_name": "Éléonore “Léo” <b>", "last_name": "O'Brien & fils", "email": "new@example.com", "language": "fr",
    "time_zone": "Europe/Paris", "page_size": "50", "theme": "dark",
}  # fmt: skip


@pytest.fixture
def browser(alice):
    """A real one as far as tokens go, signed in."""
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(alice)
    return strict


def token_of(answer) -> str:
    return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', answer.text)[1]


def fields_of(answer) -> dict[str, list[str]]:
    """The hidden fields of the page's own form."""
    form = re.search(r"<form[^>]*data-refused.*?</form>", answer.text, re.DOTALL)[0]
    fields: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', form):
        fields.setdefault(html.unescape(name), []).append(html.unescape(value))
    return fields


def test_form_of_another_tab_comes_back_filled_and_saves(browser, alice):
    old = token_of(browser.get("/me/"))
    browser.post("/accounts/logout/", {"csrfmiddlewaretoken": old}, headers=HERE)
    login = token_of(browser.get(LOGIN))
    browser.post(LOGIN, {"csrfmiddlewaretoken": login, "login": "alice", "password": PASSWORD}, headers=HERE)
    answer = browser.post("/me/", TYPED | {"csrfmiddlewaretoken": old}, headers=HERE)
    assert answer.status_code == 403
    assert "Send again" in answer.text
    fields = fields_of(answer)
    fresh = fields.pop("csrfmiddlewaretoken")
    assert fields == {name: [value] for name, value in TYPED.items()}
    assert 'action="/me/"' in answer.text
    saved = browser.post("/me/", fields | {"csrfmiddlewaretoken": fresh}, headers=HERE)
    assert saved.status_code == 302
    alice.refresh_from_db()
    assert (alice.first_name, alice.last_name) == (TYPED["first_name"], TYPED["last_name"])


def test_form_sent_after_the_session_ended_waits_behind_the_sign_in(browser, alice):
    token = token_of(browser.get("/me/"))
    alice.session_epoch += 1
    alice.save()
    door = browser.post("/me/?tab=2", TYPED | {"csrfmiddlewaretoken": token}, headers=HERE)
    assert door.status_code == 401
    assert "You were signed out meanwhile." in door.text
    wrong = sign_in(browser, door, "wrong")
    assert wrong.status_code == 200
    again = sign_in(browser, wrong, PASSWORD)
    fields = fields_of(again)
    fresh = fields.pop("csrfmiddlewaretoken")
    assert fields == {name: [value] for name, value in TYPED.items()}
    assert 'action="/me/?tab=2"' in again.text
    assert browser.post("/me/", fields | {"csrfmiddlewaretoken": fresh}, headers=HERE).status_code == 302
    assert User.objects.get(pk=alice.pk).theme == "dark"


def sign_in(browser, door, password: str):
    fields = {name: values[0] for name, values in fields_of(door).items()}
    action = html.unescape(re.search(r'<form method="post" action="([^"]*)" data-refused', door.text)[1]) or LOGIN
    return browser.post(action, fields | {"login": "alice", "password": password}, headers=HERE)


def test_both_token_and_session_may_be_gone(alice):
    stranger = Client(enforce_csrf_checks=True)
    door = stranger.post("/me/", TYPED | {"csrfmiddlewaretoken": "x" * 64}, headers=HERE)
    assert door.status_code == 401
    again = sign_in(stranger, door, PASSWORD)
    assert fields_of(again)["last_name"] == ["O'Brien & fils"]


def test_reloading_the_answer_of_the_sign_in_loses_nothing(alice):
    stranger = Client(enforce_csrf_checks=True)
    door = stranger.post("/me/", TYPED | {"csrfmiddlewaretoken": "x" * 64}, headers=HERE)
    sent = {name: values[0] for name, values in fields_of(door).items()} | {"login": "alice", "password": PASSWORD}
    first = stranger.post(LOGIN, sent, headers=HERE)
    second = stranger.post(LOGIN, sent, headers=HERE)
    assert fields_of(first).keys() == fields_of(second).keys()
    assert fields_of(second)["first_name"] == [TYPED["first_name"]]


def test_several_values_of_one_name_keep_their_order(browser):
    answer = browser.post("/me/", {"ids": ["3", "1", "2"], "note": "a\nb"}, headers=HERE)
    assert fields_of(answer)["ids"] == ["3", "1", "2"]
    assert fields_of(answer)["note"] == ["a\nb"]


def test_passwords_and_files_are_not_kept_and_the_page_says_so(browser):
    photo = SimpleUploadedFile("me.png", b"\x89PNG secret")
    answer = browser.post("/me/", {"oldpassword": "hunter-two", "new_photo": photo, "name": "Zoe"}, headers=HERE)
    assert "hunter-two" not in answer.text
    assert "secret" not in answer.text
    assert "Files can’t be kept" in answer.text
    assert "Passwords are not kept" in answer.text
    assert fields_of(answer)["name"] == ["Zoe"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://testserver.evil.example"},
        {"Referer": "https://evil.example/http://testserver/"},
        {},
    ],
)
def test_form_of_another_site_is_refused_and_nothing_is_kept(browser, alice, headers):
    answer = browser.post("/me/", TYPED, headers=headers)
    assert answer.status_code == 403
    assert "This form did not come from Carnet." in answer.text
    assert "new@example.com" not in answer.text
    stranger = Client(enforce_csrf_checks=True).post("/me/", TYPED, headers=headers)
    assert (stranger.status_code, "new@example.com" in stranger.text) == (403, False)


def test_referer_of_this_site_is_enough(browser):
    answer = browser.post("/me/", TYPED, headers={"Referer": "http://testserver/me/"})
    assert "Send again" in answer.text


@pytest.mark.parametrize("path", ["/me/", "/sidebar/", "/accounts/logout/", "/accounts/password/change/", "/language/"])
def test_no_address_takes_a_form_without_a_token(browser, alice, path):
    before = User.objects.filter(pk=alice.pk).values().get()
    assert browser.post(path, TYPED | {"folded": "1"}, headers=HERE).status_code == 403
    assert User.objects.filter(pk=alice.pk).values().get() == before
    assert browser.get("/me/").status_code == 200


def test_sign_in_with_an_old_token_shows_the_page_anew(db):
    answer = Client(enforce_csrf_checks=True).post(LOGIN, {"login": "alice", "password": "x"}, headers=HERE)
    assert answer.status_code == 403
    assert 'value="alice"' in answer.text
    assert token_of(answer)


def test_part_of_a_page_gets_a_sentence_not_a_page(browser, alice):
    answer = browser.post("/me/", TYPED, headers=HERE | {"HX-Request": "true"})
    assert answer.status_code == 403
    assert answer.text == "Reload the page and try again: you signed in again since it was opened."
    stranger = Client().get("/", headers={"HX-Request": "true"})
    assert (stranger.status_code, stranger.text) == (401, "You were signed out. Sign in again in another tab.")


@pytest.mark.parametrize("text", ["", "x", "a:b:c", "\x00"])
def test_forged_text_is_no_form(text):
    assert kept_form.read(text) is None


def test_text_that_was_changed_is_no_form():
    signed = kept_form.sign(kept_form.KeptForm("/me/", [("a", "b")]))
    assert kept_form.read(signed).fields == [("a", "b")]
    assert kept_form.read(signed[:-1] + ("A" if signed[-1] != "A" else "B")) is None
