"""Pages of background work: progress, report, Cancel, Undo; for the author of a job and the administrators."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from core.jobs import pace, steering
from core.jobs.models import Job, JobItem
from core.jobs.undo import DAYS, is_too_old, is_undoable, start_undo
from core.jobs.undo import KIND as UNDO
from core.pages.names import Named, names_of
from core.pages.numbered import numbered
from core.records.models import BusinessError

OUTCOMES = {
    "done": [JobItem.Outcome.CREATED, JobItem.Outcome.CHANGED, JobItem.Outcome.TRASHED],
    "skipped": [JobItem.Outcome.SKIPPED],
    "failed": [JobItem.Outcome.FAILED],
}
ICONS = {
    "queued": "clock",
    "running": "refresh",
    "paused": "player-pause",
    "done": "circle-check",
    "failed": "alert-circle",
    "cancelled": "x",
}
HUES = {"queued": "grey", "running": "sky", "paused": "grey", "done": "green", "failed": "red", "cancelled": "grey"}


@require_GET
def job_list(request: HttpRequest) -> HttpResponse:
    jobs = Job.objects.visible_to(request.user).select_related("by", "undo_of").order_by("-id")
    page = numbered(request, jobs, size=request.user.page_size)
    rows = [
        {
            "job": job,
            "title": title_of(job),
            "counted": counted(job),
            "hue": HUES[job.state],
            "icon": ICONS[job.state],
            "url": page_of(job),
        }
        for job in page.rows
    ]
    return render(request, "jobs/list.html", {"rows": rows, "page": page})


@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "jobs/detail.html", _state(request, _job(request, pk)))


@require_GET
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of the page that asks for news of itself: 204 while nothing changed."""
    job = _job(request, pk)
    if request.GET.get("seen") == stamp(job):
        return HttpResponse(status=204)
    return render(request, "jobs/_state.html", _state(request, job), status=286 if job.is_over else 200)


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    job = _job(request, pk)
    if steering.cancel(job):
        messages.info(request, _("The work stops after the step in hand. What is done stays done."))
    else:
        messages.info(request, _("The work had already ended."))
    return redirect("jobs:detail", job.pk)


@require_POST
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    job = _job(request, pk)
    if not steering.pause(job):
        messages.info(request, _("The work had already ended."))
    return redirect(page_of(job))


@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    job = _job(request, pk)
    steering.resume(job)
    return redirect(page_of(job))


@require_POST
def undo_job(request: HttpRequest, pk: int) -> HttpResponse:
    job = _job(request, pk)
    try:
        undoing = start_undo(job, by=request.user)
    except BusinessError as error:
        messages.warning(request, error.sentence)
        return redirect("jobs:detail", job.pk)
    undoing.refresh_from_db()
    if undoing.state != Job.State.DONE or undoing.skipped or undoing.failed:
        return redirect("jobs:detail", undoing.pk)
    words = ngettext("%(count)s record is as it was.", "%(count)s records are as they were.", undoing.done)
    messages.success(request, words % {"count": _number(undoing.done)})
    return redirect(_came_from(request) or reverse("jobs:detail", args=[undoing.pk]))


def _came_from(request: HttpRequest) -> str:
    """The page whose Undo was pressed, if it is one of ours."""
    address = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if is_ours else ""


def _job(request: HttpRequest, pk: int) -> Job:
    return get_object_or_404(Job.objects.visible_to(request.user).select_related("by", "undo_of"), pk=pk)


def title_of(job: Job) -> str:
    """The job's title in the reader's language; of an Undo, with what it takes back."""
    if job.kind == UNDO and job.undo_of:
        return _("Undo: %(title)s") % {"title": title_of(job.undo_of)}
    title = _(job.title)
    return title % job.title_values if job.title_values else title


def counted(job: Job) -> str:
    """ "1,460 of 2,318"."""
    numbers = {"done": _number(job.worked), "total": _number(max(job.total, job.worked))}
    return _("%(done)s of %(total)s") % numbers


def _number(value: int) -> str:
    return number_format(value, force_grouping=True)


def page_of(job: Job) -> str:
    """Where its report is: a page of its own (an import), else the page here."""
    return job.address or reverse("jobs:detail", args=[job.pk])


def stamp(job: Job) -> str:
    """Changes whenever the page would look different."""
    return f"{job.state}-{job.worked}-{job.total}-{int(job.is_cancel_requested)}"


@dataclass
class Line:
    item: JobItem
    named: Named


def _state(request: HttpRequest, job: Job) -> dict:
    """Context of the progress and, once the job is over, of its report."""
    live = reverse("jobs:progress", args=[job.pk]) + "?" + urlencode({"seen": stamp(job)})
    context = {
        "job": job,
        "title": title_of(job),
        "counted": counted(job),
        "pace": pace.sentence(job),
        "live_url": "" if job.is_over else live,
        "can_cancel": not job.is_over and not job.is_cancel_requested,
        "is_paused": job.state == Job.State.PAUSED,
        "hint": _hint(job),
        "hue": HUES[job.state],
        "icon": ICONS[job.state],
    }
    return context | (_report(request, job) if job.is_over else {})


def _hint(job: Job) -> str:
    """The sentence under the progress."""
    if job.is_cancel_requested:
        return _("Stopping after the step in hand.")
    if job.state == Job.State.PAUSED:
        return _("It waits until you let it go on. What is done so far stays done.")
    return _("You can leave this page: the work goes on, and you find it again in your menu under “Background work”.")


def _report(request: HttpRequest, job: Job) -> dict:
    shown = request.GET.get("show", "")
    if shown not in OUTCOMES:
        shown = next((name for name in ("failed", "skipped") if getattr(job, name)), "done")
    items = job.items.filter(outcome__in=OUTCOMES[shown]).order_by("pk")
    page = numbered(request, items, size=request.user.page_size)
    names = names_of([(item.content_type_id, item.object_id) for item in page.rows], request.user)
    unknown = Named(_("no longer there, or not yours to see"))
    lines = [Line(item, names.get((item.content_type_id, item.object_id), unknown)) for item in page.rows]
    return {
        "lines": lines,
        "page": page,
        "shown": shown,
        "choices": _choices(job, shown),
        "is_undoable": is_undoable(job),
        "nothing": _nothing(job),
        "gone": _gone(job) if shown == "skipped" else "",
        "undone_by": job.undone_by.order_by("-pk").first(),
    }


def _gone(job: Job) -> str:
    """Of those left out, the ones that have no line since they weren't found any more."""
    gone = job.position.get("gone", 0)
    words = ngettext(
        "%(count)s had left the selection before its turn came: changed, deleted, or hidden from you.",
        "%(count)s had left the selection before their turn came: changed, deleted, or hidden from you.",
        gone,
    )
    return words % {"count": _number(gone)} if gone else ""


def _nothing(job: Job) -> str:
    """What stands in the place of lines where there is none."""
    if is_too_old(job):
        words = _("What became of each record is kept for %(days)d days.")
        return words % {"days": DAYS.days}
    return _("Nothing in this part of the report.")


def _choices(job: Job, shown: str) -> list[dict]:
    labels = {"done": _("Done"), "skipped": _("Left out"), "failed": _("Failed")}
    address = reverse("jobs:detail", args=[job.pk])
    return [
        {
            "label": label,
            "url": f"{address}?show={name}",
            "is_open": name == shown,
            "count": _number(getattr(job, name)),
        }
        for name, label in labels.items()
    ]
