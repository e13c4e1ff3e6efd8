"""Taking a whole import back: how far it has come, and what was kept because it was changed since."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from core.exchange.models import Import
from core.jobs.models import Job, JobItem
from core.jobs.undo import DAYS, is_too_old, is_undoable, start_undo
from core.pages.names import Named, names_of
from core.pages.numbered import numbered
from core.records.models import BusinessError

from .frame import open_import, progress_of, undoing_of

KEPT_SHOWN = 50


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    imported = open_import(request, pk)
    if imported.job is None:
        return redirect("imports:mapping", pk)
    try:
        start_undo(imported.job, by=request.user)
    except BusinessError as error:
        messages.warning(request, str(error.sentence))
    return redirect("imports:report", pk)


def context(request: HttpRequest, imported: Import, job: Job) -> dict:
    """What the report of this run says of Undo."""
    undone = undoing_of(imported)
    shown = {"is_undoable": is_undoable(job), "undone": undone, "too_old": ""}
    if undone is None and is_too_old(job):
        shown["too_old"] = _("It can’t be taken back any more: that can be done for %(days)d days.") % {
            "days": DAYS.days
        }
    if undone is not None and not undone.is_over:
        return shown | progress_of(imported, undone)
    return shown | (_taken_back(request, undone) if undone else {})


def _taken_back(request: HttpRequest, undone: Job) -> dict:
    words = ngettext("%(count)d record is as it was.", "%(count)d records are as they were.", undone.done)
    kept = undone.items.filter(outcome=JobItem.Outcome.SKIPPED).order_by("pk")
    page = numbered(request, kept, size=KEPT_SHOWN)
    names = names_of([(item.content_type_id, item.object_id) for item in page.rows], request.user)
    unknown = Named(_("no longer there, or not yours to see"))
    lines = [(names.get((item.content_type_id, item.object_id), unknown), item.reason) for item in page.rows]
    return {"undone_words": words % {"count": undone.done}, "kept": lines, "kept_page": page}
