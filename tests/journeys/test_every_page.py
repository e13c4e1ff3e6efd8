"""Every page that exists, in Chromium: accessible, within 320 px, and never against the content security policy."""

import os
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from playwright.sync_api import expect

from core.accounts.models import User
from core.exchange.models import SavedMapping
from core.exchange.running import work_through
from core.exchange.services import create_import, start_import
from core.jobs import steering
from core.jobs.undo import start_undo
from tests.access_table import LINES, NO
from tests.access_world import address, build, make_checked
from tests.admin_table import MODELS
from tests.core.exchange.books import book

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AXE = Path(__file__).resolve().parent.parent / "vendor" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
COMBINATIONS = [
    (language, scheme, width) for language in ("en", "fr") for scheme in ("light", "dark") for width in (1280, 390)
]
# One of them in the suite; EVERY_LOOK=1 looks at all.
LOOKS = COMBINATIONS if os.environ.get("EVERY_LOOK") else COMBINATIONS[:1]
NO_PAGE = {"healthz", "readyz", "contacts:pick", "contacts:photo", "imports:refused", "jobs:progress",
           "imports:progress", "contacts:vcard", "contacts:timeline", "account_login"}  # fmt: skip


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
    found |= pages_of_exchange(world.people["root"])
    found |= {"404": "/contacts/999999/", "nothing found": "/contacts/?q=nobody-is-called-this"}
    return {name: url for name, url in found.items() if name not in own}


def pages_of_exchange(by) -> dict[str, str]:
    """The faces of one address that differ by the file, and by what has become of the import."""
    rows = [["First name", "Phone"], ["Ada", 33612345678]]
    sheet = create_import("contacts", ContentFile(book(rows, more={"Other": rows}), name="book.xlsx"), by=by)
    text = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada Bell\r\nEND:VCARD\r\n"
    cards = create_import("contacts", ContentFile(text.encode(), name="cards.vcf"), by=by)
    mapping = {"kind": "contacts", "by": by, "name": "Fair", "columns": {"first name": ["first_name"]}}
    SavedMapping.objects.create(**mapping)
    paused = make_checked(by)
    steering.pause(start_import(paused))
    undone = create_import("contacts", ContentFile(b"First name\nTaken back\n", name="undone.csv"), by=by)
    start_undo(work_through(start_import(undone)), by=by)
    faces = [
        ("file", sheet),
        ("mapping", sheet),
        ("file", cards),
        ("rules", cards),
        ("run", paused),
        ("report", undone),
    ]
    return {f"{page} of import {one.pk}": address(f"imports:{page}", [one.pk]) for page, one in faces}


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
