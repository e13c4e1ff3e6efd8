"""The steps File and Rules of an import; only its author and administrators see them."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.module_loading import import_string
from django.views.decorators.http import require_http_methods

from core.exchange import file_step, services
from core.exchange.forms import UploadForm
from core.exchange.models import Import
from core.exchange.running import importer_of, table_of, work_through
from core.records.models import BusinessError

from .frame import facts, is_being_read, open_import, page_of, progress_of, read_first, status_of, unstarted

CHECKED_AT_ONCE = 1_000  # rows: as many are checked while the person waits a moment
AT_MOST = 10.0  # seconds; then a worker goes on, and the page shows how far it is


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
    return page_of(request, "start", None, 0, context, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """Still step 1: how the file is read, with its first rows."""
    imported = open_import(request, pk)
    if imported.is_started:
        return redirect("imports:report", pk)
    if imported.read_job is not None and is_being_read(imported) and not imported.read_job.is_over:
        context = {"job": imported.read_job} | progress_of(imported, imported.read_job)
        return page_of(request, "reading", imported, 0, context)
    form = file_step.form_of(imported, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            file_step.change(imported, form)
            return redirect("imports:mapping" if "continue" in request.POST else "imports:file", pk)
        except BusinessError as error:
            form.add_error(None, str(error.sentence))
            imported.refresh_from_db()
    context = facts(imported) | {"form": form} | file_step.first_rows(imported)
    return page_of(request, "file", imported, 0, context, 200 if request.htmx else status_of(form))


@require_http_methods(["GET", "POST"])
@unstarted
@read_first
def rules(request: HttpRequest, pk: int) -> HttpResponse:
    """Step 3: duplicates, access, managers, tags, and what is done with unknown values."""
    imported = open_import(request, pk)
    importer = importer_of(imported)
    form = importer.rules_form(table_of(imported), request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        services.save_rules(imported, form.rules())
        job = services.start_check(imported)
        if imported.row_count <= CHECKED_AT_ONCE:
            work_through(job, seconds=AT_MOST)
        return redirect("imports:check", pk)
    return page_of(
        request,
        "rules",
        imported,
        2,
        facts(imported) | {"form": form, "template": importer.rules_template},
        status_of(form),
    )
