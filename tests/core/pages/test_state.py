"""The state of a list in its address: only what is known, cleaned, and written back the same."""

import pytest
from django.http import QueryDict

from core.pages.state import ListState, clean_number, clean_text


def state_of(query: str) -> ListState:
    return ListState(QueryDict(query), filters=["q", "type"], sorts=["name", "created"], sort="name", size=25)


def test_unknown_parameters_are_left_out():
    assert state_of("q=anna&owner__password=x&type=3&utm=1").address() == "?q=anna&type=3"


@pytest.mark.parametrize(
    "query", ["sort=owner__password", "sort=", "sort=--name", "sort=pk", "size=7", "size=-1", "size=9e9"]
)
def test_what_cannot_be_read_leaves_the_defaults(query):
    state = state_of(query)
    assert (state.sort, state.size) == ("name", 25)


def test_sort_and_size_stay_in_the_address_and_the_page_does_not():
    state = state_of("sort=-created&size=50&page=4&after=x~3")
    assert state.address() == "?sort=-created&size=50"
    assert state.address(page="2") == "?sort=-created&size=50&page=2"


def test_a_filter_is_removed_alone():
    assert state_of("q=anna&type=3&type=4").address(without=["type"]) == "?q=anna"


@pytest.mark.parametrize(
    ("text", "cleaned"), [("a\x00b", "ab"), ("a\ud800b", "ab"), ("  é  ", "é"), ("x" * 5000, "x" * 600)]
)
def test_text_is_what_both_databases_take(text, cleaned):
    assert clean_text(text) == cleaned


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", 12), ("-1", None), ("1.5", None), ("٣", None), ("9" * 400, None), (None, None), ("", None)],
)
def test_numbers_are_plain_and_short(text, number):
    assert clean_number(text) == number
