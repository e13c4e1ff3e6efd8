"""Counting refused sign-ins and reset requests in a table, per account and per address (ACC-01)."""

import datetime as dt
import hashlib
import hmac
import ipaddress
import math

from django.conf import settings
from django.utils import timezone

from .models import FailedAttempt, find_user, normalise_login

WINDOW = dt.timedelta(minutes=15)
MOST_PER_ACCOUNT = 10
MOST_PER_ADDRESS = 50  # people of one office come from one address
KEPT = dt.timedelta(days=1)


class TooManyAttempts(Exception):
    """Refused without looking at the password; `minutes` is how long to wait."""

    def __init__(self, minutes: int):
        super().__init__(f"too many attempts, {minutes} minutes left")
        self.minutes = minutes


def claim(act: str, login: str, address: str = "") -> list[int]:
    """Count an attempt of `act` ("sign_in", "reset") before it is made; raises TooManyAttempts.

    The row is written first and counted with the others, so that guesses sent at the same instant are all counted.
    Returns the keys of the rows, for `release` when the attempt succeeds.
    """
    limits = [("account", account_key(login), MOST_PER_ACCOUNT)]
    if address:
        limits.append(("address", address_key(address), MOST_PER_ADDRESS))
    rows = [FailedAttempt.objects.create(scope=f"{act}_{kind}", key=key) for kind, key, _most in limits]
    waits = [minutes_left(row.scope, row.key, most) for row, (_kind, _key, most) in zip(rows, limits, strict=True)]
    claimed = [row.pk for row in rows]
    if max(waits):
        release(claimed)  # what was refused unseen doesn't prolong the wait
        raise TooManyAttempts(max(waits))
    return claimed


def release(claimed: list[int]) -> None:
    FailedAttempt.objects.filter(pk__in=claimed).delete()


def forgive(act: str, user) -> None:
    """Forget what was counted against an account, once its person has proved to read its mail."""
    FailedAttempt.objects.filter(scope=f"{act}_account", key=account_key(user.email)).delete()


def minutes_left(scope: str, key: str, most: int) -> int:
    """0 while there are no more than `most` attempts within the window, else the minutes until the next may be made."""
    now = timezone.now()
    attempts = FailedAttempt.objects.filter(scope=scope, key=key, at__gt=now - WINDOW).order_by("-id")
    times = list(attempts.values_list("at", flat=True)[: most + 1])
    if len(times) <= most:
        return 0
    return max(1, math.ceil((times[-1] + WINDOW - now).total_seconds() / 60))


def account_key(login: str) -> str:
    """The same for an account whether its e-mail or its user name was typed, and however it was typed."""
    user = find_user(login)
    return _hashed(f"user {user.pk}" if user else f"login {normalise_login(login)}")


def address_key(address: str) -> str:
    """An IPv4 address, or the network of 64 bits that one customer of IPv6 gets."""
    found = ipaddress.ip_address(address)
    if isinstance(found, ipaddress.IPv6Address) and not found.ipv4_mapped:
        return _hashed(f"network {ipaddress.ip_network(f'{found}/64', strict=False)}")
    return _hashed(f"address {getattr(found, 'ipv4_mapped', None) or found}")


def _hashed(text: str) -> str:
    """The table says nothing about who tried: keys are hashes that need the site's own key."""
    return hmac.new(settings.SECRET_KEY.encode(), text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def forget_old() -> bool:
    """Drop what is older than a day; part of DUE_WORK."""
    FailedAttempt.objects.filter(at__lt=timezone.now() - KEPT).delete()
    return False
