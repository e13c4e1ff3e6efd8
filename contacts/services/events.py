"""Events on the timeline of a contact: adding, changing, deleting, and the instant of the last one (HIS-01)."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from contacts.models import NEVER, Contact
from core.history import services as history
from core.history.models import HistoryCategory, HistoryEvent, HistoryLink
from core.notifications.services import notify


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
