"""Writing to the audit: security events, and who acts while rows are saved."""

from contextlib import contextmanager

from auditlog.context import set_actor
from auditlog.diff import model_instance_diff
from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType

from .models import SecurityEvent


@contextmanager
def acting(by):
    """Field changes saved inside are the audit's as made by this user."""
    with set_actor(by):
        yield


def log(
    kind: str, *, by=None, target=None, remote_addr: str | None = None, job_id: int | None = None, **details
) -> SecurityEvent:
    """Record a security event; `details` are plain values (numbers, ids, words), never a secret."""
    return SecurityEvent.objects.create(
        kind=kind,
        actor=by,
        remote_addr=remote_addr,
        content_type=ContentType.objects.get_for_model(target) if target is not None else None,
        object_id=target.pk if target is not None else None,
        job_id=job_id,
        details=details,
    )


def log_created(instance, *, by) -> None:
    """The audit entry of a row that was written in bulk, where no signal is sent."""
    changes = model_instance_diff(None, instance)
    with acting(by):
        LogEntry.objects.log_create(instance, action=LogEntry.Action.CREATE, changes=changes)
