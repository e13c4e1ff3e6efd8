"""The timeline of a contact as its page shows it: what is planned on top, then newest first (HIS-01, HIS-03)."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from contacts.events import sentence
from contacts.models import Contact
from core.history.models import HistoryEvent, HistoryLink
from core.pages.state import clean_number

SIZE = 25
PLANNED_SIZE = 50
LITERAL_PERSONS = 500


@dataclass
class Line:
    """One line; `text` is markup that was cleaned when it was stored."""

    link: HistoryLink
    verb: str
    text: SafeString
    whose: list[dict] = field(default_factory=list)
    items: list[dict] = field(default_factory=list)

    @property
    def event(self) -> HistoryEvent:
        return self.link.event

    @property
    def key(self) -> str:
        return str(self.event.pk)

    @property
    def author(self) -> str:
        return str(self.event.author) if self.event.author else _("Somebody")


@dataclass
class Timeline:
    planned: list[Line] = field(default_factory=list)
    days: list[tuple[Any, list[Line]]] = field(default_factory=list)  # (words of the day, its lines)
    next: str = ""  # the mark after which the next page goes on, as an address carries it

    @property
    def is_empty(self) -> bool:
        return not self.planned and not self.days


def persons_of(contact: Contact, visible) -> dict[int, Contact] | None:
    """{key: the person with its name} of a company's persons among `visible`; None where they are too many to name."""
    if not contact.is_company:
        return {}
    persons = visible.filter(company=contact).order_by().only("pk", "display_name")[: LITERAL_PERSONS + 1]
    found = {person.pk: person for person in persons}
    return found if len(found) <= LITERAL_PERSONS else None


def links_of(contact: Contact, visible, persons: dict[int, Contact] | None):
    """The lines of the contact; for a company those of its persons (see `persons_of`) too, each event once."""
    own = HistoryLink.objects.of(Contact, [contact.pk])
    if persons == {}:
        return own
    many = visible.filter(company=contact).order_by().values_list("pk", flat=True)
    theirs = HistoryLink.objects.of(Contact, many if persons is None else persons)
    doubles = (own | theirs).filter(event=OuterRef("event"), pk__lt=OuterRef("pk"))
    return (own | theirs).exclude(Exists(doubles))


def timeline(contact: Contact, user, links, people, *, can_edit: bool, after: str = "") -> Timeline:
    """One page of `links`; `people` gives the persons of these keys, `after` says where the last page ended."""
    mark = read_mark(after)
    planned, rows = ([], _past(links, timezone.now(), mark)) if mark else _first_page(links, timezone.now())
    lines = _Lines(contact, user, people, [*planned, *rows[:SIZE]], can_edit=can_edit)
    page = Timeline([lines.line(link) for link in planned])
    page.next = f"{rows[SIZE - 1].pk}_{rows[SIZE - 1].happened_at.isoformat()}" if len(rows) > SIZE else ""
    known = _day(mark[0]) if mark else None
    for link in rows[:SIZE]:
        day = _day(link.happened_at)
        if not page.days or day != known:
            page.days.append((day_words(day) if day != known else "", []))
        known = day
        page.days[-1][1].append(lines.line(link))
    return page


def _first_page(links, now: dt.datetime) -> tuple[list[HistoryLink], list[HistoryLink]]:
    """(planned lines, the soonest first; the newest of the past, and one more): in one query unless much is planned."""
    newest = list(links.newest_first()[: PLANNED_SIZE + SIZE + 1])
    planned = [link for link in newest if link.happened_at > now]
    if len(planned) <= PLANNED_SIZE:
        return planned[::-1], newest[len(planned) :][: SIZE + 1]
    soonest = links.filter(happened_at__gt=now).newest_first().reverse()[:PLANNED_SIZE]
    return list(soonest), _past(links, now, None)


def _past(links, now: dt.datetime, mark: tuple[dt.datetime, int] | None) -> list[HistoryLink]:
    past = links.filter(happened_at__lte=now).newest_first()
    if mark is not None:
        moment, pk = mark
        past = past.filter(happened_at__lte=moment).filter(Q(happened_at__lt=moment) | Q(happened_at=moment, pk__lt=pk))
    return list(past[: SIZE + 1])


def read_mark(text: str) -> tuple[dt.datetime, int] | None:
    """(instant, key) of the last line of a page; None for anything else. It names no line, which may be gone by now."""
    number, _sign, moment = text.partition("_")
    pk = clean_number(number)
    try:
        at = dt.datetime.fromisoformat(moment)
    except ValueError:
        return None
    return (at, pk) if pk and timezone.is_aware(at) and 1900 < at.year < 2200 else None


def _day(moment: dt.datetime) -> dt.date:
    return timezone.localtime(moment).date()


def day_words(day: dt.date) -> str:
    today = timezone.localdate()
    if day == today:
        return _("Today")
    if day == today - dt.timedelta(days=1):
        return _("Yesterday")
    return formats.date_format(day, "DATE_FORMAT")


class _Lines:
    """Makes lines, with the rights and the names that they need asked once for all of them."""

    def __init__(self, contact: Contact, user, people, links: list[HistoryLink], *, can_edit: bool):
        self.contact, self.user = contact, user
        others = {link.object_id for link in links} - {contact.pk}
        self.people = people(others)
        self.editable = Contact.objects.editable_among(user, others) if others else set()
        if can_edit:
            self.editable.add(contact.pk)

    def line(self, link: HistoryLink) -> Line:
        event = link.event
        line = Line(link, _verb(event), mark_safe(event.text))  # noqa: S308 cleaned by history.clean_text
        person = self.people.get(link.object_id)
        if person is not None:
            line.whose = [{"label": str(person), "url": person.get_absolute_url(), "icon": "user"}]
        if event.is_own:
            line.items = self._items(event, link)
        return line

    def _items(self, event: HistoryEvent, link: HistoryLink) -> list[dict]:
        is_author = event.author_id == self.user.pk
        items = []
        if is_author:
            url = reverse("contacts:edit_event", args=[self.contact.pk, event.pk])
            items.append({"label": _("Edit…"), "url": url, "icon": "pencil", "dialog": True})
        if is_author or link.object_id in self.editable:
            url = reverse("contacts:delete_event", args=[self.contact.pk, event.pk])
            items.append({"label": _("Delete…"), "url": url, "icon": "trash", "danger": True, "dialog": True})
        return items


def _verb(event: HistoryEvent) -> str:
    if not event.is_own:
        return sentence(event.kind)
    name = str(event.category) if event.category else ""
    return _("planned: %(category)s") % {"category": name} if event.happened_at > timezone.now() else name
