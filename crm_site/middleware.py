"""Middleware of the frame: request ids and access logs, language and time zone, who must sign in, what is not kept."""

import logging
import time
import uuid

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpResponse
from django.utils import timezone, translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from crm_site.logs import request_id

access_log = logging.getLogger("carnet.access")


class RequestIdMiddleware:
    """Outermost: gives each request an id, carried by the answer and by every line that is logged meanwhile."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.id = uuid.uuid4().hex
        token = request_id.set(request.id)
        started = time.perf_counter()
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = request.id
            log_access(request, response.status_code, time.perf_counter() - started)
        finally:
            request_id.reset(token)
        return response


def log_access(request, status: int, seconds: float) -> None:
    """One line per request; the query stays out, since it holds what people look for."""
    user = getattr(request, "_cached_user", None)  # asked for by the view or not at all: a log costs no query
    details = {
        "method": request.method,
        "path": request.path,
        "status": status,
        "ms": round(seconds * 1000, 1),
        "user": user.pk if user is not None else None,
        "address": request.META.get("REMOTE_ADDR", ""),
    }
    access_log.info("%s %s %s", request.method, request.path, status, extra={"access": details})


class PreferencesMiddleware:
    """Signed-in people get their language and zone, others what their browser asks for."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        language = user.language if user.is_authenticated else translation.get_language_from_request(request)
        zone = user.zone if user.is_authenticated else timezone.get_default_timezone()
        with translation.override(language), timezone.override(zone):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.setdefault("Content-Language", language)
        return response


class NoStoreMiddleware:
    """What signed-in people see is kept by no cache: not on a shared computer after sign-out, not by a proxy."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store"
        return response


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Nobody passes unsigned, and nothing typed is lost: a form sent after the session ended waits for the sign-in."""

    def handle_no_permission(self, request, view_func):
        if is_part_of_a_page(request):
            return HttpResponse(_("You were signed out. Sign in again in another tab."), status=401)
        if request.method == "POST":
            return import_string("crm_site.views.sign_in.sign_in_first")(request)  # pages are loaded with the addresses
        return super().handle_no_permission(request, view_func)


def is_part_of_a_page(request) -> bool:
    """Asked for by a script, which can't show a sign-in page."""
    return "HX-Request" in request.headers or request.headers.get("Sec-Fetch-Mode") in ("cors", "same-origin")
