"""Error pages say what to do; what failed is in the log, under the id that the page shows (promise 24, UI-11)."""

import json
import logging

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError

from core.accounts.models import User
from core.audit.models import SecurityEvent
from crm_site.logs import JsonFormatter, RequestIdFilter
from crm_site.views import home


class Lines(logging.Handler):
    """What the console would show."""

    def __init__(self):
        super().__init__()
        self.addFilter(RequestIdFilter())
        self.setFormatter(JsonFormatter())
        self.lines: list[dict] = []

    def emit(self, record):
        self.lines.append(json.loads(self.format(record)))


@pytest.fixture
def lines():
    handler = Lines()
    logging.getLogger().addHandler(handler)
    yield handler.lines
    logging.getLogger().removeHandler(handler)


@pytest.fixture
def failing(client_of, alice, monkeypatch):
    """failing(error): the answer of the home page when its view raises it."""

    def ask(error: Exception):
        def fails(*given):
            raise error

        monkeypatch.setattr(home, "newest_contacts", fails)
        browser = client_of(alice)
        browser.raise_request_exception = False
        return browser.get("/?q=secret-words")

    return ask


def test_failure_shows_its_id_and_nothing_else(failing, lines):
    answer = failing(RuntimeError("password of the database: hunter-two"))
    assert answer.status_code == 500
    assert answer["X-Request-ID"] in answer.text
    for said in ("hunter-two", "RuntimeError", "Traceback", "newest_contacts", ".py"):
        assert said not in answer.text
    [line] = [line for line in lines if "trace" in line]
    assert line["request_id"] == answer["X-Request-ID"]
    assert "hunter-two" in line["trace"]


def test_database_that_is_away_has_a_page_of_its_own(failing, lines):
    answer = failing(OperationalError("connection refused"))
    assert answer.status_code == 503
    assert "Carnet is away for a moment" in answer.text
    assert any("connection refused" in line.get("trace", "") for line in lines)


def test_refusal_shows_its_sentence(failing):
    answer = failing(PermissionDenied("Ask one of its managers."))
    assert answer.status_code == 403
    assert "Ask one of its managers." in answer.text


def test_damaged_request_has_a_page_of_its_own(failing):
    answer = failing(SuspiciousOperation("too many fields"))
    assert answer.status_code == 400
    assert "too many fields" not in answer.text
    assert "Carnet does not understand this" in answer.text


def test_page_that_does_not_exist_says_so(client_of, client, alice):
    for browser in (client_of(alice), client):
        answer = browser.get("/nowhere/")
        assert answer.status_code == 404
        assert "Page not found" in answer.text
        assert "/nowhere/" not in answer.text.replace('value="/nowhere/"', "")


def test_errors_are_in_the_readers_language(client_of, alice):
    User.objects.update(language="fr")
    assert '<html lang="fr"' in client_of(alice).get("/nowhere/").text


@pytest.mark.parametrize("error", [RuntimeError("broken"), OperationalError("away")])
def test_pages_that_stand_alone_are_in_the_readers_language_too(error, alice, failing):
    User.objects.update(language="fr")
    assert '<html lang="fr"' in failing(error).text


def test_every_request_is_one_line_with_its_id(client_of, alice, lines):
    answer = client_of(alice).get("/search/?q=secret-words")
    [line] = [line for line in lines if line["logger"] == "carnet.access"]
    assert line["request_id"] == answer["X-Request-ID"]
    assert (line["method"], line["path"], line["status"], line["user"]) == ("GET", "/search/", 200, alice.pk)
    assert line["ms"] > 0
    assert "secret-words" not in json.dumps(lines)


def test_id_of_the_request_is_made_here(client, db):
    answers = [client.get("/healthz", headers={"X-Request-ID": "forged"})["X-Request-ID"] for _ in range(2)]
    assert "forged" not in answers
    assert answers[0] != answers[1]


@pytest.mark.parametrize("path", ["/accounts/password/reset/key/1-xyzzy-def/", "/accounts/invitation/xyzzy:def/"])
def test_links_that_carry_a_secret_are_not_logged(client, db, lines, path):
    client.get(path)
    text = json.dumps(lines)
    assert "xyzzy" not in text  # which no number of a request can hold
    assert '"status": ' in text


def test_line_outside_of_a_request_has_no_id(lines):
    logging.getLogger("carnet").warning("worker %s", "started")
    assert lines[-1]["message"] == "worker started"
    assert "request_id" not in lines[-1]


@pytest.mark.django_db
def test_a_refused_act_on_an_odd_address_is_a_line_of_the_audit(alice, client_of):
    answer = client_of(alice).post("/admin/contacts/contact/%00%F0%9F%8C%BB/change/")
    assert answer.status_code == 403
    assert SecurityEvent.objects.get(kind="refused").details == {"path": "/admin/contacts/contact/🌻/change/"}
