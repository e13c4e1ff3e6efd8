"""Fixtures for tests marked `browser`: Chromium on the live server, signed in without the form."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--force-color-profile=srgb"]


@pytest.fixture(scope="session")
def chromium() -> "Iterator[Browser]":
    """One browser for all tests; playwright's loop lives in this thread, which Django would take for async code."""
    from playwright.sync_api import sync_playwright

    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    assert path, "Chromium is missing: make test installs it, or CHROMIUM names it"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_browser(chromium: "Browser", live_server: Any) -> "Iterator[Callable[..., Page]]":
    """open_browser(user=alice, width=390, scheme="dark"): a page of a fresh browser whose errors fail the test.

    What Chromium reports of the strict content security policy, and every uncaught error of a script, counts.
    """
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def open_page(
        user: Any = None, width: int = 1280, height: int = 900, scheme: str = "light", **options: Any
    ) -> "Page":
        size = {"width": width, "height": height}
        options = {"locale": "en-GB", "reduced_motion": "reduce", **options}
        context = chromium.new_context(base_url=live_server.url, viewport=size, color_scheme=scheme, **options)
        contexts.append(context)
        if user is not None:
            sign_in(context, user, live_server.url)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda said: note(said, problems))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not problems, "\n".join(problems)


@pytest.fixture
def page(open_browser: "Callable[..., Page]") -> "Page":
    """A page of 1280 × 900 where nobody is signed in."""
    return open_browser()


def note(said: Any, problems: list[str]) -> None:
    if said.type == "error" and "Content Security Policy" in said.text:
        problems.append(said.text)


def sign_in(context: "BrowserContext", user: Any, address: str) -> None:
    """Gives the browser a session of this user."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}])
