"""Middleware of the frame: a request id for the logs, and the user's language and time zone."""

import uuid

from django.utils import timezone, translation


class RequestIdMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.id = uuid.uuid4().hex
        response = self.get_response(request)
        response["X-Request-ID"] = request.id
        return response


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
