"""The pages of exports: choose and download at once, or watch one that is made in the background."""

import uuid
from functools import partial
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_GET

from core.access.doors import visible_or_404
from core.exchange.forms import grouped, rows_text
from core.exchange.models import Export
from core.jobs import pace
from core.records import submitted

from . import making, services, storage
from .formats import MAX_ROWS
from .forms import ExportForm
from .kinds import XLSX, Exporter


class ExportPage(View):
    """Choose the columns and the file of what a list shows. Subclasses say which kind of settings.EXPORT_KINDS."""

    kind = ""

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return self.show(request.GET)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """From the bulk bar the page with the selection; from the page itself the file."""
        if request.POST.get("step") != "make":
            return self.show(request.POST)
        form = ExportForm(self.kind_class.file_types, request.POST)
        params = self.params(request.POST)
        if not form.is_valid():
            return self.show(request.POST, form)
        exporter = self.kind_class(request.user, services.chosen(params, form.cleaned_data))
        count = exporter.records().count()
        if exporter.params["file"] == XLSX and count >= MAX_ROWS:
            form.add_error("file", _("A sheet holds 1,048,575 rows at most. Choose CSV, or filter the list."))
            return self.show(request.POST, form)
        return self.make(exporter, count)

    @property
    def kind_class(self) -> type[Exporter]:
        return import_string(settings.EXPORT_KINDS[self.kind])

    def params(self, data: QueryDict) -> dict:
        return services.read_params(self.kind_class, self.request.user, data)

    def show(self, data: QueryDict, form: ExportForm | None = None) -> HttpResponse:
        params = self.params(data)
        exporter = self.kind_class(self.request.user, params)
        count = exporter.records().count()
        hidden: list[tuple[str, Any]] = [("step", "make"), ("max_id", params["max_id"]), ("form", uuid.uuid4())]
        hidden += [("back", reverse(params["list"])), ("query", params["query"])]
        hidden += [("ids", pk) for pk in params.get("ids", [])]
        context = {
            "title": exporter.title,
            "form": form or ExportForm(self.kind_class.file_types),
            "count": count,
            "counted": rows_text(count),
            "is_later": count > services.AT_ONCE,
            "hidden": hidden,
            "list_title": exporter.page.title,
            "list_url": f"{reverse(params['list'])}?{params['query']}",
            "action": reverse(f"{self.kind}:export"),
        }
        return render(self.request, "exchange/export.html", context, status=400 if form and form.errors else 200)

    def make(self, exporter: Exporter, count: int) -> HttpResponse:
        if count > services.AT_ONCE:
            start = partial(self._start, exporter, count)
            pk, _is_new = submitted.once(Export, self.request.user, _token(self.request.POST), start)
            return redirect("exports:detail", pk)
        ids = list(exporter.ordered_ids())
        export = services.new_export(exporter, count=len(ids))
        services.log_at_once(export)
        answer: FileResponse | StreamingHttpResponse
        if exporter.params["file"] == XLSX:
            answer = FileResponse(making.workbook(exporter, ids))
        else:
            answer = StreamingHttpResponse(making.blocks(exporter, ids))
        return _as_download(answer, export)

    def _start(self, exporter: Exporter, count: int) -> Export:
        return services.start_export(exporter, count=count)


def _token(data: QueryDict) -> uuid.UUID:
    try:
        return uuid.UUID(data.get("form", ""))
    except ValueError:
        return uuid.uuid4()


def _as_download(answer, export: Export):
    answer["Content-Type"] = making.CONTENT_TYPES[export.params["file"]]
    answer["Content-Disposition"] = f'attachment; filename="{export.file_name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _export(request: HttpRequest, pk: int) -> Export:
    return visible_or_404(Export.objects.select_related("by", "job"), request.user, pk)


@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it has come; at the end the file, for its author alone."""
    return render(request, "exchange/export_state.html", _state(request, _export(request, pk)))


@require_GET
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of the page that asks for news of itself; 286 says that there will be no more."""
    context = _state(request, _export(request, pk))
    return render(request, "exchange/_export_state.html", context, status=286 if context["is_over"] else 200)


def _state(request: HttpRequest, export: Export) -> dict:
    job = export.job
    return {
        "export": export,
        "job": job,
        "is_over": job is None or job.is_over,
        "is_author": export.by_id == request.user.pk,
        "counted": _("%(done)s of %(rows)s") % {"done": grouped(job.worked), "rows": rows_text(job.total)}
        if job
        else "",
        "rows": rows_text(export.row_count),
        "pace": pace.sentence(job) if job else "",
        "list_url": reverse(export.params["list"]),
    }


@require_GET
def file(request: HttpRequest, pk: int) -> FileResponse:
    """The file: its author's alone, whoever else may see that it was made (ACC-34)."""
    export = _export(request, pk)
    if export.by_id != request.user.pk:
        raise PermissionDenied(_("Only the person who made this export may download its file."))
    if not export.is_kept or not storage.path_of(export.file).exists():
        raise Http404
    return _as_download(FileResponse(storage.path_of(export.file).open("rb")), export)
