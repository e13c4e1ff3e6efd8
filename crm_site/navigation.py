"""What the sidebar, "Create new…" and the phone bar show: the sections that exist and that the user may open."""

from dataclasses import dataclass, field

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import pgettext


@dataclass
class Link:
    """One entry: `opens` are the names of the pages on which it is marked as open."""

    name: str
    label: str
    icon: str = ""
    opens: list[str] = field(default_factory=list)
    parts: list["Link"] = field(default_factory=list)
    key: str = ""

    @property
    def url(self) -> str:
        return address(self.name)


def address(name: str) -> str:
    """The address of a named page, or nothing where the page does not exist."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def existing(links: list[Link]) -> list[Link]:
    return [link for link in links if link.url]


def sections() -> list[Link]:
    companies = ["contacts:companies", "contacts:add_company"]
    persons = ["contacts:persons", "contacts:add_person"]
    everyone = ["contacts:list", *companies, *persons, "contacts"]
    parts = [
        Link("contacts:companies", _("Companies"), opens=companies),
        Link("contacts:persons", _("Persons"), opens=persons),
    ]
    return existing(
        [
            Link("home", pgettext("first page", "Home"), "home", ["home"]),
            Link("contacts:list", _("Contacts"), "users", everyone, existing(parts)),
        ]
    )


def create_items() -> list[Link]:
    return existing(
        [
            Link("contacts:add_person", _("Person"), "user", key="p"),
            Link("contacts:add_company", _("Company"), "building", key="e"),
        ]
    )


def create_more() -> list[Link]:
    return existing([Link("imports:start", _("Import contacts…"), "file-import")])


def phone_links() -> list[Link]:
    home, *others = sections()
    return [home, *others, *existing([Link("search", _("Search"), "search", ["search"])])]


def open_page(request: HttpRequest) -> str:
    """The name under which the sidebar marks this page; a view's own `nav_open` comes before it."""
    match = getattr(request, "resolver_match", None)
    if match is None:
        return ""
    if match.namespace == "settings_admin":
        return "settings"
    named = ("contacts:list", "contacts:companies", "contacts:persons", "contacts:add_company", "contacts:add_person")
    if match.namespace == "contacts" and match.view_name not in named:
        return "contacts"
    return match.view_name


def navigation(request: HttpRequest) -> dict:
    """Context processor. Lazy, because fragments and mails are rendered without a sidebar."""
    if not getattr(getattr(request, "user", None), "is_authenticated", False):
        return {}
    return {
        "sections": SimpleLazyObject(sections),
        "create_items": SimpleLazyObject(create_items),
        "create_more": SimpleLazyObject(create_more),
        "phone_links": SimpleLazyObject(phone_links),
        "nav_open": open_page(request),
        "home_url": address("home"),
        "settings_url": address("settings_admin:index") if request.user.is_administrator else "",
    }
