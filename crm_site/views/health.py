"""Health: is the process alive, and has it what it needs (PLT-06)."""

import logging

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

logger = logging.getLogger(__name__)


@login_not_required
@require_safe
@never_cache
def healthz(request):
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@require_safe
@never_cache
def readyz(request):
    """200 where database and broker answer, else 503; the JSON says which is away, the log says why."""
    state = {"database": database_state(), "broker": broker_state()}
    return JsonResponse(state, status=503 if "away" in state.values() else 200)


def database_state() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        logger.exception("the database does not answer")
        return "away"
    return "ready"


def broker_state() -> str:
    """ "embedded" where there is none: the worker then needs nothing but the database."""
    if not settings.REDIS_URL:
        return "embedded"
    import redis  # only where there is a broker: it costs memory

    try:
        with redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2) as broker:
            broker.ping()
    except (redis.RedisError, ValueError):
        logger.exception("the broker does not answer")
        return "away"
    return "ready"
