"""The export of contacts: what the list shows, all fields, or vCards."""

from collections.abc import Iterable
from functools import cached_property

from django.utils.translation import gettext_lazy, gettext_noop

from contacts.vcards.writing import cards
from core.exchange.exporting.kinds import ALL, CSV, VCARD, XLSX, Exporter

from . import fields
from .listed import ListRows


class ContactExporter(Exporter):
    key = "contacts"
    lists = ["contacts:list", "contacts:persons", "contacts:companies"]
    title = gettext_lazy("Export contacts")
    file_stem = gettext_lazy("contacts")
    job_title = gettext_noop("Export: %(file)s")
    file_types = [CSV, XLSX, VCARD]

    @property
    def has_all(self) -> bool:
        return self.params.get("columns") == ALL

    def first_by(self) -> list[str]:
        """With all fields, companies stand before the persons who name them, as an import wants them."""
        return ["kind"] if self.has_all else []

    def measure(self) -> dict:
        return fields.measure(self.records()) if self.has_all else {}

    def headings(self, sizes: dict) -> list[str]:
        return fields.headings(sizes) if self.has_all else [str(column.label) for column in self.shown]

    def rows(self, ids: list[int], sizes: dict) -> list[list[str]]:
        if self.has_all:
            return self._field_rows.rows(ids, self.visible(), sizes)
        return self._list_rows.rows(ids, self.visible())

    def cards(self, ids: list[int]) -> Iterable[str]:
        return cards(ids, self.visible())

    @cached_property
    def _field_rows(self) -> fields.FieldRows:
        return fields.FieldRows()

    @cached_property
    def _list_rows(self) -> ListRows:
        return ListRows([column.key for column in self.shown], self.by)
