"""Real address books through the wizard in a browser, with nothing changed on the way."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from contacts.models import Contact
from core.jobs.running import run_due
from tests.contacts.importing.imports import make_import, run_import
from tests.contacts.real_files import folder

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = Path(__file__).resolve().parent.parent / "vendor" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
FILES = [
    ("contacts/google_old_header_roundcube.csv", 1, "Lastname"),
    ("contacts/outlook_de_cp1252.csv", 1, "Nachname"),
    ("crm/hubspot_contacts.csv", 950, "Small"),
]


def go_on(page) -> None:
    page.locator(".save-bar .btn-primary").click()
    page.wait_for_load_state()


@pytest.mark.parametrize(("name", "count", "last_name"), FILES)
def test_real_files_come_in_by_the_wizard(open_browser, alice, name, count, last_name):
    path = folder() / name
    page = open_browser(alice)
    page.goto("/imports/contacts/")
    page.set_input_files("[name=file]", path)
    assert page.locator("[data-file-name]").inner_text() == path.name
    go_on(page)
    assert page.locator(".first-rows tr").count() >= 2
    go_on(page)
    expect(page.locator("#preview .preview-card")).to_have_count(1)
    go_on(page)
    go_on(page)
    assert page.locator(".tally dd").all_inner_texts() == [str(count), "0", "0", "0"]
    assert not Contact.objects.exists()
    go_on(page)
    while run_due():
        continue
    page.get_by_role("link", name="See the result").click()
    page.wait_for_load_state()
    assert page.locator(".tally dd").first.inner_text() == str(count)
    assert Contact.objects.persons().count() == count
    assert Contact.objects.filter(last_name=last_name).exists()


def test_the_preview_follows_what_is_chosen(open_browser, alice, tmp_path):
    path = tmp_path / "people.csv"
    path.write_text("Who,Email\nAda,ada@example.com\n")
    page = open_browser(alice)
    page.goto("/imports/contacts/")
    page.set_input_files("[name=file]", path)
    go_on(page)
    go_on(page)
    assert page.locator("#preview .name").inner_text() == "ada@example.com"
    page.select_option("[name=column-0]", "first_name")
    page.locator("#preview .name", has_text="Ada").wait_for()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_axe_finds_nothing_in_any_step(open_browser, alice, width, scheme):
    people = (
        "First Name,Last Name,Email,Contact type,Birthday\nAda,Bell,ada@example.com,Gold,1/2/1990\nBen,Ash,nothing,,\n"
    )
    run_import(people, alice)
    waiting = make_import(people, alice)
    page = open_browser(alice, width=width, height=2400, scheme=scheme)
    for path in (
        "/imports/contacts/",
        *(f"/imports/{waiting.pk}/{step}/" for step in ("file", "mapping", "rules", "check")),
    ):
        page.goto(path)
        if path.endswith("/check/"):
            go_on(page)
        check_axe(page, path)
    go_on(page)
    check_axe(page, "run")
    while run_due():
        continue
    page.goto(f"/imports/{waiting.pk}/report/")
    check_axe(page, "report")


def check_axe(page, path: str) -> None:
    page.wait_for_load_state("networkidle")
    page.evaluate(AXE.read_text())
    found = page.evaluate("(rules) => axe.run(document, { runOnly: rules })", RULES)["violations"]
    assert [(path, rule["id"], [node["html"][:150] for node in rule["nodes"]]) for rule in found] == []


def test_a_mapping_is_saved_and_an_import_paused_and_taken_back(open_browser, alice, tmp_path):
    path = tmp_path / "people.csv"
    path.write_text("Who,Mail\nAda,ada@example.com\nBen,ben@example.com\n")
    page = open_browser(alice)
    page.goto("/imports/contacts/")
    page.set_input_files("[name=file]", path)
    go_on(page)
    go_on(page)
    page.select_option("[name=column-0]", "first_name")
    page.locator(".save-mapping summary").click()
    page.fill("[name=mapping_name]", "Newsletter")
    page.get_by_role("button", name="Save mapping").click()
    page.get_by_text("The mapping is saved as “Newsletter”.").wait_for()
    expect(page.locator("[name=column-0]")).to_have_value("first_name")
    expect(page.locator("#id_saved option")).to_have_count(2)
    for _step in ("rules", "check", "run"):
        go_on(page)
    page.get_by_role("button", name="Pause").click()
    page.get_by_text("Paused").wait_for()
    while run_due():
        continue
    assert not Contact.objects.exists()
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Pause").wait_for()
    while run_due():
        continue
    page.get_by_role("link", name="See the result").click()
    page.get_by_role("button", name="Undo the import").click()
    page.get_by_text("This import was taken back.").wait_for()
    assert not Contact.objects.visible_to(alice).exists()
