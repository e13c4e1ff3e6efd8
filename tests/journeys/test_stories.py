"""Whole stories in a real browser: a team's first day, the keyboard, and a network that is cut."""

import pytest
from playwright.sync_api import expect

from contacts.models import Contact
from tests import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def user(transactional_db):
    make.make_temperature("Hot", position=2)
    make.make_type("Client")
    make.make_category("Note")
    make.owner()
    return make.make_user("claire")


def sign_in(page) -> None:
    page.goto("/contacts/")
    page.fill("input[name=login]", "claire")
    page.fill("input[name=password]", make.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/contacts/")


def test_first_day_from_the_sign_in_to_an_undone_bulk_change(user, page):
    sign_in(page)
    expect(page.get_by_text("Nobody here yet")).to_be_visible()
    page.get_by_role("link", name="Create the first person").first.click()
    page.fill("[name=first_name]", "Éléonore")
    page.fill("[name=last_name]", "Marchetti")
    page.fill("[name=phones-0-number]", "03 53 01 62 18")
    page.click("button[value=phones]")
    page.fill("[name=phones-1-number]", "06 39 98 44 07")
    company = page.locator(".ts-wrapper.single input").first
    company.fill("Tissages Morvan")
    company.press("Tab")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".record-head")
    person = Contact.objects.persons().get()
    assert person.company.name == "Tissages Morvan"
    assert [phone.number for phone in person.phones.all()] == ["03 53 01 62 18", "06 39 98 44 07"]

    page.goto("/contacts/")
    expect(page.locator("tr[data-row]")).to_have_count(2)
    page.locator("#list-word").fill("eleonore")
    expect(page.locator("tr[data-row]")).to_have_count(1)
    page.locator("tr[data-row] input[data-pick]").check(force=True)
    page.locator("button[name=operation][value=add_tags]").click()
    tags = page.locator("[name=tags]")
    box = page.locator(".ts-wrapper.multi input")
    expect(tags.or_(box).first).to_be_attached()
    (box if box.count() else tags).first.fill("Lyon fair")
    page.keyboard.press("Enter" if box.count() else "Tab")
    while page.locator("button[name=step], form [name=step]").count() and not page.locator("[data-toast]").count():
        page.locator("main form .btn-primary, dialog form .btn-primary").last.click()
        page.wait_for_load_state()
        page.wait_for_timeout(200)
    expect(page.locator("[data-toast]")).to_be_visible()
    assert list(person.tags.names()) == ["Lyon fair"]
    page.locator("[data-toast] button", has_text="Undo").click()
    page.wait_for_load_state()
    expect(page.get_by_text("1 record is as it was.")).to_be_visible()
    assert not person.tags.names()


def test_ten_jobs_by_keyboard_alone(user, open_browser):
    for name in ("Anna", "Berta"):
        make.make_contact(by=user, first_name=name, last_name="Keys", grants=None)
    page = open_browser(user)
    page.goto("/")
    page.keyboard.press("?")  # 1: what the keys are
    expect(page.locator("#shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#shortcuts")).to_be_hidden()
    page.keyboard.press("/")  # 2: search
    expect(page.get_by_role("searchbox", name="Search in Carnet")).to_be_focused()
    page.keyboard.type("berta")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/**")
    expect(page.get_by_text("Berta Keys").first).to_be_visible()
    page.keyboard.press("c")  # 3: a new person
    page.keyboard.press("p")
    page.wait_for_url("**/persons/add/**")
    page.locator("[name=first_name]").focus()
    page.keyboard.type("Cora c e / ?")  # 4: letters are letters inside a field
    page.locator("[name=last_name]").focus()
    page.keyboard.type("Keys")
    page.keyboard.press("Control+Enter")  # 5: save
    page.wait_for_selector(".record-head")
    assert Contact.objects.filter(first_name="Cora c e / ?").exists()
    page.keyboard.press("e")  # 6: edit
    page.wait_for_url("**/edit/")
    page.locator("[name=last_name]").focus()
    page.keyboard.type(" Typed")
    page.keyboard.press("Control+Enter")  # 7: save again
    page.wait_for_selector(".record-head")
    page.goto("/contacts/")
    page.keyboard.press("j")  # 8: walk the rows
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("Enter")  # 9: open one
    page.wait_for_selector(".record-head")
    page.keyboard.press("c")  # 10: a new company
    page.keyboard.press("e")
    page.wait_for_url("**/companies/add/**")


def test_the_first_thing_the_keyboard_reaches_is_the_way_to_the_content(user, open_browser):
    page = open_browser(user)
    page.goto("/contacts/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "jump-link"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id || location.hash") in {"main", "#main"}


def test_nothing_typed_is_lost_when_the_network_is_cut(user, open_browser):
    page = open_browser(user)
    page.goto("/contacts/companies/add/")
    page.fill("[name=name]", "Étoffes Brunel")
    page.fill("[name=notes]", "Typed in a train.")
    page.context.set_offline(True)
    page.click("[data-save]")
    page.wait_for_timeout(500)
    assert page.input_value("[name=name]") == "Étoffes Brunel"
    assert page.input_value("[name=notes]") == "Typed in a train."
    page.context.set_offline(False)
    page.click("[data-save]")
    page.wait_for_selector(".record-head")
    stored = Contact.objects.get()
    assert (stored.name, stored.notes) == ("Étoffes Brunel", "Typed in a train.")
