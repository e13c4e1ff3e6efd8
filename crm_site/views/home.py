"""Home: the newest contacts and the latest events that people wrote, of what one may see."""

import datetime as dt

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef
from django.shortcuts import render
from django.utils import timezone

from contacts.models import Contact
from contacts.photos import with_photos
from core.history.models import HistoryEvent, HistoryLink

SHOWN = 8
DAYS = 90  # older than this is no news, and a bound for the query


def home(request):
    since = timezone.now() - dt.timedelta(days=DAYS)
    context = {"contacts": newest_contacts(request.user, since), "events": latest_events(request.user, since)}
    return render(request, "crm_site/home.html", context | {"today": timezone.localdate()})


def newest_contacts(user, since: dt.datetime) -> list[Contact]:
    visible = Contact.objects.visible_to(user)
    newest = visible.filter(created_at__gte=since).order_by("-created_at", "-id")
    rows = newest.with_row(visible).select_related("created_by", "contact_type", "temperature")[:SHOWN]
    return with_photos(rows)


def latest_events(user, since: dt.datetime) -> list[HistoryEvent]:
    """What people wrote, each with `.about` (the contact it is read on) and `.is_today`."""
    links = HistoryLink.objects.filter(
        Exists(Contact.objects.visible_to(user).filter(pk=OuterRef("object_id"))),
        content_type=ContentType.objects.get_for_model(Contact),
    )
    written = HistoryEvent.objects.filter(
        Exists(links.filter(event=OuterRef("pk"))), kind="", happened_at__gte=since, happened_at__lte=timezone.now()
    )
    events = list(written.select_related("author", "category").order_by("-happened_at", "-id")[:SHOWN])
    about = _contacts_by_event(user, links.filter(event__in=events))
    for event in events:
        event.about = about.get(event.pk)
        event.is_today = timezone.localdate(event.happened_at) == timezone.localdate()
    return events


def _contacts_by_event(user, links) -> dict[int, Contact]:
    pairs = list(links.order_by("-id").values_list("event_id", "object_id"))
    contacts = Contact.objects.visible_to(user).in_bulk({object_id for _event, object_id in pairs})
    return {event: contacts[object_id] for event, object_id in pairs if object_id in contacts}
