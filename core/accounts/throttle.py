"""Counting refused sign-ins and reset requests in a table, per account and per address (ACC-01)."""

import datetime as dt

from django.utils import timezone

from .models import FailedAttempt


def forget_old() -> bool:
    """Drop what is older than a day; part of DUE_WORK."""
    FailedAttempt.objects.filter(at__lt=timezone.now() - dt.timedelta(days=1)).delete()
    return False
