"""The trash: what one could have deleted, with Restore and, for administrators, deleting for good (ACC-30, ACC-33)."""

import datetime as dt
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from core.access.doors import administrators_only
from core.pages.numbered import numbered
from core.pages.state import clean_number
from core.records import trash
from core.records.models import TrashAct


@dataclass
class Row:
    record: object
    act: TrashAct
    days_left: int


@require_GET
def trash_list(request: HttpRequest) -> HttpResponse:
    model = _kind(request.GET.get("kind", ""), default=True)
    rows = model._default_manager.restorable_by(request.user).select_related("trash_act__by")
    page = numbered(request, rows.order_by("-trash_act__at", "-pk"), size=request.user.page_size)
    context = {
        "page": page,
        "rows": [Row(record, record.trash_act, _days_left(record.trash_act)) for record in page.rows],
        "kind": model._meta.label_lower,
        "kinds": _kinds(model),
        "days": trash.TRASH_DAYS.days,
    }
    return render(request, "trash/list.html", context)


def _kinds(shown) -> list[dict]:
    """A choice per kind of record, where there is more than one."""
    address = reverse("trash:list")
    found = [
        {
            "label": capfirst(model._meta.verbose_name_plural),
            "url": f"{address}?kind={model._meta.label_lower}",
            "is_open": model is shown,
        }
        for model in trash.kinds()
    ]
    return found if len(found) > 1 else []


def _days_left(act: TrashAct) -> int:
    """Days until the scheduler purges it, a begun one as a whole; 0 when it is due."""
    return max(-((timezone.now() - act.at - trash.TRASH_DAYS) // dt.timedelta(days=1)), 0)


@require_POST
def restore(request: HttpRequest) -> HttpResponse:
    chosen = _chosen(request)
    try:
        pks = trash.restore(chosen, by=request.user, is_clash_cleared=request.POST.get("clash") == "clear")
    except trash.RestoreClash as clash:
        return render(request, "trash/clash.html", _asked(request, chosen) | {"sentence": clash.sentence})
    _say(request, ngettext("%(count)d record restored.", "%(count)d records restored.", len(pks)), len(pks))
    return redirect(_back(request))


@require_POST
def purge(request: HttpRequest) -> HttpResponse:
    """Delete for good, after a page that names what goes."""
    administrators_only(request.user)
    chosen = _chosen(request)
    if not request.POST.get("confirmed"):
        return render(request, "trash/purge.html", _asked(request, chosen))
    count = trash.purge(chosen, by=request.user)
    _say(request, ngettext("%(count)d record deleted for good.", "%(count)d records deleted for good.", count), count)
    return redirect(_back(request))


@require_POST
def undo_act(request: HttpRequest, pk: int) -> HttpResponse:
    """The Undo of the message that follows a deletion: for who made it, and administrators."""
    act = get_object_or_404(TrashAct.objects.visible_to(request.user).select_related("content_type"), pk=pk)
    records = list(trash.records_of(act)[:2])
    try:
        pks = trash.undo(act, by=request.user)
    except trash.RestoreClash as clash:
        messages.warning(request, clash.sentence)
        return redirect("trash:list")
    _say(request, ngettext("%(count)d record restored.", "%(count)d records restored.", len(pks)), len(pks))
    return redirect(records[0].get_absolute_url() if pks and len(records) == 1 else reverse("home"))


def _say(request: HttpRequest, words: str, count: int) -> None:
    if count:
        messages.success(request, words % {"count": count})
    else:
        messages.warning(request, _("Nothing was changed: it is no longer in the trash, or not yours to restore."))


def _kind(label: str, *, default: bool = False):
    """The model that `label` names; 404 for what has no trash."""
    found = {model._meta.label_lower: model for model in trash.kinds()}
    if label not in found and not default:
        raise Http404
    return found.get(label) or next(iter(found.values()))


def _chosen(request: HttpRequest):
    """The records that the form names, as far as this user could have deleted them."""
    model = _kind(request.POST.get("kind", ""))
    pks = [pk for pk in map(clean_number, request.POST.getlist("ids")) if pk]
    return model._default_manager.restorable_by(request.user).filter(pk__in=pks)


def _asked(request: HttpRequest, chosen) -> dict:
    """Context of the pages that ask before they act: what was chosen, its number, the first names."""
    records = list(chosen.order_by("pk"))
    return {
        "kind": chosen.model._meta.label_lower,
        "records": records,
        "named": records[:10],
        "more": max(len(records) - 10, 0),
    }


def _back(request: HttpRequest) -> str:
    return f"{reverse('trash:list')}?kind={request.POST.get('kind', '')}"
