"""How fast a job goes, and how long it may still take, as a sentence."""

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.jobs.models import Job


def sentence(job: Job) -> str:
    """ "1,200 rows a second, about 2 minutes left"; what it waits for before the first rows."""
    if job.state == Job.State.PAUSED:
        return _("Paused")
    if job.state == Job.State.QUEUED or not job.started_at:
        return _("Waiting for a worker")
    seconds = (timezone.now() - job.started_at).total_seconds() - job.paused_seconds
    if job.worked < 1 or seconds < 1:
        return _("Started")
    rate = job.worked / seconds
    shown = number_format(round(rate), force_grouping=True)
    speed = ngettext("%(rate)s row a second", "%(rate)s rows a second", round(rate)) % {"rate": shown}
    return _("%(speed)s, %(left)s left") % {"speed": speed, "left": _duration((job.total - job.worked) / rate)}


def _duration(seconds: float) -> str:
    if seconds < 90:
        whole = max(round(seconds), 0)
        return ngettext("about %(count)d second", "about %(count)d seconds", whole) % {"count": whole}
    minutes = round(seconds / 60)
    return ngettext("about %(count)d minute", "about %(count)d minutes", minutes) % {"count": minutes}
