"""How fast a job goes, and how long it may still take, as a sentence."""

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .models import Job


def sentence(job: Job) -> str:
    """ "120 per second, about 8 minutes left", once enough was done to tell; pauses are no part of it."""
    if job.state == Job.State.PAUSED:
        return _("Paused")
    if job.state != Job.State.RUNNING or not job.started_at or not job.worked:
        return _("Waiting for a worker") if job.state == Job.State.QUEUED else ""
    seconds = max((timezone.now() - job.started_at).total_seconds() - job.paused_seconds, 1)
    rate = job.worked / seconds
    left = max(job.total - job.worked, 0) / rate
    shown = number_format(round(rate), force_grouping=True) if rate >= 1 else number_format(rate, 1)
    return _("%(rate)s per second, about %(left)s left") % {"rate": shown, "left": _duration(left)}


def _duration(seconds: float) -> str:
    if seconds < 90:
        return ngettext("%(count)d second", "%(count)d seconds", round(seconds)) % {"count": round(seconds)}
    minutes = round(seconds / 60)
    return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
