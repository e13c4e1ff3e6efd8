"""ListPage: the one list of all sections; it serves the page, the htmx result region and the embedded tab."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from . import periods
from .filters import Chip, ListFilterSet
from .paging import CAP, Page, page_by_key, page_by_number
from .state import SIZES, ListState
from .tables import Column, Table


@dataclass
class Heading:
    column: Column
    url: str
    direction: str  # "", "ascending", "descending"


class ListPage(View):
    """One list. Subclasses set the attributes and write `get_records`, `get_head` and, if they like, `get_fixed`."""

    table_class: type[Table]
    filters_class: type[ListFilterSet]
    key = ""  # under which the user's columns are kept
    title: Any = ""
    sort = "name"
    without_columns: tuple[str, ...] = ()
    without_filters: tuple[str, ...] = ()
    within: tuple[tuple[str, str], ...] = ()  # what this list is a part of, as a filter: ("kind", "person")
    export_url = ""  # name of the page that exports what is shown
    bulk_url = ""  # name of the page that acts on the selection
    template_name = "pages/list.html"

    # --- to be overridden ---

    def get_records(self) -> QuerySet:
        """What the user may see of this list, with everything that a row shows."""
        raise NotImplementedError

    def get_head(self) -> dict:
        """Context of the head, the bulk bar and the empty states (see templates/pages/list.html)."""
        return {}

    def get_fixed(self) -> tuple[str, ...]:
        """Filters that belong to the place where the list is embedded, and can't be removed there."""
        return ()

    # --- requests ---

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.read_state()
        if self.edited and request.headers.get("X-Requested-With") == "fetch":
            return render(request, "pages/_filter_editor.html", self.editor_context())
        is_fragment = bool(request.headers.get("HX-Request")) and not request.headers.get("HX-History-Restore-Request")
        context = self.context(is_fragment)
        template = "pages/_results.html" if is_fragment else self.template_name
        if is_fragment and self.state.is_embedded:
            template = "pages/_tab.html"
        response = render(request, template, context)
        patch_vary_headers(response, ["HX-Request"])
        if is_fragment and not self.state.is_embedded:
            response["HX-Push-Url"] = request.path + self.state.address(**self.state.paging)
        return response

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """The columns that this user wants to see here; none at all brings the shipped ones back."""
        self.read_state()
        known = {column.key for column in self.table.offered}
        chosen = [key for key in request.POST.getlist("columns") if key in known]
        columns = {key: value for key, value in (request.user.list_columns or {}).items() if key != self.key}
        if chosen:
            columns[self.key] = chosen
        user: Any = request.user
        user.list_columns = columns
        user.save(update_fields=["list_columns"])
        return HttpResponseRedirect(request.path + self.state.address())

    def read_state(self) -> None:
        user = self.request.user
        columns = (user.list_columns or {}).get(self.key)
        is_embedded = self.request.GET.get("embedded") == "1"
        without = [*self.without_columns, *(self.get_fixed() if is_embedded else ())]
        self.table = self.table_class(user, columns if isinstance(columns, list) else None, without)
        self.state = ListState(
            self.request.GET,
            filters=self.filters_class.parameter_names(self.without_filters),
            single=self.filters_class.single_names(),
            sorts=self.table.sorts,
            sort=self.sort,
            size=user.page_size if user.page_size in SIZES else SIZES[0],
        )
        self.filters = self.filters_class(self.state.query_dict(), user=user, queryset=self.get_records())
        for name in self.without_filters:
            del self.filters.filters[name]

    @property
    def edited(self) -> str:
        """The filter whose editor is asked for."""
        name = self.request.GET.get("edit", "")
        return name if name in self.filters.filters and self.filters.filters[name].is_chip else ""

    # --- what the templates show ---

    def context(self, is_fragment: bool) -> dict:
        page = self.page()
        is_embedded = self.state.is_embedded and is_fragment
        fixed = self.get_fixed() if is_embedded else ()
        chips = self.filters.chips(self.state, fixed)
        is_filtered = bool(chips or self.state.filters.get("q"))
        return {
            "title": self.title,
            "page": page,
            "total": self.total(page),
            "summary": self.summary(page),
            "reach_words": self.reach_words(page),
            "headings": self.headings(),
            "body": self.table.body(page.rows),
            "chips": chips,
            "fixed": fixed,
            "state": self.state,
            "filter_query": self.state.filter_query(self.within),
            "is_filtered": is_filtered,
            "is_fragment": is_fragment,
            "is_embedded": is_embedded,
            "region": "tab-results" if is_embedded else "results",
            "path": self.request.path,
            "q": " ".join(self.state.filters.get("q", [])),
            "hidden": self.state.pairs(without=["q"]),
            "reset_url": self.state.address(without=self.filters_class.parameter_names()),
            "bulk_url": self.bulk_url,
            "export_url": self.export_address(),
            "links": self.links(page),
            "nothing_words": self.nothing_words(chips) if is_filtered and not page.rows else "",
            **self.choices(),
            **self.get_head(),
            **(self.editor_context() if self.edited else {}),
        }

    def export_address(self) -> str:
        """The page that exports what this address shows."""
        if not self.export_url:
            return ""
        return f"{reverse(self.export_url)}?{urlencode({'back': self.request.path + self.state.address()})}"

    def page(self) -> Page:
        sort = self.table.sorts[self.state.sort_key]
        queryset = self.filters.qs
        if sort.by_key:
            return page_by_key(queryset, sort.by, self.state)
        return page_by_number(queryset, sort.made(self.request.user) if sort.made else sort.by, self.state)

    def total(self, page: Page) -> str:
        number = number_format(page.count, force_grouping=True)
        return _("more than %(number)s") % {"number": number} if page.is_capped else number

    def summary(self, page: Page) -> str:
        if not page.rows:
            return ""
        if page.start is None:
            sentence = ngettext("%(rows)s row of %(total)s", "%(rows)s rows of %(total)s", len(page.rows))
            return sentence % {"rows": len(page.rows), "total": self.total(page)}
        return _("%(first)s–%(last)s of %(total)s") % {
            "first": number_format(page.start, force_grouping=True),
            "last": number_format(page.end or 0, force_grouping=True),
            "total": self.total(page),
        }

    def reach_words(self, page: Page) -> str:
        """Said where the order allows paging through a part only."""
        if self.table.sorts[self.state.sort_key].by_key or not (page.is_capped or page.count > CAP):
            return ""
        number = number_format(CAP, force_grouping=True)
        return _("In this order, pages end at %(number)s rows: sort by name, or filter.") % {"number": number}

    def nothing_words(self, chips: list[Chip]) -> str:
        """What was looked for, in words."""
        word = " ".join(self.state.filters.get("q", []))
        named = ", ".join(f"{chip.label} {chip.words}" for chip in chips)
        if word and named:
            sentence = _("“%(word)s” was found in no name, e-mail or phone with: %(filters)s.")
        elif word:
            sentence = _("“%(word)s” was found in no name, e-mail or phone.")
        else:
            sentence = _("Nothing here has: %(filters)s.")
        return sentence % {"word": word, "filters": named}

    def headings(self) -> list[Heading]:
        return [Heading(column, *self._heading(column)) for column in self.table.shown]

    def _heading(self, column: Column) -> tuple[str, str]:
        if not column.sort:
            return "", ""
        is_current = column.key == self.state.sort_key
        is_up = is_current and not self.state.is_descending
        goes_down = is_up or (not is_current and column.sort.newest_first)
        direction = ("ascending" if is_up else "descending") if is_current else ""
        return self.state.address(without=["sort"], sort=f"-{column.key}" if goes_down else column.key), direction

    def links(self, page: Page) -> dict[str, str]:
        """Addresses of the neighbouring pages, and of the exact count where there are more than 10,000."""
        found = {
            name: self.state.address(**parameters) if (parameters := getattr(page, name)) is not None else ""
            for name in ("first", "previous", "next", "last")
        }
        exact = self.state.address(count="exact", **self.state.paging) if page.is_capped else ""
        return {**found, "exact": exact}

    def choices(self) -> dict:
        sizes = [(size, self.state.address(without=["size"], size=str(size))) for size in SIZES]
        shown = {column.key for column in self.table.shown}
        return {
            "sizes": [{"label": str(size), "url": url, "current": size == self.state.size} for size, url in sizes],
            "offered_columns": [(column.key, column.label, column.key in shown) for column in self.table.offered],
            "offered_filters": [
                (one.label, self.state.address(edit=name))
                for name, one in self.filters.filters.items()
                if one.is_chip and not self.filters.is_set(name)
            ],
            "sort_choices": [
                {"label": heading.column.label, "url": heading.url, "current": bool(heading.direction)}
                for heading in self.headings()
                if heading.url
            ],
        }

    def editor_context(self) -> dict:
        """The editor of the one filter that `edit` names."""
        name = self.edited
        one = self.filters.filters[name]
        return {
            "edited": name,
            "edited_filter": one,
            "edited_kind": one.editor,
            "edited_field": self.filters.form[name],
            "edited_hidden": self.state.pairs(without=one.parameters),
            "edited_values": {key: " ".join(self.state.filters.get(key, [])) for key in one.parameters},
            **self._period_context(name),
            "edited_words": one.words(self.filters.form.cleaned_data[name]) if self.filters.is_set_well(name) else "",
            "path": self.request.path,
        }

    def _period_context(self, name: str) -> dict:
        values = {key: (self.state.filters.get(key) or [""])[0] for key in (name, f"{name}_from", f"{name}_to")}
        return {
            "period_names": periods.NAMES,
            "period_value": values[name],
            "period_from": values[f"{name}_from"],
            "period_to": values[f"{name}_to"],
        }
