"""Uploaded files hold what people must be able to have forgotten: they go 30 days after the import, or after a week."""

import datetime as dt

from django.utils import timezone

from . import files
from .exporting import storage
from .models import Export, Import

KEPT = dt.timedelta(days=30)
KEPT_UNSTARTED = dt.timedelta(days=7)
SLICE = 50


def forget_due() -> bool:
    """Remove the files of old imports, and whole the imports that were never started; part of DUE_WORK."""
    now = timezone.now()
    for imported in Import.objects.filter(job=None, created_at__lt=now - KEPT_UNSTARTED)[:SLICE]:
        files.forget(imported.file)
        imported.delete()
    old = Import.objects.filter(created_at__lt=now - KEPT).exclude(file="")
    for imported in old[:SLICE]:
        files.forget(imported.file)
        imported.rows.filter(outcome="refused").update(cells=[])
        Import.objects.filter(pk=imported.pk).update(file="")
    return False


def forget_exports_due() -> bool:
    """Remove the files of exports whose 24 hours are over; their rows stay and say so. Part of DUE_WORK."""
    due = Export.objects.filter(expires_at__lte=timezone.now()).exclude(file="")
    for export in due[:SLICE]:
        storage.forget(export.file)
        Export.objects.filter(pk=export.pk).update(file="")
    return due.exists()
