"""The columns of the list as text, for an export of what is seen there."""

from django.utils import timezone

from contacts.models import NEVER, ContactEmail, ContactPhone, ContactType, TemperatureLevel
from core.exchange.listing import join_names

from .gathered import Contacts, entry_names

_COLUMNS = [
    "kind", "display_name", "job_title", "temperature_id", "contact_type_id", "last_event_at", "created_at",
]  # fmt: skip


class ListRows:
    """Writes blocks of rows with the cells of these columns (see contacts/tables.py)."""

    def __init__(self, keys: list[str], by):
        self.keys, self.zone = keys, by.zone
        self.types = entry_names(ContactType) if "type" in keys else {}
        self.levels = entry_names(TemperatureLevel) if "temperature" in keys else {}

    def rows(self, ids: list[int], visible) -> list[list[str]]:
        found = Contacts(ids, visible, _COLUMNS)
        self.companies = found.companies("display_name") if "company" in self.keys else {}
        self.emails = found.details(ContactEmail, "address") if "email" in self.keys else {}
        self.phones = found.details(ContactPhone, "number") if "phone" in self.keys else {}
        self.tags = found.tags() if "tags" in self.keys else {}
        writers = [getattr(self, f"_{key}") for key in self.keys]
        return [[write(row) for write in writers] for row in found.rows]

    def _name(self, row: dict) -> str:
        return row["display_name"]

    def _company(self, row: dict) -> str:
        return self.companies.get(row["company_id"], ("",))[0]

    def _job(self, row: dict) -> str:
        return row["job_title"]

    def _temperature(self, row: dict) -> str:
        return self.levels.get(row["temperature_id"], "")

    def _type(self, row: dict) -> str:
        return self.types.get(row["contact_type_id"], "")

    def _email(self, row: dict) -> str:
        return self.emails.get(row["pk"], [("",)])[0][0]

    def _phone(self, row: dict) -> str:
        return self.phones.get(row["pk"], [("",)])[0][0]

    def _tags(self, row: dict) -> str:
        return join_names(self.tags.get(row["pk"], []))

    def _last_event(self, row: dict) -> str:
        return self._day(row["last_event_at"]) if row["last_event_at"] > NEVER else ""

    def _created(self, row: dict) -> str:
        return self._day(row["created_at"])

    def _day(self, at) -> str:
        """The user's own day, written so that every spreadsheet sorts it."""
        return timezone.localtime(at, self.zone).date().isoformat()
