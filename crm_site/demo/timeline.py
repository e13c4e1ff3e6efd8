"""The demo's timeline: calls, e-mails and visits of the last months, and a few that are planned."""

import datetime as dt
from types import ModuleType

from django.contrib.contenttypes.models import ContentType

from contacts.models import NEVER, Contact
from core.history.models import HistoryCategory, HistoryEvent, HistoryLink
from core.history.services import add_event

MOST = 6  # events of one contact
RECENT = 20  # days


def date_back(contacts: list[Contact], created: list[dt.datetime]) -> None:
    """Let the contacts, and the lines that tell of their creation, be as old as `created` says."""
    at = {contact.pk: moment for contact, moment in zip(contacts, created, strict=True)}
    for contact in contacts:
        contact.created_at = contact.changed_at = at[contact.pk]
    Contact.objects.bulk_update(contacts, ["created_at", "changed_at"], batch_size=200)
    content_type = ContentType.objects.get_for_model(Contact)
    links = list(HistoryLink.objects.filter(content_type=content_type, object_id__in=at).select_related("event"))
    for link in links:
        link.happened_at = link.event.happened_at = at[link.object_id]
    HistoryLink.objects.bulk_update(links, ["happened_at"], batch_size=200)
    HistoryEvent.objects.bulk_update([link.event for link in links], ["happened_at"], batch_size=200)


def write_events(contacts: list[Contact], authors: list, texts: ModuleType, now: dt.datetime) -> None:
    """Give each contact that is not of today up to six events; the first contacts have the most of them."""
    categories = list(HistoryCategory.objects.all())
    for number, contact in enumerate(contacts):
        is_new = now - contact.created_at < dt.timedelta(days=1)
        count = 0 if is_new else MOST if number < 4 else (number * 5 + 2) % 4
        for turn in range(count):
            happened_at = _moment(contact.created_at, now, number, turn, count)
            _write(contact, texts.EVENTS[(number * 7 + turn * 11) % len(texts.EVENTS)], happened_at,
                   authors[(number + turn) % len(authors)], categories)  # fmt: skip
            contact.last_event_at = max(contact.last_event_at, happened_at)
        if number % 30 == 0:
            planned = texts.PLANNED[number // 30 % len(texts.PLANNED)]
            _write(contact, planned, _at_work(now + dt.timedelta(days=2 + number % 9), number), authors[0], categories)
    touched = [contact for contact in contacts if contact.last_event_at > NEVER]
    Contact.objects.bulk_update(touched, ["last_event_at"], batch_size=200)


def _write(contact, said: tuple[int, str], happened_at, author, categories) -> None:
    category, text = said
    add_event(contact, by=author, text=text, category=categories[category], happened_at=happened_at)


def _moment(created: dt.datetime, now: dt.datetime, number: int, turn: int, count: int) -> dt.datetime:
    """Spread between the creation and now, in working hours; the last one of some is of the last three weeks."""
    span = now - created
    ago = dt.timedelta(days=number // 6 % RECENT)
    if turn == count - 1 and number % 6 == 0 and span > ago + dt.timedelta(days=2):
        return _at_work(now - ago, number, latest=now)
    return _at_work(created + span * (turn + 1) / (count + 1), number + turn, latest=now, earliest=created)


def _at_work(moment, number: int, latest=None, earliest=None) -> dt.datetime:
    """In the working hours of its day; of the day before where that is still to come, as it was if then too early."""
    at_work = moment.replace(hour=8 + number % 9, minute=number * 17 % 60, second=0, microsecond=0)
    if latest and at_work > latest:
        at_work -= dt.timedelta(days=1)
    return moment if earliest and at_work < earliest else at_work
