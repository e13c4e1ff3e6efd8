"""Periods that filters name: half-open instants in the user's zone, made in Python (never __date)."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

NAMES = [
    ("today", _("today")),
    ("yesterday", _("yesterday")),
    ("this_week", _("this week")),
    ("last_month", _("last month")),
    ("this_month", _("this month")),
]
FIRST, LAST = dt.date(1900, 1, 1), dt.date(2999, 12, 31)


def days_of(name: str, today: dt.date) -> tuple[dt.date, dt.date]:
    """The first day of the period and the day after its last; weeks begin on Monday."""
    tomorrow = today + dt.timedelta(days=1)
    month = today.replace(day=1)
    next_month = (month + dt.timedelta(days=32)).replace(day=1)
    return {
        "today": (today, tomorrow),
        "yesterday": (today - dt.timedelta(days=1), today),
        "this_week": (today - dt.timedelta(days=today.weekday()), today + dt.timedelta(days=7 - today.weekday())),
        "last_month": ((month - dt.timedelta(days=1)).replace(day=1), month),
        "this_month": (month, next_month),
    }[name]


def midnight(day: dt.date, zone: dt.tzinfo) -> dt.datetime:
    """The instant at which `day` begins there."""
    return dt.datetime.combine(day, dt.time.min, tzinfo=zone)


def read_day(text: str) -> dt.date | None:
    """A day as an address writes it (2026-11-25), within what the databases and time zones can take."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST <= day <= LAST else None
