"""Measuring: requests through the whole WSGI application in this process, asked for in turns, and their medians."""

import math
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from .data import AddressBook

HANDLER = WSGIHandler()
FACTORY = RequestFactory()


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


class Browser:
    """A signed-in user of one address book."""

    def __init__(self, book: AddressBook, username: str):
        self.book, self.user = book, book.users[username]
        book.use()
        client = Client()
        client.force_login(self.user)
        self.cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"

    def get(self, path: str, **query: str) -> Answer:
        """One request as gunicorn makes it, from the environment to the last byte."""
        environ = FACTORY.get(path).environ | {
            "QUERY_STRING": urlencode(query),
            "HTTP_COOKIE": self.cookie,
            "SERVER_NAME": "127.0.0.1",
            "HTTP_HOST": "127.0.0.1",
            "wsgi.url_scheme": "https" if settings.SECURE_SSL_REDIRECT else "http",
        }
        said: list = []
        response = HANDLER(environ, lambda status, headers: said.append((int(status[:3]), dict(headers))))
        body = b"".join(response)
        response.close()
        return Answer(*said[0], body)

    def asking(self, path: str, **query: str) -> Callable[[], float]:
        """A function that asks once and gives the seconds it took; anything but 200 ends the run."""

        def ask() -> float:
            self.book.use()
            began = time.perf_counter()
            answer = self.get(path, **query)
            took = time.perf_counter() - began
            if answer.status != 200:
                raise RuntimeError(f"{path}?{urlencode(query)} answered {answer.status}")
            return took

        return ask

    def queries(self, path: str) -> tuple[int, int]:
        """(status, number of queries) of one request."""
        self.book.use()
        with CaptureQueriesContext(connection) as caught:
            answer = self.get(path)
        return answer.status, len(caught)


def in_turns(asked: dict[str, Callable[[], float]], rounds: int, warm: int = 3) -> dict[str, list[float]]:
    """Seconds of each, asked for one after the other in every round, so that noise meets all of them alike."""
    for ask in asked.values():
        for _round in range(warm):
            ask()
    taken: dict[str, list[float]] = {name: [] for name in asked}
    for _round in range(rounds):
        for name, ask in asked.items():
            taken[name].append(ask())
    return taken


def medians(taken: dict[str, list[float]]) -> dict[str, float]:
    return {name: statistics.median(seconds) for name, seconds in taken.items()}


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, math.ceil(len(ordered) * share) - 1)]
