"""A form carries a hidden id: sent twice, also at the same moment, it leads to one object (promise 28)."""

from collections.abc import Callable
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, models, transaction

from .models import SubmittedForm


def find(model: type[models.Model], user, form_id: UUID) -> int | None:
    """The key of the object that this form has already made or changed."""
    stored = SubmittedForm.objects.filter(
        user=user, uuid=form_id, content_type=ContentType.objects.get_for_model(model)
    )
    return stored.values_list("object_id", flat=True).first()


def once(model: type[models.Model], user, form_id: UUID, act: Callable[[], models.Model]) -> tuple[int, bool]:
    """(key of the object, whether `act` has just made it): a form that was sent before makes nothing."""
    earlier = find(model, user, form_id)
    if earlier is not None:
        return earlier, False
    try:
        with transaction.atomic():
            made = act()
            remember(made, user, form_id)
    except IntegrityError:
        earlier = find(model, user, form_id)  # the same form, sent at the same moment, was faster
        if earlier is None:
            raise
        return earlier, False
    return made.pk, True


def remember(record: models.Model, user, form_id: UUID) -> None:
    """Note in the act's transaction that this form led to this object."""
    SubmittedForm.objects.create(
        user=user, uuid=form_id, content_type=ContentType.objects.get_for_model(record), object_id=record.pk
    )
