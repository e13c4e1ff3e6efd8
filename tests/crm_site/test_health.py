"""Health: alive without asking anybody; ready only with the database, and the broker where there is one (PLT-06)."""

import pytest
from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper


def test_alive_asks_the_database_nothing(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok")


def test_ready_without_a_broker(client, db, settings):
    settings.REDIS_URL = ""
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"database": "ready", "broker": "embedded"})


def test_not_ready_without_the_database(client, db, settings, monkeypatch):
    settings.REDIS_URL = ""

    def fails(*given):
        raise DatabaseError("gone: secret host")

    monkeypatch.setattr(BaseDatabaseWrapper, "cursor", fails)
    answer = client.get("/readyz")
    monkeypatch.undo()
    assert (answer.status_code, answer.json()) == (503, {"database": "away", "broker": "embedded"})
    assert "secret host" not in answer.text
    assert connection.cursor()


@pytest.mark.parametrize("url", ["redis://127.0.0.1:1/0", "nonsense"])
def test_not_ready_without_the_broker(client, db, settings, url):
    settings.REDIS_URL = url
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"database": "ready", "broker": "away"})


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_is_only_read(client, db, path):
    assert client.post(path).status_code == 405
