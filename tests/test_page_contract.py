"""What every list of Carnet keeps to: paging, sort, filter, htmx, embedded, bulk, columns, hostile addresses, queries.

A list that is added to a section is added to LISTS; nothing else here changes.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from contacts import services
from contacts.models import TemperatureLevel
from core.pages.lists import ListPage

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@dataclass(frozen=True)
class ListCase:
    url: str
    make_all: Callable  # make_all(numbers, by) → rows that `by` may edit, their numbers in their names

    def __str__(self) -> str:
        return self.url

    def make(self, number: int, by):
        return self.make_all([number], by)[0]


def persons(numbers, by) -> list:
    firms = companies(numbers, by)
    details = [
        {
            "phones": [services.PhoneValue(f"01 99 00 41 {number % 90 + 10}")],
            "emails": [services.EmailValue(f"anna{number}@example.com")],
        }
        for number in numbers
    ]
    rows = [
        services.ContactValues(
            first_name=f"Anna {number:03}",
            company=firm,
            temperature=_level(number),
            tags=[f"Tag {number % 5}"],
            **detail,
        )
        for number, firm, detail in zip(numbers, firms, details, strict=True)
    ]
    return services.create_contacts(rows, by=by)


def companies(numbers, by) -> list:
    rows = [
        services.ContactValues(kind="company", name=f"Firm {number:03}", temperature=_level(number))
        for number in numbers
    ]
    return services.create_contacts(rows, by=by)


def _level(number: int):
    return TemperatureLevel.objects.get_or_create(name=f"Level {number % 3}", hue="rose", position=number % 3)[0]


LISTS = [
    ListCase("contacts:list", persons),
    ListCase("contacts:persons", persons),
    ListCase("contacts:companies", companies),
]
every_list = pytest.mark.parametrize("case", LISTS, ids=str)


def rows_of(response) -> list[int]:
    return [int(pk) for pk in re.findall(r'name="ids" value="(\d+)"', response.content.decode())]


@pytest.fixture
def browser(alice, client_of):
    alice.page_size = 25
    alice.save()
    return client_of(alice)


def test_every_list_page_is_in_the_contract():
    views = {
        f"{namespace}:{pattern.name}"
        for namespace, (_prefix, resolver) in get_resolver().namespace_dict.items()
        for pattern in resolver.url_patterns
        if issubclass(getattr(getattr(pattern, "callback", None), "view_class", object), ListPage)
    }
    assert views == {case.url for case in LISTS}


@every_list
def test_pages_follow_each_other_without_loss(case, browser, alice):
    made = {row.pk for row in case.make_all(range(30), alice)}
    first = browser.get(reverse(case.url))
    following = re.search(r'rel="next" href="([^"]+)"', first.content.decode()).group(1).replace("&amp;", "&")
    second = browser.get(reverse(case.url) + following)
    found = rows_of(first) + rows_of(second)
    assert len(rows_of(first)) == 25 and len(found) == len(set(found)) and made & set(found)


@every_list
def test_every_heading_sorts_both_ways(case, browser, alice):
    case.make_all(range(4), alice)
    columns = get_resolver().resolve(reverse(case.url)).func.view_class.table_class.columns
    for key in (column.key for column in columns if column.sort):
        up, down = (rows_of(browser.get(reverse(case.url), {"sort": sign + key})) for sign in ("", "-"))
        assert sorted(up) == sorted(down) and len(up) >= 4


@every_list
def test_free_text_filters(case, browser, alice):
    wanted = case.make_all(range(3), alice)[1]
    assert wanted.pk in rows_of(browser.get(reverse(case.url), {"q": "001"}))
    assert rows_of(browser.get(reverse(case.url), {"q": "nobody is called so"})) == []


@every_list
def test_nothing_found_offers_to_reset_and_nothing_yet_to_create(case, browser, alice):
    nothing_yet = browser.get(reverse(case.url)).content.decode()
    assert "Create the first" in nothing_yet
    case.make(1, alice)
    nothing_found = browser.get(reverse(case.url), {"q": "zzzz"}).content.decode()
    assert "Reset the filters" in nothing_found and "“zzzz”" in nothing_found


@every_list
def test_htmx_gets_the_result_region_and_the_address(case, browser, alice):
    case.make(1, alice)
    region = browser.get(reverse(case.url), {"q": "001", "junk": "1"}, headers=HTMX)
    assert b"<html" not in region.content and b'id="results"' in region.content
    assert region["HX-Push-Url"] == reverse(case.url) + "?q=001"
    assert "HX-Request" in region["Vary"]
    back = browser.get(reverse(case.url), headers=HTMX | {"HX-History-Restore-Request": "true"})
    assert b"<html" in back.content


@every_list
def test_embedded_in_a_tab_it_keeps_the_address_of_the_record(case, browser, alice):
    case.make(1, alice)
    tab = browser.get(reverse(case.url), {"embedded": "1"}, headers=HTMX)
    assert b"<html" not in tab.content and b'id="tab-results"' in tab.content and b"embedded=1" in tab.content
    assert "HX-Push-Url" not in tab
    assert b"<html" in browser.get(reverse(case.url), {"embedded": "1"}).content


@every_list
def test_a_selection_can_be_acted_on(case, browser, alice):
    row = case.make(1, alice)
    page = browser.get(reverse(case.url)).content.decode()
    action = re.search(r'<form method="post" action="([^"]+)" data-rows', page).group(1)
    for operation in re.findall(r'name="operation" value="([^"]+)"', page):
        answer = browser.post(action, {"operation": operation, "ids": row.pk, "back": "/"})
        assert answer.status_code == 200 and b"data-dialog-body" in answer.content


@every_list
def test_columns_are_chosen_and_kept(case, browser, alice):
    case.make(1, alice)
    answer = browser.post(reverse(case.url) + "?q=001", {"columns": ["created", "password", "temperature"]})
    assert answer["Location"] == reverse(case.url) + "?q=001"
    heads = re.findall(r"<th[^>]*>(?:<a[^>]*>)?([A-Z][a-z-]+)", browser.get(reverse(case.url)).content.decode())
    assert heads == ["Name", "Temperature", "Created"]


HOSTILE = [
    "sort=owner__password", "owner__password=x", "page=99999999999999999999", "page=-1", "size=100000", "size=x",
    "after=%00~1", "after=x~99999999999999999999", "before=~", "last=1&after=a~1", "q=%00", "q=%ED%A0%80",
    "q=%25_%5C%27%22%3Cscript%3E", "type=%00", "type=99999999999999999999", "type=1%20OR%201=1", "temperature=none&temperature=x",
    "tags=-1", "manager=0x1", "manager=99999999999999999999", "created=tomorrow", "created_from=9999-12-31", "created_to=0001-01-01",
    "created=range", "company=99999999999999999999", "company=%00", "kind=robot", "count=exact", "embedded=1", "edit=q", "edit=__class__",
    "consent[]=x", "has_email=maybe", "access=" + quote("é" * 3000), "q=" + "a%20" * 500,
]  # fmt: skip


@every_list
def test_no_address_breaks_a_list(case, browser, alice):
    case.make(1, alice)
    for query in HOSTILE:
        for headers in ({}, HTMX):
            answer = browser.get(f"{reverse(case.url)}?{query}", headers=headers)
            assert answer.status_code == 200, query
            assert b"<script>" not in answer.content, query


@every_list
@pytest.mark.parametrize("query", ["", "sort=company", "sort=temperature", "sort=-created", "q=0", "embedded=1"])
def test_as_many_queries_for_50_rows_as_for_one(case, query, alice, client_of):
    alice.page_size = 50
    view = get_resolver().resolve(reverse(case.url)).func.view_class
    alice.list_columns = {view.key: [column.key for column in view.table_class.columns]}
    alice.save()
    browser = client_of(alice)
    counts = []
    for numbers in (range(1), range(1, 50)):
        case.make_all(numbers, alice)
        browser.get(f"{reverse(case.url)}?{query}")
        with CaptureQueriesContext(connection) as queries:
            answer = browser.get(f"{reverse(case.url)}?{query}", headers=HTMX if "embedded" in query else {})
        counts.append(len(queries))
    assert len(rows_of(answer)) == 50
    assert counts[0] == counts[1] <= 20
