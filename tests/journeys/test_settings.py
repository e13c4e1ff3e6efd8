"""An administrator tidies the lists up, in a real browser: dialogs, colours, dragging."""

import pytest

from contacts.models import ContactType
from tests import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_entry_is_added_in_a_dialog_and_dragged_to_the_top(open_browser, admin):
    make.make_type("Client", position=1)
    make.make_type("Partner", position=2)
    page = open_browser(user=admin)
    page.goto("/settings/contact-types/")
    page.get_by_role("link", name="Add type").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("client")
    dialog.get_by_role("button", name="Save").click()
    dialog.get_by_text("is in the list already").wait_for()
    dialog.get_by_label("Name").fill("Prospect")
    dialog.get_by_role("radio", name="pink").check(force=True)
    dialog.get_by_role("button", name="Save").click()
    page.get_by_text("“Prospect” added.").wait_for()
    assert ContactType.objects.get(name="Prospect").hue == "pink"

    drag_to_top(page, 2)
    page.reload()
    assert page.locator(".vocabulary td.name").all_inner_texts() == ["Prospect", "Client", "Partner"]


def drag_to_top(page, place):
    """Dragged as a hand does it: the pointer goes on moving a little until the other rows have made way."""
    page.wait_for_load_state("networkidle")  # what drags is loaded after the page
    rows = page.locator("[data-sort-id]")
    dragged = rows.nth(place).get_attribute("id")
    start, goal = (rows.nth(number).locator(".grip > .glyph").bounding_box() for number in (place, 0))
    page.mouse.move(start["x"] + 5, start["y"] + 5)
    page.mouse.down()
    page.mouse.move(goal["x"] + 5, goal["y"] + 20, steps=10)
    for step in range(100):
        if rows.nth(0).get_attribute("id") == dragged:
            break
        page.mouse.move(goal["x"] + 5, goal["y"] - 4 + step % 2)
        page.wait_for_timeout(20)
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.mouse.up()


def test_tags_are_dragged_and_a_deleted_one_is_replaced(open_browser, admin):
    contact = make.make_contact(tags=["Leed", "Lead", "Staff"])
    page = open_browser(user=admin)
    page.goto("/settings/contact-tags/")
    drag_to_top(page, 2)
    page.reload()
    names = page.locator(".vocabulary td.name")
    assert names.all_inner_texts() == ["Staff", "Leed", "Lead"]
    page.get_by_role("button", name="Move Lead up").click(force=True)
    page.wait_for_url("**/settings/contact-tags/#entry-*")
    assert names.all_inner_texts() == ["Staff", "Lead", "Leed"]
    assert page.evaluate("scrollY") == 0  # a page that fits the window stays where it is

    page.get_by_role("row", name="Leed").get_by_role("button", name="Actions").click()
    page.get_by_role("menuitem", name="Delete…").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("What takes its place").select_option(label="Lead")
    dialog.get_by_role("button", name="Delete").click()
    page.get_by_text("“Leed” deleted; 1 contact changed.").wait_for()
    assert set(contact.tags.names()) == {"Lead", "Staff"}


def test_what_was_deleted_comes_back_from_the_trash(open_browser, admin):
    from contacts.models import Contact
    from core.records import trash

    make.make_contact(by=admin)
    trash.trash(Contact.objects.all(), by=admin)
    page = open_browser(user=admin, width=390)
    page.goto("/trash/")
    page.get_by_role("checkbox", name="Select Anna Martin").check()
    page.get_by_role("button", name="Restore the selected").click()
    page.get_by_text("1 record restored.").wait_for()
    assert Contact.objects.visible_to(admin).exists()
