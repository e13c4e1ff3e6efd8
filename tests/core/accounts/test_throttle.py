"""Guessing is bounded per account and per address, whatever is typed; the table doesn't say who tried (promise 21)."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from core.accounts import throttle
from core.accounts.models import FailedAttempt
from tests.make import make_user

pytestmark = pytest.mark.django_db
START = dt.datetime(2026, 11, 25, 9, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def guess(times: int, login: str = "alice@example.com", address: str = "192.0.2.1") -> int:
    """How many of so many guesses were let through."""
    passed = 0
    for _ in range(times):
        try:
            throttle.claim("sign_in", login, address)
        except throttle.TooManyAttempts:
            continue
        passed += 1
    return passed


def test_ten_attempts_pass_in_fifteen_minutes():
    assert guess(1000) == 10
    assert FailedAttempt.objects.filter(scope="sign_in_account").count() == 10


def test_capitals_and_edge_spaces_are_the_same_account():
    assert guess(5, "alice@example.com") + guess(4, " ALICE@Example.com ") + guess(9, "Alice@example.COM") == 10


def test_e_mail_and_user_name_are_the_same_account(alice):
    assert guess(6, alice.email) + guess(6, alice.username) + guess(6, alice.username.upper()) == 10


def test_fifty_accounts_are_tried_from_one_address():
    tried = [guess(1, f"user{number}@example.com") for number in range(1000)]
    assert sum(tried) == 50
    assert guess(1, "user999@example.com", "192.0.2.2") == 1


def test_addresses_of_one_ipv6_network_count_together():
    tried = [guess(1, f"user{number}@example.com", f"2001:db8::{number:x}") for number in range(1, 60)]
    assert sum(tried) == 50
    assert guess(1, "other@example.com", "2001:db8:0:1::1") == 1


def test_ipv4_address_written_as_ipv6_is_the_same():
    assert throttle.address_key("::ffff:192.0.2.1") == throttle.address_key("192.0.2.1")
    assert throttle.address_key("192.0.2.2") != throttle.address_key("192.0.2.1")


def test_reset_and_sign_in_are_counted_apart():
    assert guess(12) == 10
    assert throttle.claim("reset", "alice@example.com", "192.0.2.1")


def test_wait_is_named_and_ends(clock):
    guess(10)
    clock.shift(dt.timedelta(minutes=5))
    with pytest.raises(throttle.TooManyAttempts) as refusal:
        throttle.claim("sign_in", "alice@example.com", "192.0.2.1")
    assert refusal.value.minutes == 10
    clock.shift(dt.timedelta(minutes=10, seconds=1))
    assert guess(12) == 10


def test_refused_attempts_do_not_prolong_the_wait(clock):
    guess(10)
    clock.shift(dt.timedelta(minutes=14))
    assert guess(100) == 0
    clock.shift(dt.timedelta(minutes=1, seconds=1))
    assert guess(1) == 1


def test_success_is_not_counted():
    for _ in range(30):
        throttle.release(throttle.claim("sign_in", "alice@example.com", "192.0.2.1"))
    assert not FailedAttempt.objects.exists()


def test_who_reset_the_password_starts_anew(alice):
    guess(10, alice.username)
    throttle.forgive("sign_in", alice)
    assert guess(1, alice.email) == 1


def test_table_holds_no_name_and_no_address():
    make_user("zoe")
    guess(1, "zoe@example.com", "192.0.2.77")
    text = str(list(FailedAttempt.objects.values()))
    assert "zoe" not in text
    assert "192.0.2" not in text


def test_attempts_of_yesterday_are_dropped():
    guess(1)
    FailedAttempt.objects.update(at=timezone.now() - dt.timedelta(days=1, seconds=1))
    guess(1, "bob@example.com")
    throttle.forget_old()
    assert FailedAttempt.objects.count() == 2
