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

    grips = page.locator(".vocabulary .grip > .glyph")
    start, goal = grips.nth(2).bounding_box(), grips.nth(0).bounding_box()
    page.mouse.move(start["x"] + 5, start["y"] + 5)
    page.mouse.down()
    page.mouse.move(goal["x"] + 5, goal["y"] + 20, steps=10)
    page.mouse.move(goal["x"] + 5, goal["y"] - 4, steps=5)
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.mouse.up()
    page.reload()
    assert page.locator(".vocabulary td.name").all_inner_texts() == ["Prospect", "Client", "Partner"]


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
