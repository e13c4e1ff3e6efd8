"""What a job did to each object is forgotten when it can't be undone any more; its counts and its audit line stay."""

from django.db.models import Exists, OuterRef
from django.utils import timezone

from .models import Job, JobItem
from .undo import DAYS

SLICE = 2000


def forget_due() -> bool:
    """Delete items of the oldest job that has any, one slice; says whether more is left. Part of DUE_WORK."""
    old = Job.objects.filter(finished_at__lt=timezone.now() - DAYS).order_by("finished_at", "pk")
    job = old.filter(Exists(JobItem.objects.filter(job=OuterRef("pk")))).first()
    if job is None:
        return False
    items = job.items.order_by("pk").values_list("pk", flat=True)[:SLICE]
    job.items.filter(pk__in=list(items)).delete()
    return True
