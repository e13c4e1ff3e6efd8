"""The header that anybody can write names the client only where a proxy writes it."""

import pytest
from django.test import RequestFactory

from core.accounts.remote import RemoteAddressMiddleware, remote_address


def address_of(**headers) -> str | None:
    seen = []
    RemoteAddressMiddleware(lambda request: seen.append(request))(RequestFactory().get("/", **headers))
    assert "HTTP_X_FORWARDED_FOR" not in seen[0].META
    return remote_address(seen[0])


def test_header_counts_for_nothing_without_a_proxy(settings):
    settings.BEHIND_PROXY = False
    assert address_of(HTTP_X_FORWARDED_FOR="203.0.113.9", REMOTE_ADDR="192.0.2.1") == "192.0.2.1"


def test_proxys_own_entry_is_the_last_one(settings):
    settings.BEHIND_PROXY = True
    assert address_of(HTTP_X_FORWARDED_FOR="6.6.6.6, 203.0.113.9", REMOTE_ADDR="192.0.2.1") == "203.0.113.9"


@pytest.mark.parametrize("written", ["", "unknown", "203.0.113.9, <script>"])
def test_what_is_no_address_is_none(settings, written):
    settings.BEHIND_PROXY = True
    assert address_of(HTTP_X_FORWARDED_FOR=written, REMOTE_ADDR="") is None
