"""What the pages of an import share: its steps, its file in a line, who may open it, how far its work has come."""

from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.access.doors import visible_or_404
from core.exchange.encodings import CHOICES as ENCODINGS
from core.exchange.forms import grouped, rows_text
from core.exchange.models import Import
from core.exchange.reading import SEPARATORS
from core.exchange.running import importer_of
from core.exchange.services import AlreadyStarted
from core.jobs import pace
from core.jobs.models import Job


def steps_of(imported: Import | None, current: int) -> list[dict]:
    """`current` counts from 0; a file of cards has nothing to map."""
    names = [
        (0, _("File"), "file"),
        (1, _("Mapping"), "mapping"),
        (2, _("Rules"), "rules"),
        (3, _("Check"), "check"),
        (4, _("Import"), "run"),
    ]
    is_open = imported is not None and not imported.is_started
    if imported is not None and not has_mapping(imported):
        del names[1]
    return [
        {
            "name": name,
            "state": "passed" if at < current else "current" if at == current else "next",
            "url": reverse(f"imports:{page}", args=[imported.pk]) if is_open and at < current else "",
        }
        for at, name, page in names
    ]


def has_mapping(imported: Import) -> bool:
    return imported.file_type != Import.FileType.VCARD


def page_of(
    request: HttpRequest, template: str, imported: Import | None, step: int, context: dict, status: int = 200
) -> HttpResponse:
    importer = importer_of(imported) if imported else context.pop("importer")
    shown = {
        "imported": imported,
        "title": importer.title,
        "list_url": importer.list_url,
        "steps": steps_of(imported, step),
        "has_mapping": imported is not None and has_mapping(imported),
    }
    return render(request, f"exchange/{template}.html", shown | context, status=status)


def facts(imported: Import) -> dict:
    if imported.file_type == Import.FileType.XLSX:
        return {"facts": f"{rows_text(imported.row_count)}, {imported.get_file_type_display()}, {imported.sheet}"}
    if imported.file_type == Import.FileType.VCARD:
        return {"facts": f"{rows_text(imported.row_count)}, {imported.get_file_type_display()}"}
    encoding = dict(ENCODINGS).get(imported.encoding, imported.encoding.upper())
    separator = dict(SEPARATORS).get(imported.separator, imported.separator)
    return {"facts": f"{rows_text(imported.row_count)}, {encoding}, {separator}"}


def open_import(request: HttpRequest, pk: int) -> Import:
    return visible_or_404(Import.objects.select_related("by", "job", "check_job", "read_job"), request.user, pk)


def is_being_read(imported: Import) -> bool:
    """Whether a large sheet hasn't been read to its end: before that there is nothing to map."""
    return imported.read_job is not None and imported.read_job.state != Job.State.DONE


def read_first(view):
    """Leads to the step File as long as the file's rows aren't there."""

    @wraps(view)
    def guarded(request: HttpRequest, pk: int) -> HttpResponse:
        return redirect("imports:file", pk) if is_being_read(open_import(request, pk)) else view(request, pk)

    return guarded


def mapped(view):
    """Leads on to the rules where there is nothing to map."""

    @wraps(view)
    def guarded(request: HttpRequest, pk: int) -> HttpResponse:
        return view(request, pk) if has_mapping(open_import(request, pk)) else redirect("imports:rules", pk)

    return guarded


def unstarted(view):
    """Leads to the report once the import was started: nothing about it can be chosen any more."""

    @wraps(view)
    def guarded(request: HttpRequest, pk: int) -> HttpResponse:
        if open_import(request, pk).is_started:
            return redirect("imports:report", pk)
        try:
            return view(request, pk)
        except AlreadyStarted:  # in another window, since this page was asked for
            return redirect("imports:report", pk)

    return guarded


def status_of(form) -> int:
    return 400 if form.errors else 200


def undoing_of(imported: Import) -> Job | None:
    """The latest Undo of the whole import."""
    return imported.job.undone_by.select_related("by").order_by("-pk").first() if imported.job else None


def current_job(imported: Import) -> Job | None:
    """What the progress is about: an Undo, the run, the check, or the reading of a sheet, whichever came last."""
    if imported.job and imported.job.is_over:
        return undoing_of(imported) or imported.job
    return imported.job or imported.check_job or imported.read_job


def progress_of(imported: Import, job: Job) -> dict:
    """How far it has come, with the addresses of what can be done about it."""
    if imported.read_job_id == job.pk:
        shown = {"counted": rows_text(job.position.get("rows", 0)), "pace": ""}
        return shown | {"after_url": reverse("imports:file", args=[imported.pk])} | _steering_of(imported, job)
    return {
        "counted": _("%(done)s of %(rows)s") % {"done": grouped(job.worked), "rows": rows_text(job.total)},
        "pace": pace.sentence(job),
        "after_url": after_of(imported, job),
    } | _steering_of(imported, job)


def _steering_of(imported: Import, job: Job) -> dict:
    if job.is_over or job.is_cancel_requested:
        return {}
    pause = "resume" if job.state == Job.State.PAUSED else "pause"
    return {f"{name}_url": reverse(f"imports:{name}", args=[imported.pk]) for name in (pause, "cancel")}


def after_of(imported: Import, job) -> str:
    """Where the outcome is to be seen; a check that came to no end has none."""
    if imported.is_started:
        return reverse("imports:report", args=[imported.pk])
    return reverse("imports:check", args=[imported.pk]) if job.state == job.State.DONE else ""
