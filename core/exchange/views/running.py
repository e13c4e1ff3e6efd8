"""The step Import: its start, how far it has come, Pause, Go on and Cancel."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.exchange import services
from core.exchange.models import Import
from core.jobs import steering
from core.jobs.models import Job
from core.records.models import BusinessError

from .frame import current_job, facts, open_import, page_of, progress_of


@require_http_methods(["GET", "POST"])
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """Step 5: starts the import, and shows how far it has come."""
    imported = open_import(request, pk)
    if request.method == "POST":
        try:
            services.start_import(imported)
        except BusinessError:
            return redirect("imports:mapping", pk)
        return redirect("imports:run", pk)
    if imported.job is None:
        return redirect("imports:check", pk)
    if imported.job.is_over:
        return redirect("imports:report", pk)
    context = facts(imported) | {"job": imported.job} | progress_of(imported, imported.job)
    return page_of(request, "run", imported, 4, context)


@require_GET
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of the pages that asks for news of itself; 286 says that there will be no more."""
    imported = open_import(request, pk)
    job = current_job(imported)
    if job is None:
        return redirect("imports:rules", pk)
    context = {"imported": imported, "job": job} | progress_of(imported, job)
    return render(request, "exchange/_progress.html", context, status=286 if job.is_over else 200)


@require_POST
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    imported = open_import(request, pk)
    return _steered(request, imported, steering.pause)


@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    imported = open_import(request, pk)
    return _steered(request, imported, steering.resume)


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask what runs to stop: the chunk in hand is finished, what is in stays in."""
    imported = open_import(request, pk)
    return _steered(request, imported, steering.cancel)


def _steered(request: HttpRequest, imported: Import, act) -> HttpResponse:
    """Back to the page whose progress this is about."""
    job = current_job(imported)
    if job is not None and not act(job) and Job.objects.visible_to(request.user).get(pk=job.pk).is_over:
        messages.info(request, _("The work had already ended."))
    step = "run" if imported.is_started else "check" if imported.check_job_id else "file"
    return redirect(f"imports:{step}", imported.pk)
