"""What a section says of its exports: which rows a list shows, their headings, their cells, their cards."""

from collections.abc import Iterable, Iterator
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.db.models import F, QuerySet
from django.http import QueryDict
from django.urls import resolve, reverse
from django.utils.module_loading import import_string

from core.exchange.models import Export

LIST, ALL = "list", "all"
CSV, XLSX, VCARD = "csv", "xlsx", "vcf"


class Exporter:
    """Subclasses name their lists and write `headings`, `rows` and, where there are any, `cards`.

    `params`: list (name of its page), query (filters with days in place of "today", and the order), shown (keys of its
    columns), max_id, ids (of a selection); columns (list or all), file, separator, bom; sizes (see `measure`).
    """

    key = ""
    lists: list[str] = []  # names of the pages; the first is for those who come from nowhere
    title: Any = ""
    file_stem: Any = ""
    job_title = ""  # msgid
    file_types = [CSV, XLSX]

    def __init__(self, by, params: dict):
        self.by, self.params = by, params
        self.page = self._list_page()

    def _list_page(self):
        page = resolve(reverse(self.params["list"])).func.view_class()  # type: ignore[attr-defined]
        page.request = SimpleNamespace(user=self.by, GET=QueryDict(self.params.get("query", "")))
        page.read_state()
        return page

    # --- which rows ---------------------------------------------------------------------------------------------------
    def visible(self) -> QuerySet:
        """All records of this kind that the author may see now."""
        return self.page.get_records().model.objects.visible_to(self.by)

    def records(self) -> QuerySet:
        """The visible rows that are asked for, in no order."""
        if "ids" in self.params:
            return self.visible().filter(pk__in=self.params["ids"]).order_by()
        found = self.page.filters.qs.order_by()
        return found.filter(pk__lte=self.params["max_id"]) if self.params.get("max_id") else found

    def ordered_ids(self) -> Iterator[int]:
        """Their keys in the order of the list, ties by key."""
        state = self.page.state
        sort = self.page.table.sorts[state.sort_key]
        made = sort.made(self.by) if sort.made else F(sort.by)
        order = made.desc(nulls_last=True) if state.is_descending else made.asc(nulls_last=True)
        tie = "-pk" if state.is_descending and sort.by_key else "pk"
        return (
            self.records().order_by(*self.first_by(), order, tie).values_list("pk", flat=True).iterator(chunk_size=5000)
        )

    def first_by(self) -> list[str]:
        """What goes before the order of the list."""
        return []

    @property
    def shown(self) -> list:
        """The columns of the list that were shown when the export was asked for."""
        keys = self.params.get("shown", [])
        columns = {column.key: column for column in self.page.table.columns}
        return [columns[key] for key in keys if key in columns]

    # --- what a section writes ----------------------------------------------------------------------------------------
    def measure(self) -> dict:
        """Sizes that the headings need, asked once before the first row."""
        return {}

    def headings(self, sizes: dict) -> list[str]:
        raise NotImplementedError

    def rows(self, ids: list[int], sizes: dict) -> list[list[str]]:
        """The cells of those of these records that the author may see now, in this order."""
        raise NotImplementedError

    def cards(self, ids: list[int]) -> Iterable[str]:
        """The same as vCards."""
        raise NotImplementedError


def exporter_of(export: Export) -> Exporter:
    return import_string(settings.EXPORT_KINDS[export.kind])(export.by, export.params)
