"""The trash: one TrashAct per deletion, restorable for 30 days, then purged by the scheduler (ACC-30, ACC-33).

What a section does besides is in its module of settings.RECORD_SERVICES: `records_trashed`, `records_restored`,
`restore_clashes` and `before_purge`, called inside the transaction.
"""

import datetime as dt
import time

from auditlog.context import disable_auditlog
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from .models import BusinessError, SubmittedForm, TrashAct

TRASH_DAYS = dt.timedelta(days=30)
CHUNK = 200  # deleted for good at a time, with all that hangs on them
AT_ONCE = 5000  # keys that one UPDATE names
SLICE_SECONDS = 4.0


class RestoreClash(BusinessError):
    """What lies in the trash has a name or an external id that somebody else took meanwhile."""


def services_of(model):
    """The module that undoes, restores and purges records of this model."""
    return import_string(settings.RECORD_SERVICES[model._meta.label_lower])


def kinds() -> list[type]:
    """The models that have a trash, in the order of settings.RECORD_SERVICES."""
    return [apps.get_model(label) for label in settings.RECORD_SERVICES]


def open_act(model, *, by) -> TrashAct:
    """An act to which `trash` adds records; a job that deletes in chunks opens one for all of them."""
    return TrashAct.objects.create(by=by, content_type=ContentType.objects.get_for_model(model))


def trash(queryset, *, by, act: TrashAct | None = None) -> TrashAct:
    """Move the records of `queryset` (already narrowed by editable_by) to the trash as one act.

    act: the one a job has opened; its job is then the record of the audit, else one audit line is written.
    """
    model = queryset.model
    with transaction.atomic():
        pks = list(queryset.filter(trash_act__isnull=True).select_for_update().values_list("pk", flat=True))
        is_alone = act is None
        act = act or open_act(model, by=by)
        for part in _chunks(pks, AT_ONCE):
            _all(model).filter(pk__in=part).update(trash_act=act)
        services_of(model).records_trashed(act, pks, by=by, is_audited=is_alone)
    return act


def records_of(act: TrashAct):
    """What this act took and nobody has restored or purged since."""
    return _all(act.content_type.model_class()).filter(trash_act=act)


def restore(queryset, *, by, is_clash_cleared: bool = False) -> list[int]:
    """Bring back those records of `queryset` that `by` could have deleted; gives their keys.

    Raises RestoreClash with a sentence where something of theirs was taken meanwhile, unless `is_clash_cleared`:
    then they come back without it.
    """
    model = queryset.model
    services = services_of(model)
    with transaction.atomic():
        rows = queryset.restorable_by(by).select_for_update().values_list("pk", "trash_act_id")
        found = dict(rows)
        pks = list(found)
        clashes = services.restore_clashes(pks)
        if clashes and not is_clash_cleared:
            raise RestoreClash(" ".join(clashes))
        for part in _chunks(pks, AT_ONCE):
            _all(model).filter(pk__in=part).update(trash_act=None)
        services.records_restored(pks, by=by, is_clash_cleared=bool(clashes))
        _close_acts(model, set(found.values()))
    return pks


def undo(act: TrashAct, *, by) -> list[int]:
    """Restore all that one act took; gives the keys of what came back."""
    return restore(records_of(act), by=by)


def _close_acts(model, act_pks: set[int]) -> None:
    still = set(_all(model).filter(trash_act_id__in=act_pks).values_list("trash_act_id", flat=True))
    TrashAct.objects.filter(pk__in=act_pks - still, restored_at__isnull=True).update(restored_at=timezone.now())


def purge(queryset, *, by=None) -> int:
    """Delete for good the records of `queryset` that lie in the trash; gives their number.

    by: the administrator, or None for the scheduler. The audit keeps kind and id only.
    """
    model, count = queryset.model, 0
    for part in _chunks(list(queryset.filter(trash_act__isnull=False).values_list("pk", flat=True))):
        count += _purge_chunk(model, part, by)
    return count


def _purge_chunk(model, pks: list[int], by) -> int:
    content_type = ContentType.objects.get_for_model(model)
    with transaction.atomic(), disable_auditlog():
        locked = _all(model).filter(pk__in=pks, trash_act__isnull=False).select_for_update()
        found = list(locked.values_list("pk", flat=True))
        services_of(model).before_purge(found, by=by)
        SubmittedForm.objects.filter(content_type=content_type, object_id__in=found).delete()
        _all(model).filter(pk__in=found).delete()
    return len(found)


def purge_due() -> bool:
    """Purge what lay in the trash for 30 days, one slice; says whether more is left."""
    limit, until = timezone.now() - TRASH_DAYS, time.monotonic() + SLICE_SECONDS
    for act in TrashAct.objects.filter(at__lt=limit).select_related("content_type").order_by("at", "pk"):
        records = records_of(act)
        while pks := list(records.values_list("pk", flat=True)[:CHUNK]):
            _purge_chunk(records.model, pks, by=None)
            if time.monotonic() > until:
                return True
        act.delete()
    return False


def _all(model):
    """Every row, those in the trash too."""
    return model._default_manager.all()


def _chunks(pks: list[int], size: int = CHUNK):
    for start in range(0, len(pks), size):
        yield pks[start : start + size]
