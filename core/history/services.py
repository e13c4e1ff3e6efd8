"""Writing the timeline: one function for the system's events, one for a user's own."""

import html
import re
from collections.abc import Iterable
from typing import Any

import nh3
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from core.audit import services as audit
from core.records import writing

from .models import HistoryEvent, HistoryLink

_TAGS = {"p", "br", "strong", "em", "b", "i", "u", "ul", "ol", "li", "a", "blockquote"}


def record(kind: str, *targets, by=None, data: dict[str, Any] | None = None) -> HistoryEvent:
    """A line written by the system, in the transaction of the change; `data` holds kinds and ids, never names."""
    event = HistoryEvent(kind=kind, author=by, data=data or {})
    HistoryEvent.objects.bulk_create([event])  # a system's line is no change that the audit needs
    link(event, targets)
    return event


def record_many(kind: str, targets: Iterable, *, by=None, data: dict[str, Any] | None = None) -> None:
    """One event per object, in two statements."""
    targets = list(targets)
    now = timezone.now()
    author = by.pk if by else None
    with transaction.atomic():
        events = writing.insert(
            HistoryEvent, ["kind", "author_id", "data", "happened_at"], [(kind, author, data or {}, now)] * len(targets)
        )
        links = [(event, _type(target).pk, target.pk, now) for event, target in zip(events, targets, strict=True)]
        writing.insert(HistoryLink, ["event_id", "content_type_id", "object_id", "happened_at"], links)


def add_event(*targets, by, text: str, category, happened_at=None) -> HistoryEvent:
    """A user's own event; its text is cleaned to the few tags a note needs."""
    with transaction.atomic(), audit.acting(by):
        event = HistoryEvent.objects.create(
            category=category, author=by, text=clean_text(text), happened_at=happened_at or timezone.now()
        )
        link(event, targets)
    return event


def edit_event(event: HistoryEvent, *, by, text: str, category, happened_at) -> HistoryEvent:
    """Change an own event; the audit keeps what it said before."""
    with transaction.atomic(), audit.acting(by):
        event.text, event.category, event.happened_at = clean_text(text), category, happened_at
        event.version += 1
        event.save()
        event.links.update(happened_at=happened_at)
    return event


def delete_event(event: HistoryEvent, *, by) -> None:
    """Remove an own event for good; the audit keeps what it said."""
    with transaction.atomic(), audit.acting(by):
        event.delete()


def link(event: HistoryEvent, targets: Iterable) -> None:
    HistoryLink.objects.bulk_create(
        HistoryLink(event=event, content_type=_type(target), object_id=target.pk, happened_at=event.happened_at)
        for target in targets
    )


def clean_text(text: str) -> str:
    return nh3.clean(text, tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto", "tel"})


def plain_text(text: str) -> str:
    """The stored text as it is typed in a plain box."""
    lines = re.sub(r"<br\s*/?>|</p>|</li>", "\n", text)
    return html.unescape(nh3.clean(lines, tags=set())).strip()


def from_plain(text: str) -> str:
    """What was typed in a plain box, as it is stored: signs of markup are letters like others."""
    return html.escape(text.replace("\r\n", "\n"), quote=False)


def _type(target) -> ContentType:
    return ContentType.objects.get_for_model(target)
