"""The headings of Carnet's own export of all fields, in every language: by them an import knows each column."""

from collections.abc import Iterable
from functools import lru_cache

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy

from core.search.folding import fold

from .targets import DETAILS, label

OWN_HEADINGS = {
    "external_id": gettext_lazy("Id"),
    "company_external_id": gettext_lazy("Id of the company"),
}
FIELDS = [
    "external_id", "kind", "company", "company_external_id", "salutation", "first_name", "middle_name", "last_name",
    "suffix", "job_title", "department", "contact_type", "temperature", "tags", "birthday", "currency", "consent",
    "consent_at", "consent_proof", "access_level", "managers", "manager_groups", "readers", "reader_groups",
]  # fmt: skip
ADDRESS_PARTS = ["category", "street", "postal_code", "city", "state", "country"]
SURE = {"external_id", "kind"}  # without them, or with few others, a file only looks like an export
FEWEST = 5


def detail_keys(detail: str, number: int) -> list[str]:
    """The columns of the so many-th detail of a kind."""
    if detail == "address":
        return [f"address#{number}:{part}" for part in ADDRESS_PARTS]
    return [f"{detail}#{number}:category", f"{detail}#{number}"]


def heading(key: str) -> str:
    """What stands over this column, in the language of the moment."""
    return str(OWN_HEADINGS.get(key) or label(key))


def own_keys(headings: list[str]) -> dict[int, str]:
    """{column: key} where the headings are those of an export, in whichever language; else nothing."""
    for code, _name in settings.LANGUAGES:
        known = _known(code, min(len(headings), 999))
        found = {at: known[word] for at, text in enumerate(headings) if (word := fold(text)) in known}
        found = {at: key for at, key in found.items() if list(found.values()).count(key) == 1}
        if set(found.values()) >= SURE and len(found) >= FEWEST:
            return found
    return {}


@lru_cache(maxsize=16)
def _known(code: str, most: int) -> dict[str, str]:
    with translation.override(code):
        keys: Iterable[str] = [
            *FIELDS, "notes",
            *(key for detail in DETAILS for number in range(1, most + 1) for key in detail_keys(detail, number)),
        ]  # fmt: skip
        return {fold(heading(key)): key for key in keys}
