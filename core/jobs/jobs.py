"""Celery entry points: each calls one function of DUE_WORK until nothing is due."""

import time

from celery import shared_task
from django.conf import settings
from django.utils.module_loading import import_string


@shared_task(name="core.jobs.jobs.work", ignore_result=True)
def work(name: str) -> None:
    """Work slices of `name` for at most a minute; the next beat goes on from there."""
    if name not in settings.DUE_WORK:
        return
    until = time.monotonic() + 60
    while import_string(name)() and time.monotonic() < until:
        continue
