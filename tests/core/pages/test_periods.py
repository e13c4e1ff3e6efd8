"""Periods: which days they hold, and the instants at which those begin in the user's zone."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from core.pages import periods

DAY = dt.date


@pytest.mark.parametrize(
    ("name", "today", "first", "after"),
    [
        ("today", DAY(2026, 11, 25), DAY(2026, 11, 25), DAY(2026, 11, 26)),
        ("yesterday", DAY(2026, 3, 1), DAY(2026, 2, 28), DAY(2026, 3, 1)),
        ("this_week", DAY(2026, 11, 25), DAY(2026, 11, 23), DAY(2026, 11, 30)),
        ("this_week", DAY(2026, 11, 29), DAY(2026, 11, 23), DAY(2026, 11, 30)),
        ("this_month", DAY(2026, 12, 31), DAY(2026, 12, 1), DAY(2027, 1, 1)),
        ("last_month", DAY(2026, 1, 31), DAY(2025, 12, 1), DAY(2026, 1, 1)),
        ("last_month", DAY(2028, 3, 30), DAY(2028, 2, 1), DAY(2028, 3, 1)),
    ],
)
def test_a_period_is_half_open(name, today, first, after):
    assert periods.days_of(name, today) == (first, after)


def test_midnight_is_that_of_the_zone_also_when_clocks_change():
    paris = ZoneInfo("Europe/Paris")
    begins, ends = (periods.midnight(day, paris) for day in (DAY(2026, 10, 25), DAY(2026, 10, 26)))
    assert ends.astimezone(dt.UTC) - begins.astimezone(dt.UTC) == dt.timedelta(hours=25)


@pytest.mark.parametrize("text", ["", "25/11/2026", "2026-13-01", "0001-01-01", "9999-12-31", "２０２６-11-25x", "now"])
def test_what_is_no_day_is_none(text):
    assert periods.read_day(text) is None


def test_a_day_is_read_as_addresses_write_it():
    assert periods.read_day("2026-11-25") == DAY(2026, 11, 25)
