"""Coming in and staying in, in a real browser: an invitation, a session that ended, a sign-in in another tab (UI-08)."""

import pytest
from playwright.sync_api import expect

from core.accounts.models import User
from settings_admin import people
from tests.make import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sign_in(page, login: str) -> None:
    page.get_by_label("E-mail or user name").fill(login)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def test_invited_person_chooses_a_password_and_signs_in_again(page, root, settings, live_server):
    settings.BASE_URL = live_server.url
    zoe = people.invite_user(email="zoe@example.com", first_name="Zoe", by=root)
    page.goto(people.invitation_address(zoe))
    page.get_by_label("New password", exact=True).fill(PASSWORD)
    page.get_by_label("New password, once more").fill("another one")
    page.get_by_role("button", name="Save the password and enter").click()
    expect(page.get_by_text("Type the same password in both fields.")).to_be_visible()
    page.get_by_label("New password", exact=True).fill(PASSWORD)
    page.get_by_label("New password, once more").fill(PASSWORD)
    page.get_by_role("button", name="Save the password and enter").click()
    page.get_by_role("heading", name="Hello Zoe").wait_for()
    page.get_by_role("button", name="Your menu").click()
    page.get_by_role("menuitem", name="Sign out").click()
    sign_in(page, " ZOE@example.com ")
    page.get_by_role("heading", name="Hello Zoe").wait_for()


def test_form_sent_after_the_session_ended_is_saved_after_the_sign_in(open_browser, alice):
    page = open_browser(alice)
    page.goto("/me/")
    page.get_by_label("Last name").fill("Kept “as typed”")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("You were signed out meanwhile.").wait_for()
    sign_in(page, "alice")
    page.get_by_role("button", name="Send again").click()
    page.get_by_text("Your profile is saved.").wait_for()
    assert User.objects.get(pk=alice.pk).last_name == "Kept “as typed”"


def test_form_of_one_tab_is_saved_after_the_sign_in_in_another(open_browser, alice):
    page = open_browser(alice)
    page.goto("/me/")
    page.get_by_label("Last name").fill("Of the first tab")
    page.context.clear_cookies(name="sessionid")
    other = page.context.new_page()
    other.goto("/")
    sign_in(other, "alice")
    other.get_by_role("heading", name="Hello Alice").wait_for()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Send again").click()
    page.get_by_text("Your profile is saved.").wait_for()
    assert User.objects.get(pk=alice.pk).last_name == "Of the first tab"


def test_password_is_shown_while_one_asks_for_it(page):
    page.goto("/accounts/login/")
    field = page.get_by_label("Password", exact=True)
    field.fill("violet")
    assert field.get_attribute("type") == "password"
    page.get_by_role("button", name="Show the password").click()
    assert field.get_attribute("type") == "text"


def test_what_is_found_drops_down_while_one_types(open_browser, alice, contact):
    page = open_browser(alice)
    page.goto("/")
    page.get_by_role("searchbox", name="Search in Carnet").press_sequentially("anna")
    found = page.locator(".search-found").get_by_text("Anna Martin")
    found.wait_for()
    found.click()
    page.wait_for_url(f"**{contact.get_absolute_url()}")
