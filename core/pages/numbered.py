"""Numbered pages for plain lists (jobs, trash, reports, audit): counted to 10,000, with links that keep the address."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from .paging import CAP
from .state import clean_number


@dataclass
class NumberedPage:
    rows: list
    summary: str  # "26–50 of 128"
    previous_url: str = ""
    next_url: str = ""


def numbered(request: HttpRequest, queryset, *, size: int = 50) -> NumberedPage:
    """The page that `?page=` names; a number beyond the end gives the last page."""
    count = queryset.order_by().values("pk")[: CAP + 1].count()
    return numbered_rows(request, min(count, CAP), lambda start, end: list(queryset[start:end]), size=size, found=count)


def numbered_rows(request: HttpRequest, reach: int, fetch, *, size: int, found: int) -> NumberedPage:
    """The same for rows that `fetch(start, end)` gives; `reach` of them may be paged through, `found` were counted."""
    pages = max(-(-reach // size), 1)
    number = min(max(clean_number(request.GET.get("page")) or 1, 1), pages)
    start = (number - 1) * size
    rows = fetch(start, min(start + size, reach)) if reach else []
    return NumberedPage(
        rows,
        _summary(start + 1, start + len(rows), found) if rows else "",
        _address(request, number - 1) if number > 1 else "",
        _address(request, number + 1) if number < pages else "",
    )


def _summary(first: int, last: int, found: int) -> str:
    count = number_format(min(found, CAP), force_grouping=True)
    values = {"first": first, "last": last, "count": f"{count}+" if found > CAP else count}
    return _("%(first)s–%(last)s of %(count)s") % values


def _address(request: HttpRequest, number: int) -> str:
    params = request.GET.copy()
    params["page"] = str(number)
    return f"?{params.urlencode()}"
