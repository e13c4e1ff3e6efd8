"""The form and the page in a real browser: rows, hints, tags, timeline, with the strict CSP and without JavaScript."""

import pytest
from playwright.sync_api import expect

from contacts import services
from contacts.models import Contact
from core.history.models import HistoryEvent
from tests import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_person_is_typed_with_rows_tags_and_a_new_company(alice, open_browser):
    make.make_contact(first_name="Éléonor", emails=[services.EmailValue("e@example.com")], access_level="read")
    page = open_browser(user=alice)
    page.goto("/contacts/persons/add/")
    page.fill("[name=first_name]", "Éléonore")
    page.fill("[name=last_name]", "Marchetti")
    page.click("button[value=phones]")
    page.fill("[name=phones-0-number]", "03 53 01 62 18")
    page.fill("[name=phones-1-number]", "06 39 98 44 07")
    page.check("[name=phones-1-is_primary]", force=True)
    page.fill("[name=emails-0-address]", "e@example.com")
    page.wait_for_selector("#duplicates .likely")
    tags = page.locator(".ts-wrapper.multi input")
    tags.fill("Fair")
    tags.press("Enter")
    company = page.locator(".ts-wrapper.single input").first
    company.fill("Ateliers Neufs")
    company.press("Tab")
    page.click("button[value=managers]")
    page.click("[data-formset=managers] [data-formset-row]:last-of-type .remove-row")
    page.click("[data-save]")
    page.wait_for_selector(".record-head")
    person = Contact.objects.get(last_name="Marchetti")
    assert [row.number for row in person.phones.all()] == ["06 39 98 44 07", "03 53 01 62 18"]
    assert person.company.name == "Ateliers Neufs"
    assert list(person.tags.names()) == ["Fair"]


def test_what_was_typed_before_the_picker_came_is_gone_on_with(alice, open_browser):
    page = open_browser(user=alice)
    waiting = []
    page.route("**/tom-select.complete*.js", lambda route: waiting.append(route))
    page.goto("/contacts/persons/add/", wait_until="commit")
    page.locator("[name=company]").press_sequentially("Atel")
    page.wait_for_function("document.querySelector('script[src*=tom-select]')")
    waiting[0].continue_()
    page.wait_for_selector(".ts-wrapper.single")
    page.keyboard.type("iers")
    page.keyboard.press("Tab")
    assert page.input_value("input[type=hidden][name=company]") == "Ateliers"


def test_results_that_come_late_leave_the_focus_where_one_types_by_then(alice, open_browser):
    """Also in a window that had lost the focus, where the library keeps taking its box for focused."""
    make.make_company(name="Ateliers Neufs", access_level="read")
    page = open_browser(user=alice)
    waiting = []
    page.route("**/contacts/pick/?*q=Atel*", lambda route: waiting.append(route))
    page.goto("/contacts/persons/add/")
    company = page.locator(".ts-wrapper.single input").first
    company.click()
    page.evaluate("document.hasFocus = () => false")
    with page.expect_request("**/contacts/pick/?*q=Atel*"):
        company.press_sequentially("Atel")
    company.press("Escape")
    page.focus("[name=job_title]")
    with page.expect_response("**/contacts/pick/?*q=Atel*"):
        waiting[0].continue_()
    page.wait_for_function("document.querySelector('.ts-wrapper.single:not(.loading)')")
    page.keyboard.type("Dyer")
    assert page.input_value("[name=job_title]") == "Dyer"


def test_a_double_click_saves_once(alice, open_browser):
    page = open_browser(user=alice)
    page.goto("/contacts/companies/add/")
    page.fill("[name=name]", "Tissages Morvan")
    page.dblclick("[data-save]")
    page.wait_for_selector(".record-head")
    assert Contact.objects.count() == 1


def test_a_conflict_shows_both_and_saving_again_goes_through(contact, alice, carol, open_browser):
    page = open_browser(user=alice)
    page.goto(f"/contacts/{contact.pk}/edit/")
    Contact.objects.filter(pk=contact.pk).update(job_title="Dyer", version=2)
    page.fill("[name=job_title]", "Weaver")
    page.click("[data-save]")
    page.wait_for_selector(".conflict")
    assert page.input_value("[name=job_title]") == "Weaver"
    expect(page.locator(".snack")).to_have_count(0)
    page.click("[data-save]")
    page.wait_for_selector(".record-head")
    contact.refresh_from_db()
    assert contact.job_title == "Weaver"


def test_save_and_create_another_opens_an_empty_form_without_a_kept_draft(alice, open_browser):
    page = open_browser(user=alice)
    page.goto("/contacts/companies/add/")
    page.fill("[name=name]", "Tissages Morvan")
    page.click("[name=another]")
    page.wait_for_selector("text=Tissages Morvan created.")
    assert page.input_value("[name=name]") == ""
    expect(page.locator("text=What you had typed here was kept.")).to_have_count(0)


def test_leaving_half_typed_asks_and_the_text_comes_back(alice, open_browser):
    page = open_browser(user=alice)
    page.goto("/contacts/companies/add/")
    page.fill("[name=name]", "Half typed")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto("/contacts/")
    assert asked == ["beforeunload"]
    page.goto("/contacts/companies/add/")
    page.click("text=Put it back")
    assert page.input_value("[name=name]") == "Half typed"


def test_events_are_added_and_narrowed_in_place(contact, alice, bob, open_browser):
    call = make.make_category("Phone call")
    make.make_event(contact, by=bob, text="From bob")
    page = open_browser(user=alice)
    page.goto(f"/contacts/{contact.pk}/")
    page.check(f"[name=category][value='{call.pk}']", force=True)
    page.fill(".composer textarea", "Called back.")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=Called back.")
    assert HistoryEvent.objects.filter(kind="", author=alice, category=call).count() == 1
    page.select_option(".story-filter [name=author]", "mine")
    page.wait_for_selector("text=From bob", state="detached")
    assert page.url.endswith("?author=mine")
    expect(page.locator("text=Called back.")).to_have_count(1)


def test_the_timeline_loads_as_one_scrolls(contact, alice, open_browser):
    for i in range(60):
        make.make_event(contact, by=alice, text=f"Event number {i:02}")
    page = open_browser(user=alice)
    page.goto(f"/contacts/{contact.pk}/")
    expect(page.locator("text=Event number 00")).to_have_count(0)
    for _turn in range(4):
        page.mouse.wheel(0, 20000)
        page.wait_for_timeout(300)
    page.wait_for_selector("text=Event number 00")
    expect(page.locator("[class=event-text]")).to_have_count(60)


def test_without_javascript_the_form_gains_rows_and_saves(alice, open_browser):
    page = open_browser(user=alice, java_script_enabled=False)
    page.goto("/contacts/persons/add/")
    page.fill("[name=last_name]", "Marchetti")
    page.click("button[value=links]")
    page.fill("[name=links-0-url]", "example.com")
    page.click("button[value=managers]")
    page.fill("[name=company]", "Ateliers Neufs")
    page.fill("[name=tags]", "Fair, Lead")
    page.press("[name=tags]", "Enter")
    page.wait_for_selector(".record-head")
    person = Contact.objects.get(last_name="Marchetti")
    assert person.links.get().url == "https://example.com"
    assert person.company.name == "Ateliers Neufs"
    assert sorted(person.tags.names()) == ["Fair", "Lead"]
