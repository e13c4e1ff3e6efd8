"""The audit: field changes and security events in one list, newest first; nobody edits it (ACC-32, ACC-35)."""

from heapq import merge
from itertools import islice

from auditlog.models import LogEntry
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from core.audit.models import SecurityEvent
from core.pages.numbered import numbered_rows
from core.pages.paging import CAP
from settings_admin.audit_filters import AuditFilters
from settings_admin.audit_lines import Line, lines_of
from settings_admin.pages import for_administrators, show


@require_GET
@for_administrators
def audit(request: HttpRequest) -> HttpResponse:
    form = AuditFilters(request.GET or None)
    entries, events = form.querysets()
    found = sum(rows.order_by().values("pk")[: CAP + 1].count() for rows in (entries, events))
    page = numbered_rows(
        request,
        min(found, CAP),
        lambda start, end: _lines(entries, events, start, end, request.user),
        size=request.user.page_size,
        found=found,
    )
    context = {"form": form, "page": page, "is_filtered": any(request.GET.get(name) for name in form.fields)}
    return show(request, "settings_admin/audit.html", context, opened="settings_admin:audit")


def _lines(entries, events, start: int, end: int, user) -> list[Line]:
    """The lines from `start` to `end` of both tables together, newest first."""
    keys = merge(
        ((at, "entry", pk) for at, pk in entries.values_list("timestamp", "pk")[:end]),
        ((at, "event", pk) for at, pk in events.values_list("at", "pk")[:end]),
        key=lambda key: (key[0], key[2]),
        reverse=True,
    )
    shown = [(source, pk) for _at, source, pk in islice(keys, start, end)]
    of = {name: [pk for source, pk in shown if source == name] for name in ("entry", "event")}
    lines = lines_of(
        list(LogEntry.objects.filter(pk__in=of["entry"]).select_related("actor", "content_type")),
        list(SecurityEvent.objects.filter(pk__in=of["event"]).select_related("actor", "content_type")),
        user,
    )
    return [lines[key] for key in shown if key in lines]
