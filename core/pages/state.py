"""What the address of a list says: filters, sort, size, page; only known parameters, and those cleaned."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.http import QueryDict

SIZES = (25, 50, 75, 100)
PAGING = ("after", "before", "at", "page", "last")
LONGEST = 600


def clean_text(text: str, limit: int = LONGEST) -> str:
    """`text` as both databases take it: no NUL, no half of a surrogate pair, not endless."""
    return text[:limit].encode("utf-8", "ignore").decode("utf-8").replace("\x00", "").strip()


def clean_number(text: str | None) -> int | None:
    """The whole number that stands in an address, or None for anything else (signs and endless digits too)."""
    text = text or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 15 else None


class ListState:
    """The state of one list; `address` writes it back with changes."""

    def __init__(
        self,
        params: QueryDict,
        *,
        filters: Iterable[str],
        sorts: Iterable[str],
        sort: str,
        size: int,
        single: Iterable[str] = (),
    ):
        """single: the filters of which only the last value counts."""
        self.filters: dict[str, list[str]] = {}
        for name in filters:
            values = [clean_text(value) for value in params.getlist(name)[:100]]
            if any(values):
                self.filters[name] = list(dict.fromkeys(filter(None, values)))
        for name in set(single) & set(self.filters):
            self.filters[name] = self.filters[name][-1:]
        self.default_sort, self.default_size = sort, size
        asked = params.get("sort", "")
        self.sort = asked if asked.removeprefix("-") in set(sorts) else sort
        number = clean_number(params.get("size"))
        self.size = number if number in SIZES else size
        self.paging = {name: clean_text(str(params[name])) for name in PAGING if params.get(name)}
        self.is_exact = params.get("count") == "exact"
        self.is_embedded = params.get("embedded") == "1"

    @property
    def is_descending(self) -> bool:
        return self.sort.startswith("-")

    @property
    def sort_key(self) -> str:
        return self.sort.removeprefix("-")

    def pairs(self, without: Iterable[str] = ()) -> list[tuple[str, str]]:
        """The state as (name, value) pairs, as hidden fields of a form carry it; without the page."""
        left_out = set(without)
        found = [(name, value) for name, values in self.filters.items() for value in values]
        found += [("sort", self.sort)] if self.sort != self.default_sort else []
        found += [("size", str(self.size))] if self.size != self.default_size else []
        found += [("count", "exact")] if self.is_exact else []
        found += [("embedded", "1")] if self.is_embedded else []
        return [pair for pair in found if pair[0] not in left_out]

    def address(self, without: Iterable[str] = (), **added: str) -> str:
        """ "?…" with the state; `without` names parameters to leave out, `added` ones come last (None is left out)."""
        given = [(name, value) for name, value in added.items() if value is not None]
        return "?" + urlencode(self.pairs([*without, *added]) + given)

    def query_dict(self) -> QueryDict:
        """The filters as a filter set reads them."""
        return QueryDict(self.filter_query())

    def filter_query(self, within: Iterable[tuple[str, str]] = ()) -> str:
        """The filters alone, as a selection of everything found carries them; `within` what the list is a part of."""
        return urlencode([*((name, value) for name, values in self.filters.items() for value in values), *within])
