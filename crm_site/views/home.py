"""Home: the newest contacts and the latest events that people wrote, of what one may see."""

import datetime as dt

from django.contrib.contenttypes.models import ContentType
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
    """What people wrote, each with `.about` (the contact it is read on) and `.is_today`.

    The newest events hang on the contacts whose last event is newest, which an index finds for every user.
    """
    stirred = Contact.objects.visible_to(user).filter(last_event_at__gte=since).order_by("-last_event_at", "-id")
    about = {contact.pk: contact for contact in stirred[:SHOWN]}
    links = HistoryLink.objects.filter(
        content_type=ContentType.objects.get_for_model(Contact),
        object_id__in=list(about),
        happened_at__range=(since, timezone.now()),
        event__kind="",
    )
    links = links.select_related("event__author", "event__category").order_by("-happened_at", "-id")
    events: dict[int, HistoryEvent] = {}
    for link in links[: SHOWN * SHOWN]:  # one event may hang on all of them
        event = events.setdefault(link.event_id, link.event)
        event.about = about[link.object_id]
        event.is_today = timezone.localdate(event.happened_at) == timezone.localdate()
    return list(events.values())[:SHOWN]
