"""The page that exports contacts, from a list or from a selection."""

from core.exchange.exporting.views import ExportPage


class ExportContacts(ExportPage):
    kind = "contacts"
