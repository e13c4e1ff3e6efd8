"""The steps of an import: file, mapping, rules, check, import; only its author and administrators see them."""

import csv

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.access.doors import visible_or_404
from core.records.models import BusinessError

from . import pace, refused, services
from .encodings import CHOICES as ENCODINGS
from .forms import ORDERS, FormatForm, MappingForm, UploadForm, rows_text
from .models import Import, ImportRow
from .reading import SEPARATORS
from .running import importer_of, table_of, work_through

CHECKED_AT_ONCE = 1_000  # rows: as many are checked while the person waits a moment
SAMPLE = 200
FIRST_ROWS = 8


def _steps(imported: Import | None, current: int) -> list[dict]:
    names = [
        (_("File"), "file"),
        (_("Mapping"), "mapping"),
        (_("Rules"), "rules"),
        (_("Check"), "check"),
        (_("Import"), "run"),
    ]
    is_open = imported is not None and not imported.is_started
    return [
        {
            "name": name,
            "state": "passed" if at < current else "current" if at == current else "next",
            "url": reverse(f"imports:{page}", args=[imported.pk]) if is_open and at < current else "",
        }
        for at, (name, page) in enumerate(names)
    ]


def _page(
    request: HttpRequest, template: str, imported: Import | None, step: int, context: dict, status: int = 200
) -> HttpResponse:
    importer = importer_of(imported) if imported else context.pop("importer")
    shown = {
        "imported": imported,
        "title": importer.title,
        "list_url": importer.list_url,
        "steps": _steps(imported, step),
    }
    return render(request, f"exchange/{template}.html", shown | context, status=status)


def _facts(imported: Import) -> dict:
    encoding = dict(ENCODINGS).get(imported.encoding, imported.encoding.upper())
    separator = dict(SEPARATORS).get(imported.separator, imported.separator)
    return {"facts": f"{rows_text(imported.row_count)}, {encoding}, {separator}"}


