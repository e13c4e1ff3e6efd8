"""Imports in a line: what the tests of rules and of running share."""

from django.core.files.base import ContentFile

from core.exchange import services
from core.exchange.models import Import
from core.exchange.running import work_through


def make_import(content: str, by, **rules) -> Import:
    """An import of this CSV text with the proposed mapping and these rules, not yet started."""
    imported = services.create_import("contacts", ContentFile(content.encode(), name="people.csv"), by=by)
    imported.rules = imported.rules | rules
    imported.save()
    return imported


def run_import(content: str, by, **rules) -> dict:
    """Run it to its end; returns the counts."""
    imported = make_import(content, by, **rules)
    return work_through(services.start_import(imported)).position.get("counts", {})


def check_import(content: str, by, **rules) -> dict:
    """The dry run alone; returns the counts."""
    return work_through(services.start_check(make_import(content, by, **rules))).position.get("counts", {})


def told(by) -> list[tuple[int, str, str]]:
    """(line, outcome, reason) of the rows that the latest import of this user says something about."""
    latest = Import.objects.filter(by=by).latest("pk")
    return list(latest.rows.values_list("line", "outcome", "reason"))
