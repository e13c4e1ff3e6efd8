"""Every page that exists, in Chromium: accessible, within 320 px, and never against the content security policy."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from core.accounts.models import User
from tests.access_table import LINES, NO
from tests.access_world import address, build
from tests.admin_table import MODELS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AXE = Path(__file__).resolve().parent.parent / "vendor" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
COMBINATIONS = [
    (language, scheme, width) for language in ("en", "fr") for scheme in ("light", "dark") for width in (1280, 390)
]
# One of them in the suite; EVERY_LOOK=1 looks at all.
LOOKS = COMBINATIONS if os.environ.get("EVERY_LOOK") else COMBINATIONS[:1]
NO_PAGE = {"healthz", "readyz", "contacts:pick", "contacts:photo", "imports:refused", "jobs:progress",
           "imports:progress", "contacts:timeline", "account_login"}  # fmt: skip


@pytest.fixture
def world(transactional_db, alice, bob, carol, dave, admin, root):
    return build({"alice": alice, "bob": bob, "carol": carol, "dave": dave, "admin": admin, "root": root})


@pytest.fixture
def pages(world) -> dict[str, str]:
    found = {
        name: address(name, world.args(line.args))
        for name, line in LINES.items()
        if line.get != NO and name not in NO_PAGE and (line.get.endswith(("200", "302", "410")))
    }
    own = {"contacts:edit_event": world.of["event"]}
    assert set(own) <= set(LINES)
    found |= {"404": "/contacts/999999/", "nothing found": "/contacts/?q=nobody-is-called-this"}
    return {name: url for name, url in found.items() if name not in own}


@pytest.mark.parametrize(("language", "scheme", "width"), LOOKS)
def test_no_page_breaks_the_rules_of_accessibility(language, scheme, width, world, pages, open_browser):
    User.objects.update(language=language)
    page = open_browser(user=world.people["root"], width=width, scheme=scheme)
    found = []
    for name, url in pages.items():
        page.goto(url)
        found += [f"{name}: {line}" for line in violations(page)]
    page = open_browser(width=width, scheme=scheme, locale={"en": "en-GB", "fr": "fr-FR"}[language])
    for url in ("/accounts/login/", "/accounts/password/reset/", "/accounts/invitation/not-a-token/"):
        page.goto(url)
        found += [f"{url}: {line}" for line in violations(page)]
    assert not found, "\n".join(found)


def violations(page) -> list[str]:
    page.evaluate(AXE.read_text())
    told = page.evaluate("(rules) => axe.run(document, { runOnly: rules })", RULES)["violations"]
    return [f"{one['id']} {[node['html'][:120] for node in one['nodes'][:3]]}" for one in told]


def test_no_page_scrolls_sideways_at_320_pixels(world, pages, open_browser):
    page = open_browser(user=world.people["root"], width=320, height=700)
    wide = []
    for name, url in pages.items():
        page.goto(url)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 320:
            wide.append(f"{name}: {width} px")
    assert not wide, "\n".join(wide)


def test_the_admin_runs_under_the_same_policy(world, open_browser):
    """What Chromium reports of the policy fails the test in the fixture."""
    page = open_browser(user=world.people["root"])
    for name in ("index", "contacts_contact_changelist", "contacts_contact_add", "accounts_user_changelist"):
        page.goto(address(f"admin:{name}", []))
        expect(page.locator("#content")).to_have_count(1)
    assert "contacts_contact" in MODELS
