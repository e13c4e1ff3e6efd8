"""Paging by key and by number: no row lost or doubled, in both directions, where values are equal or empty."""

import pytest
from django.http import QueryDict

from contacts.models import Contact
from core.pages import paging
from core.pages.state import ListState
from tests import make

pytestmark = pytest.mark.django_db


def state_of(size: int = 25, sort: str = "name", **parameters) -> ListState:
    query = QueryDict(mutable=True)
    query.update({"sort": sort, "size": str(size), **parameters})
    state = ListState(query, filters=[], sorts=["name"], sort="name", size=25)
    state.size = size
    return state


def people(*names: str) -> list[Contact]:
    return [make.make_contact(first_name=name, last_name="") for name in names]


def walk(step: str, start: dict, *, sort: str, size: int = 3) -> list[list[int]]:
    pages, parameters = [], start
    while parameters is not None and len(pages) < 20:
        page = paging.page_by_key(Contact.objects.all(), "sort_name", state_of(size, sort, **parameters))
        pages.append([row.pk for row in page.rows])
        parameters = getattr(page, step)
    return pages


@pytest.mark.parametrize("sort", ["name", "-name"])
def test_each_row_comes_once_in_both_directions(sort):
    rows = people("Bea", "Anna", "Anna", "Anna", "Anna", "Cleo", "", "", "Élan", "elan")
    ascending = [row.pk for row in sorted(rows, key=lambda row: (row.sort_name, row.pk))]
    expected = ascending if sort == "name" else ascending[::-1]
    forwards = walk("next", {}, sort=sort)
    backwards = walk("previous", {"last": "1"}, sort=sort)
    assert sum(forwards, []) == expected
    assert sum(backwards[::-1], []) == expected
    assert [len(page) for page in backwards] == [1, 3, 3, 3]


def test_pages_say_which_rows_they_hold():
    people(*"abcdefgh")
    first = paging.page_by_key(Contact.objects.all(), "sort_name", state_of(3))
    second = paging.page_by_key(Contact.objects.all(), "sort_name", state_of(3, **first.next))
    last = paging.page_by_key(Contact.objects.all(), "sort_name", state_of(3, last="1"))
    back = paging.page_by_key(Contact.objects.all(), "sort_name", state_of(3, **last.previous))
    spans = [(page.start, page.end) for page in (first, second, last, back)]
    assert spans == [(1, 3), (4, 6), (7, 8), (4, 6)]
    assert (first.previous, first.first, last.next, last.last) == (None, None, None, None)


def test_a_page_whose_rows_are_gone_is_the_first():
    people("a", "b")
    page = paging.page_by_key(Contact.objects.all(), "sort_name", state_of(3, after="zzz~99"))
    assert [row.sort_name for row in page.rows] == ["a", "b"]


@pytest.mark.parametrize("mark", ["x", "~", "x~-1", "x~" + "9" * 40, "2026~1", "0001-01-01T00:00:00+00:00~1"])
@pytest.mark.parametrize("column", ["sort_name", "created_at"])
def test_a_mark_that_is_none_does_no_harm(column, mark):
    people("a")
    assert len(paging.page_by_key(Contact.objects.all(), column, state_of(3, before=mark)).rows) <= 1


def test_a_column_that_may_be_empty_sorts_empty_ones_last():
    hot, cold = make.make_temperature("Hot", position=2), make.make_temperature("Cold", position=1)
    made = [make.make_contact(temperature=level) for level in (None, hot, cold, None, hot)]
    for sort, expected in (("name", [2, 1, 4, 0, 3]), ("-name", [1, 4, 2, 0, 3])):
        found = []
        for number in ("1", "2", "3"):
            page = paging.page_by_number(Contact.objects.all(), "temperature__position", state_of(2, sort, page=number))
            found += [row.pk for row in page.rows]
        assert found == [made[index].pk for index in expected]


@pytest.mark.parametrize("number", ["0", "-3", "99", "9" * 30, "x"])
def test_a_page_number_out_of_reach_is_the_nearest(number):
    people(*"abc")
    page = paging.page_by_number(Contact.objects.all(), "sort_name", state_of(2, page=number))
    assert page.rows


def test_more_than_the_cap_is_counted_on_request_only(monkeypatch):
    monkeypatch.setattr(paging, "CAP", 3)
    people(*"abcde")
    capped = paging.page_by_key(Contact.objects.all(), "sort_name", state_of(2))
    exact = paging.page_by_key(Contact.objects.all(), "sort_name", state_of(2, count="exact"))
    assert (capped.count, capped.is_capped, exact.count, exact.is_capped) == (3, True, 5, False)
    last = paging.page_by_key(Contact.objects.all(), "sort_name", state_of(2, last="1"))
    assert [row.sort_name for row in last.rows] == ["d", "e"] and last.start is None
