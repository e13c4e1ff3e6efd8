"""Events on the timeline of a contact: adding, changing, deleting, and the instant of the last one (HIS-01)."""

import datetime as dt
from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from contacts.models import NEVER, Contact
from core.history import services as history
from core.history.models import HistoryCategory, HistoryEvent, HistoryLink
from core.notifications.services import notify

# How far back planned events that have come to pass are looked for: longer than a worker is down.
CAUGHT_UP = dt.timedelta(days=2)


def add_event(contact: Contact, *, by, text: str, category, happened_at=None, told: Iterable = ()) -> HistoryEvent:
    """A user's own event; `told`: users who see the contact and get a notice and a mail."""
    with transaction.atomic():
        event = history.add_event(
            contact, by=by, text=history.from_plain(text), category=category, happened_at=happened_at
        )
        refresh_last_event([contact.pk])
        notify(
            told, "contacts.event_added", by=by, target=contact,
            data={"event": event.pk}, context={"contact": contact, "event": event, "text": text},
        )  # fmt: skip
    return event


def edit_event(event: HistoryEvent, *, by, text: str, category: HistoryCategory, happened_at) -> HistoryEvent:
    with transaction.atomic():
        text = event.text if text == history.plain_text(event.text) else history.from_plain(text)
        history.edit_event(event, by=by, text=text, category=category, happened_at=happened_at)
        refresh_last_event(contacts_of(event))
    return event


def delete_event(event: HistoryEvent, *, by) -> None:
    with transaction.atomic():
        pks = contacts_of(event)
        history.delete_event(event, by=by)
        refresh_last_event(pks)


def contacts_of(event: HistoryEvent) -> list[int]:
    """The keys of the contacts on which it hangs."""
    links = event.links.filter(content_type__app_label="contacts", content_type__model="contact")
    return list(links.values_list("object_id", flat=True))


def refresh_last_event(pks: Iterable[int]) -> None:
    """One UPDATE that moves no version: the newest own event that has happened, planned ones don't count."""
    links = HistoryLink.objects.of(Contact, [OuterRef("pk")]).filter(event__kind="", happened_at__lte=timezone.now())
    newest = links.order_by("-happened_at").values("happened_at")[:1]
    Contact.objects.filter(pk__in=pks).update(last_event_at=Coalesce(Subquery(newest), Value(NEVER)))


def happened_due() -> bool:
    """Let planned events that have come to pass be their contacts' last event; taken up by run_due()."""
    now = timezone.now()
    came_true = HistoryEvent.objects.filter(
        kind="", happened_at__range=(now - CAUGHT_UP, now), created_at__lt=F("happened_at")
    )
    links = HistoryLink.objects.filter(event__in=came_true, content_type=ContentType.objects.get_for_model(Contact))
    behind = Contact.objects.filter(pk=OuterRef("object_id"), last_event_at__lt=OuterRef("happened_at"))
    pks = list(links.filter(Exists(behind)).values_list("object_id", flat=True)[:500])
    if pks:
        refresh_last_event(pks)
    return False
