"""The list of contacts in a real browser: without reload, by keyboard, by right click, and without JavaScript."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from contacts import services
from contacts.models import Contact
from tests import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AXE = Path(__file__).resolve().parent.parent / "vendor" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture
def hot(transactional_db):
    return make.make_temperature("Hot", position=2)


@pytest.fixture
def people(hot):
    owner = make.owner()
    rows = [
        services.ContactValues(
            first_name=f"Anna {number:02}", access_level="write", temperature=hot if number < 9 else None
        )
        for number in range(40)
    ]
    return services.create_contacts(rows, by=owner)


@pytest.fixture
def user(transactional_db):
    return make.make_user("alice")


def names(page) -> list[str]:
    return page.locator(".row-name > span:last-child").all_inner_texts()


def test_the_list_changes_without_a_reload_and_back_returns(open_browser, user, people):
    page = open_browser(user)
    page.goto("/contacts/")
    page.evaluate("window.isSame = true")
    page.locator("#list-word").press_sequentially("anna 1", delay=20)
    page.wait_for_url("**/contacts/?q=anna+1")
    expect(page.locator("tr[data-row]")).to_have_count(13)
    page.click("a.sort >> text=Name")
    page.wait_for_url("**sort=-name")
    expect(page.locator(".row-name > span:last-child").first).to_have_text("Anna 31")
    assert page.locator("#head-count").inner_text() == "13"
    assert page.evaluate("window.isSame") is True
    page.go_back()
    expect(page.locator(".row-name > span:last-child").first).to_have_text("Anna 01")
    expect(page.locator("#list-word")).to_have_value("anna 1")


def test_a_filter_is_added_in_a_dialog_and_removed_by_its_chip(open_browser, user, people, hot):
    page = open_browser(user)
    page.goto("/contacts/")
    page.evaluate("window.isSame = true")
    page.click("text=Add filter")
    page.click("#add-filter >> text=Temperature")
    page.check("dialog[open] >> text=Hot")
    page.click("dialog[open] [type=submit]")
    page.wait_for_url(f"**/contacts/?temperature={hot.pk}")
    expect(page.locator("tr[data-row]")).to_have_count(9)
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.click(".filter-chip .icon-button")
    expect(page.locator("tr[data-row]")).to_have_count(25)
    assert page.evaluate("window.isSame") is True


def test_keys_walk_pick_and_open(open_browser, user, people):
    page = open_browser(user)
    page.goto("/contacts/")
    for key in ("j", "j", "k", "x"):
        page.keyboard.press(key)
    assert page.locator("[data-bulk-count]").inner_text() == "1 selected"
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/contacts/{people[1].pk}/")
    page.goto("/contacts/")
    for key in ("j", "j", "e"):
        page.keyboard.press(key)
    page.wait_for_url(f"**/contacts/{people[1].pk}/edit/")


def test_a_right_click_opens_the_menu_of_the_row_and_deletes(open_browser, user, people):
    page = open_browser(user)
    page.goto("/contacts/")
    page.locator("tr[data-row]").nth(2).click(button="right", position={"x": 500, "y": 10})
    page.click(f"#row-{people[2].pk} >> text=Delete…")
    page.click("dialog[open] >> text=Delete 1 contact")
    page.wait_for_selector("text=1 contact deleted.")
    assert "Anna 02" not in names(page)
    page.click("[data-toast] >> text=Undo")
    page.wait_for_load_state()
    expect(page.locator("h1")).to_have_count(1)


def test_everything_found_is_acted_on_beyond_the_page(open_browser, user, people, hot):
    page = open_browser(user)
    page.goto("/contacts/?temperature=none")
    page.locator("[data-pick]").first.check()
    page.click("text=Select all 31")
    page.click(".bulk-bar >> text=Temperature")
    page.check("text=Hot")
    page.click("text=Continue")
    assert page.locator("h1").inner_text() == "Set “Temperature” of 31 contacts to “Hot”?"
    page.click("text=Change 31 contacts")
    page.wait_for_selector("text=31 contacts changed.")
    assert Contact.objects.filter(temperature=hot).count() == 40


def test_the_temperature_is_changed_on_its_chip(open_browser, user, people, hot):
    page = open_browser(user)
    page.goto("/contacts/?q=anna+30")
    page.click("tr[data-row] .chip-edit")
    page.click("#temperatures >> text=Hot")
    page.wait_for_selector("tr[data-row] .chip-edit >> text=Hot")
    assert page.url.endswith("/contacts/?q=anna+30")


def test_on_a_phone_rows_are_cards_and_the_page_does_not_scroll_sideways(open_browser, user, people):
    page = open_browser(user, width=320, height=700)
    page.goto("/contacts/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.locator("[data-pick]").first.check(force=True)
    expect(page.locator("[data-bulk-bar]")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_without_javascript_one_filters_sorts_and_acts(open_browser, user, people, hot):
    page = open_browser(user, java_script_enabled=False)
    page.goto("/contacts/")
    page.fill("#list-word", "anna 3")
    with page.expect_navigation():
        page.press("#list-word", "Enter")
    assert len(names(page)) == 13
    page.click("text=Add filter")
    page.click("#add-filter >> text=Temperature")
    page.check("[data-filter-editor] >> text=not specified")
    page.click("[data-filter-editor] [type=submit]")
    assert re.search(r"q=anna\+3&temperature=none$", page.url)
    page.locator("[data-pick]").nth(1).check()
    page.click(".bulk-bar >> text=Temperature")
    page.check("text=Hot")
    page.click("text=Continue")
    page.click("text=Change 1 contact")
    assert "1 contact changed." in page.locator("#toasts").inner_text() and len(names(page)) == 11


# The page is tall, so that no row lies half under the foot that stays in view.
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (390, "light")])
def test_axe_finds_nothing_in_any_state_of_the_list(open_browser, user, people, width, scheme):
    page = open_browser(user, width=width, height=3200, scheme=scheme)
    ids = f"ids={people[0].pk}"
    for path in (
        "/contacts/",
        "/contacts/?q=nobody",
        "/contacts/?temperature=none&edit=created",
        f"/contacts/bulk/?operation=share&{ids}",
        f"/contacts/bulk/?operation=delete&{ids}",
        f"/contacts/{people[0].pk}/add-detail/",
    ):
        page.goto(path)
        page.wait_for_load_state("networkidle")
        if path == "/contacts/":
            page.locator("[data-pick]").first.check(force=True)
        page.evaluate(AXE.read_text())
        found = page.evaluate("(rules) => axe.run(document, { runOnly: rules })", RULES)["violations"]
        assert [(path, rule["id"], [node["html"][:150] for node in rule["nodes"]]) for rule in found] == []
