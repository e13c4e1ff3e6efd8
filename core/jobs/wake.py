"""Waking a worker after the commit: a hint only, since the sweep finds the row anyway."""

import logging

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

logger = logging.getLogger(__name__)


def wake(name: str) -> None:
    """After this transaction, tell Celery that `name` (an entry of DUE_WORK) has something to do."""
    if settings.REDIS_URL:
        transaction.on_commit(lambda: _send(name))


def _send(name: str) -> None:
    app = import_string(settings.CELERY_APP)  # imported only where there is a broker: it costs 20 MB
    try:
        app.send_task(
            "core.jobs.jobs.work", args=[name], queue=settings.DUE_WORK_QUEUES.get(name, "default"), retry=False
        )
    except Exception as error:  # the broker may vanish: the row is there, and beat or the next act will find it
        logger.warning("broker not reached, work waits for the sweep: %s", error)
