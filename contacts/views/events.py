"""Events on the timeline of a contact: adding, changing and deleting one (HIS-01, HIS-03, ACC-16)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from contacts.forms.events import EventForm
from contacts.models import Contact
from contacts.services import events
from contacts.services.seeing import seers_among_users
from contacts.timeline import links_of
from core.access.doors import visible_or_404
from core.history.models import HistoryEvent
from core.records import submitted

from .detail import composer_context, head_context, seen_by, timeline_context


@require_POST
def add_event(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever sees a contact may note what happened with it."""
    contact = visible_or_404(Contact.objects, request.user, pk)
    people = seers_among_users(contact).exclude(pk=request.user.pk)
    form = EventForm(request.POST, seers=people)
    if not form.is_valid():
        seen = seen_by(request.user, contact)
        context = head_context(request, contact, "overview", seen) | timeline_context(request, contact, seen)
        return render(request, "contacts/detail.html", context | composer_context(contact, request.user, form))
    data = form.cleaned_data

    def act() -> HistoryEvent:
        return events.add_event(
            contact, by=request.user, text=data["text"], category=data["category"],
            happened_at=data["happened_at"], told=data["people"],
        )  # fmt: skip

    submitted.once(HistoryEvent, request.user, form.once_id, act)
    return HttpResponseRedirect(contact.get_absolute_url())


@require_http_methods(["GET", "POST"])
def edit_event(request: HttpRequest, pk: int, event: int) -> HttpResponse:
    """An author changes an own event."""
    contact, found = _event(request, pk, event)
    if found.author_id != request.user.pk:
        raise PermissionDenied(_("Only its author may change an event."))
    form = EventForm(request.POST or None, event=found)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        events.edit_event(
            found, by=request.user, text=data["text"], category=data["category"], happened_at=data["happened_at"]
        )
        messages.success(request, _("Event saved."))
        return HttpResponseRedirect(contact.get_absolute_url())
    return render(request, "contacts/event.html", {"contact": contact, "event": found, "form": form})


@require_http_methods(["GET", "POST"])
def delete_event(request: HttpRequest, pk: int, event: int) -> HttpResponse:
    """Its author deletes an event, or whoever may edit what it hangs on."""
    contact, found = _event(request, pk, event)
    if not HistoryEvent.objects.editable_by(request.user).filter(pk=found.pk).exists():
        raise PermissionDenied(_("Only its author, or who may edit the contact, deletes an event."))
    if request.method == "POST":
        events.delete_event(found, by=request.user)
        messages.success(request, _("Event deleted."))
        return HttpResponseRedirect(contact.get_absolute_url())
    return render(request, "contacts/event_delete.html", {"contact": contact, "event": found})


def _event(request: HttpRequest, pk: int, event: int) -> tuple[Contact, HistoryEvent]:
    """The contact on whose page one is, and a person's own event of its timeline; 404 for anything else."""
    contact = visible_or_404(Contact.objects, request.user, pk)
    seen = seen_by(request.user, contact)
    links = links_of(contact, seen.visible, seen.persons).filter(event=event, event__kind="")
    link = links.select_related("event__category").first()
    if link is None:
        raise Http404
    return contact, link.event
