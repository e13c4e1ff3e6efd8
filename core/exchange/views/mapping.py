"""The step Mapping: every column to its fields, with how a row will look."""

import time

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.access.doors import visible_or_404
from core.exchange import mappings, services
from core.exchange.forms import ORDERS, MappingForm
from core.exchange.models import Import, SavedMapping
from core.exchange.running import importer_of, table_of
from core.records.models import BusinessError

from .frame import facts, mapped, open_import, page_of, read_first, status_of, unstarted

SAMPLE = 200


@require_http_methods(["GET", "POST"])
@unstarted
@mapped
@read_first
def mapping(request: HttpRequest, pk: int) -> HttpResponse:
    """Step 2: every column to its fields, as proposed or as chosen; with ?preview=1 only how a row will look."""
    imported = open_import(request, pk)
    step = _Step(request, imported)
    if request.method == "POST" and "preview" in request.GET:
        return render(request, "exchange/_preview.html", _preview(request, imported, step.table, step.rows))
    if request.method == "POST" and step.form.is_valid():
        step.keep()
        return redirect("imports:rules", pk)
    return step.page()


@require_POST
@unstarted
@mapped
@read_first
def use_mapping(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the chosen saved mapping on the columns, or the usual proposal where none was chosen."""
    imported = open_import(request, pk)
    table, importer = table_of(imported), importer_of(imported)
    if wanted := request.POST.get("saved"):
        mappings.apply(imported, importer, table.columns, _saved(request, imported, wanted))
    else:
        kept, found = imported.rules, importer.proposed_mapping(table)
        imported.mapping = found
        imported.rules = {name: value for name, value in kept.items() if name != mappings.REMEMBERED}
    services.save_mapping(imported)
    return _back(pk)


@require_POST
@unstarted
@mapped
@read_first
def save_mapping(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what is chosen in the lines, also by name; what can't be kept is said beside it."""
    imported = open_import(request, pk)
    step = _Step(request, imported)
    if not step.form.is_valid():
        return step.page()
    step.keep()
    try:
        saved = mappings.save(
            imported, step.table.columns, name=request.POST.get("mapping_name", ""), by=request.user,
            is_shared="is_shared" in request.POST,
        )  # fmt: skip
    except BusinessError as error:
        step.form.errors.append(str(error.sentence))
        return step.page()
    messages.success(request, _("The mapping is saved as “%(name)s”.") % {"name": saved.name})
    return _back(pk)


@require_POST
@unstarted
def delete_mapping(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete one's own saved mapping; the columns of this import stay as they are."""
    imported = open_import(request, pk)
    if wanted := request.POST.get("saved"):
        saved = _saved(request, imported, wanted)
        if saved.by_id != request.user.pk:
            raise PermissionDenied(_("This mapping belongs to somebody else. You may use it, not delete it."))
        saved.delete()
        messages.success(request, _("The saved mapping “%(name)s” is deleted.") % {"name": saved.name})
    else:
        messages.info(request, _("Choose a saved mapping first."))
    return _back(pk)


def _back(pk: int) -> HttpResponse:
    """To the step as it is stored now: `kept` parts it from what was typed before, which is not to be offered again."""
    return redirect(f"{reverse('imports:mapping', args=[pk])}?kept={time.time_ns()}")


def _saved(request: HttpRequest, imported: Import, wanted: str) -> SavedMapping:
    if not wanted.isdecimal() or len(wanted) > 18:
        raise Http404
    return visible_or_404(SavedMapping.objects.filter(kind=imported.kind), request.user, int(wanted))


class _Step:
    """The step with what is chosen in it: by the form that was sent, else as the import has it."""

    def __init__(self, request: HttpRequest, imported: Import):
        self.request, self.imported, self.table = request, imported, table_of(imported)
        self.importer, self.rows = importer_of(imported), self.table.sample(SAMPLE)
        sent = request.POST if request.method == "POST" else None
        self.form = MappingForm(self.importer, self.table.columns, self.rows, imported.mapping, sent)
        if sent is not None:
            self._take()

    def _take(self) -> None:
        rules = self.imported.rules | ({"order": self.form.order} if self.form.order in dict(ORDERS) else {})
        if self.imported.mapping != self.form.mapping:
            rules.pop(mappings.REMEMBERED, None)
        self.imported.mapping, self.imported.rules = self.form.mapping, rules

    def keep(self) -> None:
        services.save_mapping(self.imported)

    def page(self) -> HttpResponse:
        saved = mappings.fits(self.imported, self.table.columns, self.request.user)
        context = (
            facts(self.imported)
            | _mapping_lines(self.request, self.form, importer_of(self.imported), self.table)
            | _preview(self.request, self.imported, self.table, self.rows)
            | {
                "saved_mappings": saved,
                "used_mapping": self.imported.rules.get(mappings.REMEMBERED),
                "mapping_name": self.request.POST.get("mapping_name", ""),
            }
        )
        return page_of(self.request, "mapping", self.imported, 1, context, status_of(self.form))


def _mapping_lines(request: HttpRequest, form: MappingForm, importer, table) -> dict:
    """The lines with their state, and how many each of the three views shows."""
    lines, proposed = [], importer.proposed_mapping(table)
    for line in form.lines:
        state = importer.state_of(line)
        lines.append(
            {
                "line": line,
                "also_labels": [importer.target_label(key) for key in line.also],
                "is_proposed": line.keys == proposed.get(str(line.column.index)),
                "state": state,
                "kind": "left" if not line.keys else "check" if state else "fed",
            }
        )
    wanted = request.GET.get("show", "")
    counts = {
        "": len(lines),
        "check": sum(one["kind"] == "check" for one in lines),
        "left": sum(one["kind"] == "left" for one in lines),
    }
    labels = {"": _("All"), "check": _("To check"), "left": _("Not imported")}
    views = [
        {"label": labels[key], "url": f"?show={key}" if key else "?", "is_open": wanted == key, "count": counts[key]}
        for key in counts
    ]
    for one in lines:
        one["is_hidden"] = bool(wanted) and one["kind"] != wanted
    has_dates = any("birthday" in line.keys for line in form.lines)
    return {
        "lines": lines, "views": views, "form": form, "groups": form.choices(), "has_dates": has_dates,
        "orders": ORDERS, "order": form.order or importer.rules.order,
    }  # fmt: skip


def _preview(request: HttpRequest, imported: Import, table, rows: list[list[str]]) -> dict:
    """How one of the first rows will look."""
    wanted = request.GET.get("row", "1")
    at = min(max(int(wanted), 1), max(len(rows), 1)) if wanted.isdecimal() and len(wanted) < 9 else 1
    card = importer_of(imported).preview(table, rows[at - 1]) if rows else None
    return {
        "imported": imported, "card": card, "row": at, "row_count": imported.row_count,
        "previous_row": at - 1 if at > 1 else 0,
        "next_row": at + 1 if at < len(rows) else 0,
    }  # fmt: skip
