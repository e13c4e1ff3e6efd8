"""Pages of a list: by key on NOT NULL indexed columns, by OFFSET within the first 10,000 on the others."""

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from .state import ListState, clean_number

CAP = 10_000


@dataclass
class Page:
    rows: list
    count: int  # CAP where there are more
    is_capped: bool
    start: int | None = None  # number of the first row, where it is known
    first: dict[str, str] | None = None  # paging parameters of the neighbours; None where there is none
    previous: dict[str, str] | None = None
    next: dict[str, str] | None = None
    last: dict[str, str] | None = None
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def end(self) -> int | None:
        return self.start + len(self.rows) - 1 if self.start else None


def count(queryset: QuerySet, *, is_exact: bool) -> tuple[int, bool]:
    """(how many, whether there are more than that): exact to CAP, or to the end where it was asked for."""
    plain = queryset.order_by()
    if is_exact:
        return plain.count(), False
    found = plain.values("pk")[: CAP + 1].count()
    return min(found, CAP), found > CAP


def page_by_key(queryset: QuerySet, name: str, state: ListState) -> Page:
    """The page that `after`, `before` or `last` names, sorted by the column `name` and the id."""
    order = _order(name, is_searched=bool(state.filters.get("q")))
    found, is_capped = count(queryset, is_exact=state.is_exact)
    after, before = _mark(queryset, name, state.paging.get("after")), _mark(queryset, name, state.paging.get("before"))
    is_last = "last" in state.paging and not after and not before
    size = (found % state.size or state.size) if is_last and not is_capped else state.size
    rows, more = _slice(queryset, name, order, state.is_descending, size, after, before, is_last)
    if not rows and (after or before):
        after = before = None
        rows, more = _slice(queryset, name, order, state.is_descending, state.size, None, None, False)
    page = Page(rows, found, is_capped)
    backwards = bool(before) or is_last
    has_previous = more if backwards else bool(after)
    has_next = bool(before) if backwards else more
    page.start = _start(page, state, bool(after or before), is_last)
    if has_previous:
        start = max(page.start - state.size, 1) if page.start else None
        page.previous = _links("before", _key(rows[0], name), start)
        page.first = {}
    if has_next:
        page.next = _links("after", _key(rows[-1], name), page.start + len(rows) if page.start else None)
        page.last = {"last": "1"}
    return page


def _order(name: str, *, is_searched: bool):
    """The column, so that its index gives the first rows; where a text is searched, an expression equal to it.

    The planner takes few matches for evenly spread ones and walks the index in search of them: with names that lie
    together (all that begin with "munette") that was the whole table, 1,226 ms for 17 at 1,000,000 rows. An
    expression has no index, so that the matches are found by the text and then sorted.
    """
    return Coalesce(name, name) if is_searched else F(name)


def _slice(queryset, name, order, is_descending, size, after, before, is_last) -> tuple[list, bool]:
    backwards = bool(before) or is_last
    ascending = is_descending == backwards
    mark = after or before
    if mark:
        queryset = queryset.filter(beyond(name, *mark, ascending=ascending))
    signs = (order.asc(), "pk") if ascending else (order.desc(), "-pk")
    rows = list(queryset.order_by(*signs)[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    return (rows[::-1] if backwards else rows), more


def beyond(name: str, value: Any, pk: int, *, ascending: bool) -> Q:
    """What follows (value, pk) in this order, in the form that both databases answer from the index."""
    sign = "gt" if ascending else "lt"
    return Q(**{f"{name}__{sign}e": value}) & (Q(**{f"{name}__{sign}": value}) | Q(**{name: value, f"pk__{sign}": pk}))


def _mark(queryset: QuerySet, name: str, text: str | None) -> tuple[Any, int] | None:
    """(value, pk) from "garcia maria~512"; None for anything that is no such mark."""
    value, tilde, number = (text or "").rpartition("~")
    pk = clean_number(number)
    if not tilde or pk is None:
        return None
    try:
        parsed = queryset.model._meta.get_field(name).to_python(value)
    except (ValidationError, ValueError, OverflowError):
        return None
    if getattr(parsed, "year", 2000) not in range(1900, 3000) or (hasattr(parsed, "tzinfo") and parsed.tzinfo is None):
        return None
    return (parsed, pk) if parsed is not None else None


def _key(row, name: str) -> str:
    value = getattr(row, name)
    return f"{value.isoformat() if hasattr(value, 'isoformat') else value}~{row.pk}"


def _links(name: str, mark: str, start: int | None) -> dict[str, str]:
    return {name: mark} | ({"at": str(start)} if start else {})


def _start(page: Page, state: ListState, is_marked: bool, is_last: bool) -> int | None:
    if not page.rows:
        return None
    if is_last:
        return None if page.is_capped else page.count - len(page.rows) + 1
    if not is_marked:
        return 1
    number = clean_number(state.paging.get("at"))
    return number if number and (page.is_capped or number <= page.count) else None


def page_by_number(queryset: QuerySet, expression, state: ListState) -> Page:
    """The page with the number `page`, sorted by an expression that may be empty: empty ones come last."""
    found, is_capped = count(queryset, is_exact=state.is_exact)
    reach = min(found, CAP)
    pages = max(-(-reach // state.size), 1)
    number = min(max(clean_number(state.paging.get("page")) or 1, 1), pages)
    column = F(expression) if isinstance(expression, str) else expression
    order = column.desc(nulls_last=True) if state.is_descending else column.asc(nulls_last=True)
    start = (number - 1) * state.size
    rows = list(queryset.order_by(order, "pk")[start : min(start + state.size, CAP)])
    page = Page(rows, found, is_capped, start=start + 1 if rows else None)
    if number > 1:
        page.first, page.previous = {}, {"page": str(number - 1)}
    if number < pages:
        page.next, page.last = {"page": str(number + 1)}, {"page": str(pages)}
    return page
