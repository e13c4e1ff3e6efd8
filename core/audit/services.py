"""Writing to the audit: security events, and who acts while rows are saved."""

from contextlib import contextmanager
from contextvars import ContextVar

from auditlog.diff import model_instance_diff
from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType

from .models import SecurityEvent

_actor: ContextVar = ContextVar("carnet_audit_actor", default=None)


@contextmanager
def acting(by):
    """Field changes saved inside are the audit's as made by this user.

    Our own variable, not the library's `set_actor`: that one can't be nested inside a request without losing the
    request's actor and leaving a signal receiver behind.
    """
    token = _actor.set(by)
    try:
        yield
    finally:
        _actor.reset(token)


def name_actor(sender, instance: LogEntry, **kwargs) -> None:
    """Called before an entry of the audit is saved (connected once, in AuditConfig.ready)."""
    by = _actor.get()
    if by is not None and by.pk:
        instance.actor, instance.actor_email = by, by.email


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


def log_changed(instance, changes: dict[str, list[str]], *, by) -> None:
    """The audit entry of a change that no field of the row shows: {"tags": ["Lead", "Lead, Staff"]}."""
    with acting(by):
        LogEntry.objects.log_create(instance, action=LogEntry.Action.UPDATE, changes=changes)
