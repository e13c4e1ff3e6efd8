"""The real address books that the tests read, which are no part of the project: a folder named by REAL_DATA."""

import os
from pathlib import Path

import pytest
from django.core.files import File

from contacts.models import Contact
from core.exchange import services
from core.exchange.running import work_through

_BESIDE = Path(__file__).resolve().parents[3] / "shared" / "data"


def folder() -> Path:
    """REAL_DATA must be there if it is set; unset, the folder beside the checkout is used, or the test is skipped."""
    named = os.environ.get("REAL_DATA")
    if named:
        assert Path(named).is_dir(), f"REAL_DATA is no folder: {named}"
        return Path(named)
    if not _BESIDE.is_dir():
        pytest.skip("no real files here; set REAL_DATA to their folder")
    return _BESIDE


def import_file(name: str, by, **rules) -> dict:
    """Import a file with everything as the importer proposes it; returns the counts."""
    with (folder() / name).open("rb") as file:
        imported = services.create_import("contacts", File(file, name=Path(name).name), by=by)
    imported.rules = imported.rules | rules
    imported.save()
    job = work_through(services.start_import(imported))
    assert job.state == "done", job.error
    reasons = [(row.line, row.reason) for row in imported.rows.filter(outcome="refused")]
    assert not reasons, reasons
    return job.position["counts"]


def card(contact: Contact) -> dict:
    """All that is known of a contact, empty things left out, details with their categories."""
    names = "kind name salutation first_name middle_name last_name suffix job_title department notes external_id currency consent".split()
    found = {name: getattr(contact, name) for name in names} | {
        "company": contact.company.name if contact.company else "",
        "birthday": contact.birthday,
        "phones": [(row.category, row.number) for row in contact.phones.order_by("position")],
        "emails": [(row.category, row.address) for row in contact.emails.order_by("position")],
        "links": [(row.category, row.url) for row in contact.links.order_by("position")],
        "addresses": [
            (row.category, row.street, row.city, row.state, row.postal_code, row.country.code or row.country_text or "")
            for row in contact.addresses.order_by("position")
        ],
        "tags": sorted(tagging.tag.name for tagging in contact.taggings.select_related("tag")),
        "type": contact.contact_type.name if contact.contact_type else "",
    }
    return {key: value for key, value in found.items() if value not in ("", None, [], "unknown")}


def persons() -> list[Contact]:
    return list(Contact.objects.filter(kind="person").order_by("pk"))


def companies() -> list[Contact]:
    return list(Contact.objects.filter(kind="company").order_by("pk"))
