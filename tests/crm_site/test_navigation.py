"""The sidebar, "Create new…" and the phone bar show what exists, and nothing that leads nowhere."""

import re

import pytest
from django.test import RequestFactory
from django.urls import resolve

from crm_site import navigation


def request_for(user, path="/"):
    request = RequestFactory().get(path)
    request.user = user
    request.resolver_match = resolve(path)
    return request


def test_signed_out_pages_have_no_sidebar(client, db):
    assert navigation.navigation(RequestFactory().get("/")) == {}
    assert b'id="sidebar"' not in client.get("/accounts/login/").content


def test_page_that_does_not_exist_is_left_out():
    links = [navigation.Link("home", "Home"), navigation.Link("nowhere:list", "Nowhere")]
    assert [link.name for link in navigation.existing(links)] == ["home"]


def test_every_link_leads_to_a_page():
    links = [*navigation.sections(), *navigation.create_items(), *navigation.create_more(), *navigation.phone_links()]
    links += [part for link in links for part in link.parts]
    assert all(resolve(link.url) for link in links)
    assert {"home", "contacts:list"} <= {link.name for link in links}


def test_only_administrators_are_offered_the_settings(dave, admin):
    assert navigation.navigation(request_for(dave))["settings_url"] == ""
    assert navigation.navigation(request_for(admin))["settings_url"] == navigation.address("settings_admin:index")


@pytest.mark.parametrize(
    ("path", "expected"), [("/", "home"), ("/contacts/persons/", "contacts:persons"), ("/contacts/", "contacts:list")]
)
def test_open_page_is_marked(dave, path, expected):
    assert navigation.open_page(request_for(dave, path)) == expected


def test_create_comes_first_in_the_sidebar(client_of, dave):
    html = client_of(dave).get("/menu/").content.decode()
    sidebar = html[html.index('id="sidebar"') :]
    assert sidebar.index("create-button") < sidebar.index("side-list")
    names = re.findall(r'data-create-key="(\w)"', sidebar)
    assert names == ["p", "e"]
