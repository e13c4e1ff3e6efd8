"""Where a request comes from: the proxy's word counts only where there is a proxy."""

import ipaddress

from django.conf import settings


class RemoteAddressMiddleware:
    """Settles REMOTE_ADDR once, and takes the header away that anybody can write."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        forwarded = request.META.pop("HTTP_X_FORWARDED_FOR", "")
        if settings.BEHIND_PROXY and forwarded:
            request.META["REMOTE_ADDR"] = forwarded.rpartition(",")[2].strip()
        return self.get_response(request)


def remote_address(request) -> str | None:
    """As the audit keeps it; None where it is no address (a socket file)."""
    address = request.META.get("REMOTE_ADDR", "")
    try:
        return str(ipaddress.ip_address(address))
    except ValueError:
        return None
