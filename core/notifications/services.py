"""Telling users: a row behind the bell and a mail in the outbox, written in the transaction of the act."""

from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType

from core.mail import outbox

from .models import Notification


def notify(
    users: Iterable, kind: str, *, by=None, target=None, data: dict | None = None, context: dict | None = None
) -> int:
    """Tell each active user once, never the acting one; the mail's template is `emails/<kind with slashes>`.

    kind: "contacts.manager_added" → emails/contacts/manager_added.*; returns how many were told.
    """
    told = {user.pk: user for user in users if user.is_active and (by is None or user.pk != by.pk)}
    content_type = ContentType.objects.get_for_model(target) if target is not None else None
    for user in told.values():
        Notification.objects.create(
            user=user, kind=kind, actor=by, data=data or {}, content_type=content_type,
            object_id=target.pk if target is not None else None,
        )  # fmt: skip
        outbox.queue(
            kind.replace(".", "/"), {"actor": by, "target": target, **(data or {}), **(context or {})}, to_user=user
        )
    return len(told)
