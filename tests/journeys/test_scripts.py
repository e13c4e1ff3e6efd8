"""What the scripts of static/js do, in Chromium, under the strict content security policy."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys import sample_site

pytestmark = [pytest.mark.browser, pytest.mark.urls("tests.journeys.sample_site")]
AXE = Path(__file__).resolve().parent.parent / "vendor" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture(autouse=True)
def nothing_posted():
    sample_site.posted.clear()


@pytest.fixture
def rows(open_browser, dave):
    page = open_browser(user=dave)
    page.goto("/sample/list/")
    return page


@pytest.fixture
def form(open_browser, dave):
    page = open_browser(user=dave)
    page.goto("/sample/form/")
    page.wait_for_selector(".ts-wrapper.multi")
    return page


def focused(page) -> str:
    return page.evaluate("document.activeElement.textContent.trim()")


# --- Menus


def test_row_menu_is_walked_with_the_keyboard_and_gives_the_focus_back(rows):
    rows.locator("[data-row-menu]").first.press("Enter")
    rows.wait_for_selector("#row-1:popover-open")
    assert focused(rows).startswith("Edit")
    rows.keyboard.press("ArrowDown")
    assert focused(rows) == "Delete…"
    rows.keyboard.press("Escape")
    expect(rows.locator("#row-1:popover-open")).to_have_count(0)
    assert rows.evaluate("document.activeElement.getAttribute('popovertarget')") == "row-1"


def test_row_menu_opens_by_right_click_and_by_shift_f10(rows):
    rows.locator("tr[data-row] >> nth=1").click(button="right")
    rows.wait_for_selector("#row-2:popover-open")
    rows.keyboard.press("Escape")
    rows.locator("a.row-name >> nth=2").focus()
    rows.keyboard.press("Shift+F10")
    rows.wait_for_selector("#row-3:popover-open")


def test_menu_stays_inside_the_window(rows):
    rows.locator("[data-row-menu]").last.click()
    box = rows.locator("#row-4").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 1280 and box["y"] + box["height"] <= 900


def test_chips_share_one_menu_that_posts_to_the_address_of_the_chip(rows):
    rows.locator(".chip-edit >> nth=2").click()
    rows.wait_for_selector("#temperatures:popover-open")
    assert focused(rows) == "Hot", "what is chosen has the focus"
    rows.get_by_role("menuitemradio", name="Cold").click()
    rows.wait_for_url("**/sample/list/")
    assert [(what, data["temperature"]) for what, data in sample_site.posted] == [("level-3", ["1"])]


# --- Rows


def test_picking_shows_the_bulk_bar_with_the_count(rows):
    expect(rows.locator("[data-bulk-bar]")).to_be_hidden()
    rows.locator("[data-pick] >> nth=0").check()
    assert rows.locator("[data-bulk-count]").inner_text() == "1 selected"
    rows.locator("[data-pick] >> nth=3").click(modifiers=["Shift"])
    assert rows.locator("[data-bulk-count]").inner_text() == "4 selected"
    assert rows.locator("[data-pick-all]").is_checked()
    rows.locator("[data-bulk-clear]").click()
    expect(rows.locator("[data-bulk-bar]")).to_be_hidden()


def test_bulk_action_posts_the_picked_rows(rows):
    rows.locator("[data-pick] >> nth=1").check()
    rows.get_by_text("Select all 128").click()
    rows.get_by_role("button", name="Tags").click()
    rows.wait_for_url("**/sample/list/")
    [(what, data)] = sample_site.posted
    assert what == "bulk" and data["operation"] == ["tags"] and data["everything"] == ["1"]
    assert data["ids"] == ["1", "2", "3", "4"], "everything found includes the page"


def test_rows_are_walked_picked_and_opened_by_single_keys(rows):
    for key in "jjkjx":
        rows.keyboard.press(key)
    assert focused(rows) == "Bastien Le Guennec"
    assert rows.locator("[data-pick]:checked").get_attribute("value") == "2"
    rows.keyboard.press("Enter")
    rows.wait_for_url("**/sample/form/?row=2")


# --- Keys


def test_single_keys_open_search_help_and_edit(form):
    form.keyboard.press("/")
    assert form.evaluate("document.activeElement.name") == "q"
    form.keyboard.type("e?c")
    assert form.input_value("[data-search]") == "e?c", "no key acts inside a field"
    form.evaluate("document.activeElement.blur()")
    form.keyboard.press("?")
    expect(form.locator("#shortcuts")).to_be_visible()
    form.keyboard.press("Escape")
    form.locator("#shortcuts").wait_for(state="hidden")
    form.keyboard.press("e")
    form.wait_for_url("**/sample/list/")


def test_search_says_while_one_types_that_nothing_is_found(rows):
    rows.keyboard.press("/")
    rows.keyboard.type("zzzz")
    rows.locator(".search-found").get_by_text("Nothing found.").wait_for()
    rows.keyboard.press("Escape")
    expect(rows.locator(".search-found")).to_be_hidden()


def test_found_contact_is_opened_with_the_keyboard(open_browser, alice, contact):
    page = open_browser(user=alice)
    page.goto("/sample/list/")
    page.keyboard.press("/")
    page.keyboard.type("anna mart")
    page.locator(".search-found a").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/contacts/{contact.pk}/")


def test_single_keys_are_off_for_who_switched_them_off(open_browser, dave):
    dave.single_keys = False
    dave.save()
    page = open_browser(user=dave)
    page.goto("/sample/list/")
    for key in ["?", "j", "/"]:
        page.keyboard.press(key)
    expect(page.locator("#shortcuts")).to_be_hidden()
    assert page.evaluate("document.activeElement === document.body")


def test_control_enter_saves_from_inside_a_field(form):
    form.locator("[name=name]").fill("Anna")
    form.keyboard.press("Control+Enter")
    form.wait_for_url("**/sample/list/")
    assert sample_site.posted[0][1]["name"] == ["Anna"]


# --- Forms


def test_rows_are_added_removed_and_starred_without_reloading(form):
    form.get_by_role("button", name="Add a phone").click()
    form.keyboard.type("0611")
    form.locator("[data-single] >> nth=1").check(force=True)
    assert form.eval_on_selector_all("[data-single]", "all => all.map(box => box.checked)") == [False, True, False]
    form.locator("[data-formset-remove] >> nth=1").check(force=True)
    expect(form.locator(".detail-row:visible")).to_have_count(2)
    form.get_by_role("button", name="Save", exact=True).click()
    form.wait_for_url("**/sample/list/")
    data = sample_site.posted[0][1]
    assert data["phones-TOTAL_FORMS"] == ["3"] and data["phones-2-value"] == ["0611"]
    assert data["phones-1-DELETE"] == ["on"] and data["phones-0-primary"] == ["on"], "another one is primary now"


def test_enter_in_a_field_saves_instead_of_adding_a_row(form):
    form.locator("[name=name]").press("Enter")
    form.wait_for_url("**/sample/list/")
    assert "add_row" not in sample_site.posted[0][1]


def test_picker_posts_text_and_id_of_what_is_picked_and_text_alone_of_what_is_new(form):
    box = form.locator(".ts-wrapper.single input")
    form.locator(".ts-wrapper.single .ts-control").click()
    box.type("kess")
    form.locator(".ts-dropdown .option", has_text="Kessel").click()
    values = "[document.querySelector('[name=company]').value, document.querySelector('[name=company_id]').value]"
    assert form.evaluate(values) == ["Kessel Logistik", "13"]
    form.locator(".ts-wrapper.single .ts-control").click()
    box.type("Brand new")
    form.locator(".ts-dropdown .create", has_text="Brand new").click()
    assert form.evaluate(values) == ["Brand new", ""]


def test_tags_are_created_by_typing(form):
    box = form.locator(".ts-wrapper.multi input")
    box.focus()
    box.type("Fresh")
    box.press("Enter")
    assert form.input_value("[name=tags]") == "Framework order,Lyon fair 2026,Fresh"


def test_likely_duplicates_are_asked_for_while_one_types(form):
    form.locator("[name=name]").type("Anna")
    form.get_by_text("4 letters").wait_for()


def test_double_click_on_save_sends_one_form(form):
    form.locator("[name=name]").fill("Anna")
    form.evaluate("() => { const save = document.querySelector('.save-bar [data-save]'); save.click(); save.click(); }")
    form.wait_for_url("**/sample/list/")
    assert len(sample_site.posted) == 1


def test_leaving_a_changed_form_asks_and_what_was_typed_is_offered_again(form):
    asked = []
    form.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    form.locator("[name=name]").type("Anna")
    form.get_by_role("button", name="Add a phone").click()
    form.keyboard.type("0611")
    form.goto("/sample/list/")
    assert asked == ["beforeunload"]
    form.goto("/sample/form/")
    form.wait_for_selector(".ts-wrapper.multi")
    form.get_by_role("button", name="Put it back").click()
    assert form.input_value("[name=name]") == "Anna"
    assert form.input_value("[name=phones-2-value]") == "0611"


def test_form_that_was_not_changed_lets_go_and_a_saved_one_is_forgotten(form):
    form.on("dialog", lambda dialog: pytest.fail("asked for nothing"))
    form.goto("/sample/list/")
    form.goto("/sample/form/")
    form.locator("[name=name]").fill("Anna")
    form.keyboard.press("Control+Enter")
    form.wait_for_url("**/sample/list/")
    form.goto("/sample/form/")
    expect(form.get_by_role("button", name="Put it back")).to_be_hidden()


def test_lost_network_keeps_the_form_and_says_so(form):
    form.locator("[name=name]").fill("Anna")
    form.context.set_offline(True)
    form.get_by_role("button", name="Save", exact=True).click()
    form.get_by_text("The network is away.").wait_for()
    assert form.input_value("[name=name]") == "Anna" and sample_site.posted == []
    form.context.set_offline(False)
    form.get_by_role("button", name="Save", exact=True).click()
    form.wait_for_url("**/sample/list/")


def test_hue_shows_on_the_sample(form):
    form.locator(".hues input[value=violet]").check(force=True)
    assert "hue-violet" in form.locator("[data-hue-sample]").get_attribute("class")


# --- Dialogs, toasts, sidebar


def test_question_is_shown_as_a_dialog_and_cancel_has_the_focus(form):
    form.get_by_role("link", name="Delete…").click()
    form.locator("#page-dialog", has_text="Delete 3 contacts?").wait_for()
    assert focused(form) == "Cancel"
    form.keyboard.press("Escape")
    form.get_by_role("link", name="Delete…").click()
    form.get_by_role("button", name="Delete 3 contacts").click()
    form.wait_for_url("**/sample/list/")
    assert [what for what, _data in sample_site.posted] == ["delete"]


def test_toast_undoes_by_a_post(rows):
    rows.goto("/sample/list/?undo=1")
    rows.get_by_role("button", name="Undo").click()
    rows.wait_for_url("**/sample/list/")
    assert [what for what, _data in sample_site.posted] == ["undo"]


def test_sidebar_stays_folded(rows, dave):
    with rows.expect_response("**/sidebar/"):
        rows.locator("[data-fold]").click()
    dave.refresh_from_db()
    assert dave.sidebar_folded
    rows.reload()
    assert rows.locator("#sidebar").bounding_box()["width"] == 56


def test_menu_opens_the_sidebar_on_a_phone(open_browser, dave):
    page = open_browser(user=dave, width=390, height=844)
    page.goto("/sample/list/")
    expect(page.locator("#sidebar")).to_be_hidden()
    page.locator("[data-drawer]").click()
    expect(page.locator("#sidebar")).to_be_visible()
    page.keyboard.press("Escape")
    page.locator("#sidebar").wait_for(state="hidden")


# --- Looks


@pytest.mark.parametrize("path", ["/sample/list/", "/sample/form/", "/sample/confirm/"])
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")])
def test_components_break_no_rule_of_accessibility(open_browser, dave, path, width, scheme):
    page = open_browser(user=dave, width=width, scheme=scheme)
    page.goto(path)
    page.wait_for_load_state("networkidle")
    page.evaluate(AXE.read_text())
    found = page.evaluate("(rules) => axe.run(document, { runOnly: rules })", RULES)["violations"]
    assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found] == []


@pytest.mark.parametrize("path", ["/sample/list/", "/sample/form/"])
def test_nothing_is_wider_than_a_small_phone(open_browser, dave, path):
    page = open_browser(user=dave, width=320, height=640)
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize("path", ["/sample/list/", "/sample/form/"])
def test_targets_are_large_enough_for_a_finger(open_browser, dave, path):
    page = open_browser(user=dave, width=390)
    page.goto(path)
    page.wait_for_load_state("networkidle")
    small = page.evaluate(
        """() => [...document.querySelectorAll("main :is(a, button, select), nav.phone-bar a")]
            .filter((target) => target.offsetParent && !target.closest("p, .visually-hidden"))
            .map((target) => [target.textContent.trim() || target.ariaLabel, target.getBoundingClientRect()])
            .filter(([, box]) => box.width && (box.width < 24 || box.height < 24)).map(([words]) => words)"""
    )
    assert small == []