def _open_import(request: HttpRequest, pk: int) -> Import:
    return visible_or_404(Import.objects.select_related("by", "job", "check_job"), request.user, pk)


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, kind: str) -> HttpResponse:
    """Step 1: choose a file."""
    importer = import_string(settings.IMPORT_KINDS[kind])
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        try:
            imported = services.create_import(kind, form.cleaned_data["file"], by=request.user)
            return redirect("imports:file", imported.pk)
        except BusinessError as error:
            form.add_error("file", str(error.sentence))
    latest = (
        Import.objects.visible_to(request.user)
        .filter(kind=kind, by=request.user, job__isnull=False)
        .select_related("job")[:5]
    )
    context = {"form": form, "latest": latest, "importer": importer, "most": settings.MAX_IMPORT_BYTES // 1024 // 1024}
    return _page(request, "start", None, 0, context, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """Still step 1: how the file is read, with its first rows."""
    imported = _open_import(request, pk)
    if imported.is_started:
        return redirect("imports:report", pk)
    form = FormatForm(request.POST) if request.method == "POST" else FormatForm.of(imported)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_format(imported, form.format())
            return redirect("imports:mapping" if "continue" in request.POST else "imports:file", pk)
        except BusinessError as error:
            form.add_error(None, str(error.sentence))
            imported.refresh_from_db()
    return _page(request, "file", imported, 0, _facts(imported) | {"form": form} | _first_rows(imported), _status(form))


def _first_rows(imported: Import) -> dict:
    records = table_of(imported).first_records(imported.heading_line + FIRST_ROWS)
    width = max((len(row.cells) for row in records), default=0)
    shown = [(row, [*row.cells, *[""] * (min(width, 30) - len(row.cells))][:30]) for row in records]
    return {"records": shown, "columns_left_out": max(width - 30, 0)}


def _status(form) -> int:
    return 400 if form.errors else 200


@require_http_methods(["GET", "POST"])
def mapping(request: HttpRequest, pk: int) -> HttpResponse:
    """Step 2: every column to a field, as proposed or as chosen; with ?preview=1 only how a row will look."""
    imported = _open_import(request, pk)
    if imported.is_started:
        return redirect("imports:report", pk)
    table, importer = table_of(imported), importer_of(imported)
    rows = table.sample(SAMPLE)
    form = MappingForm(
        importer, table.columns, rows, imported.mapping, request.POST if request.method == "POST" else None
    )
    if request.method == "POST":
        imported.mapping = form.mapping
        imported.rules = imported.rules | ({"order": form.order} if form.order in dict(ORDERS) else {})
        if "preview" in request.GET:
            return render(request, "exchange/_preview.html", _preview(request, imported, table, rows))
        if form.is_valid():
            services.forget_check(imported)
            imported.save(update_fields=["mapping", "rules", "check_job", "check_counts"])
            return redirect("imports:rules", pk)
    context = (
        _facts(imported)
        | _mapping_lines(request, form, importer_of(imported), table)
        | _preview(request, imported, table, rows)
    )
    return _page(request, "mapping", imported, 1, context, status=400 if form.errors else 200)


def _mapping_lines(request: HttpRequest, form: MappingForm, importer, table) -> dict:
    """The lines with their state, and how many each of the three views shows."""
    lines, proposed = [], importer.proposed_mapping(table)
    for line in form.lines:
        state = importer.state_of(line)
        also = importer.target_label(line.also) if line.also else ""
        lines.append(
            {
                "line": line,
                "also_label": also,
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


@require_http_methods(["GET", "POST"])
def rules(request: HttpRequest, pk: int) -> HttpResponse:
    """Step 3: duplicates, access, managers, tags, and what is done with unknown values."""
    imported = _open_import(request, pk)
    if imported.is_started:
        return redirect("imports:report", pk)
    importer = importer_of(imported)
    form = importer.rules_form(table_of(imported), request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        imported.rules = imported.rules | form.rules()
        imported.save(update_fields=["rules"])
        job = services.start_check(imported)
        if imported.row_count <= CHECKED_AT_ONCE:
            work_through(job)
        return redirect("imports:check", pk)
    return _page(
        request,
        "rules",
        imported,
        2,
        _facts(imported) | {"form": form, "template": importer.rules_template},
        _status(form),
    )


@require_GET
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Step 4: what would happen, before anything is written."""
    imported = _open_import(request, pk)
    if imported.is_started:
        return redirect("imports:report", pk)
    if imported.check_job is None:
        return redirect("imports:rules", pk)
    context = _facts(imported) | {"job": imported.check_job} | _progress_of(imported, imported.check_job)
    if imported.check_job.is_over:
        context |= _outcome(request, imported, imported.check_job, is_check=True)
    return _page(request, "check", imported, 3, context)


@require_http_methods(["GET", "POST"])
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """Step 5: starts the import, and shows how far it has come."""
    imported = _open_import(request, pk)
    if request.method == "POST":
        try:
            services.start_import(imported)
        except BusinessError:
            return redirect("imports:mapping", pk)
        return redirect("imports:run", pk)
    if not imported.is_started:
        return redirect("imports:check", pk)
    if imported.job.is_over:
        return redirect("imports:report", pk)
    return _page(
        request, "run", imported, 4, _facts(imported) | {"job": imported.job} | _progress_of(imported, imported.job)
    )


@require_GET
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of the pages that asks for news of itself; 286 says that there will be no more."""
    imported = _open_import(request, pk)
    job = imported.job or imported.check_job
    if job is None:
        return redirect("imports:rules", pk)
    context = {"imported": imported, "job": job} | _progress_of(imported, job)
    return render(request, "exchange/_progress.html", context, status=286 if job.is_over else 200)


def _progress_of(imported: Import, job) -> dict:
    return {
        "counted": _("%(done)s of %(rows)s") % {"done": job.worked, "rows": rows_text(job.total)},
        "pace": pace.sentence(job),
        "after_url": _after(imported, job),
    }


def _after(imported: Import, job) -> str:
    """Where the outcome is to be seen; a check that came to no end has none."""
    if imported.is_started:
        return reverse("imports:report", args=[imported.pk])
    return reverse("imports:check", args=[imported.pk]) if job.state == job.State.DONE else ""


def _outcome(request: HttpRequest, imported: Import, job, *, is_check: bool) -> dict:
    """The tallies and the rows worth a word, those refused first."""
    counts = (imported.check_counts if is_check else imported.counts) or job.position.get("counts", {})
    found = imported.rows.filter(is_check=is_check)
    labels = dict(ImportRow.Outcome.choices)
    there = {outcome: found.filter(outcome=outcome).count() for outcome in labels}
    wanted = request.GET.get("show")
    if wanted not in labels:
        wanted = next(
            (outcome for outcome in ("refused", "skipped", "noted", "created", "updated") if there[outcome]), "refused"
        )
    views = [
        {
            "label": capfirst(labels[outcome]),
            "url": f"?show={outcome}",
            "is_open": outcome == wanted,
            "count": counts.get(outcome, count),
        }
        for outcome, count in there.items()
        if count
    ]
    page = Paginator(found.filter(outcome=wanted), 100).get_page(request.GET.get("page"))
    tallies = [(labels[name], counts.get(name, 0)) for name in ("created", "updated", "skipped", "refused")]
    return {"counts": counts, "tallies": tallies, "views": views, "wanted": wanted, "page": page}


@require_GET
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of the rows, with the refused ones as a file."""
    imported = _open_import(request, pk)
    if not imported.is_started or not imported.job.is_over:
        return redirect("imports:run" if imported.is_started else "imports:mapping", pk)
    context = {"job": imported.job} | _facts(imported) | _outcome(request, imported, imported.job, is_check=False)
    return _page(request, "report", imported, 5, context)


class _Echo:
    def write(self, text: str) -> bytes:
        return text.encode("utf-8")


@require_GET
def refused_rows(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The refused rows as CSV of the file's own layout and a column with the reason; of the check before the run."""
    imported = _open_import(request, pk)
    if not imported.file:
        raise Http404
    writer = csv.writer(_Echo(), delimiter=imported.separator)
    rows = refused.table(imported, is_check=not imported.is_started)

    def lines():
        yield b"\xef\xbb\xbf"
        for row in rows:
            yield writer.writerow(row)

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="refused-{imported.pk}.csv"'
    return response


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the run or the check to stop."""
    imported = _open_import(request, pk)
    services.cancel(imported)
    return redirect("imports:run" if imported.is_started else "imports:check", pk)
