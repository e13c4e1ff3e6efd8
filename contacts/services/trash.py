"""What deleting, restoring and purging mean for contacts; called by core/records/trash.py inside its transaction."""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _

from contacts.models import Contact
from core.audit import services as audit
from core.documents.photos import delete_photo
from core.history import services as history
from core.history.models import HistoryEvent, HistoryLink
from core.jobs.models import JobItem
from core.notifications.models import Notification
from core.records.models import TrashAct

# So many objects one audit line names; the trash act holds them all.
NAMED_IN_AUDIT = 100


def records_trashed(act: TrashAct, pks: list[int], *, by, is_audited: bool) -> None:
    """Persons of a deleted company stay and keep their link; grants, tags, events and documents hide with it."""
    history.record_many("contacts.trashed", _rows(pks), by=by)
    if is_audited:
        _log("trashed", pks, by=by, act=act.pk)


def records_restored(pks: list[int], *, by, is_clash_cleared: bool) -> None:
    if is_clash_cleared:
        taken = _taken_external_ids(pks)
        Contact.objects.filter(pk__in=pks, external_id__in=taken).update(external_id="")
    history.record_many("contacts.restored", _rows(pks), by=by)
    _log("restored", pks, by=by)


def restore_clashes(pks: list[int]) -> list[str]:
    """A sentence for each contact whose external id another contact has taken meanwhile."""
    taken = _taken_external_ids(pks)
    rows = Contact.objects.filter(pk__in=pks, external_id__in=taken).order_by("sort_name", "pk")[:5]
    return [
        _("The external id “%(id)s” of %(name)s belongs to another contact now.") % {"id": row.external_id, "name": row}
        for row in rows
    ]


def _taken_external_ids(pks: list[int]) -> list[str]:
    own = Contact.objects.filter(pk__in=pks).exclude(external_id="").values_list("external_id", flat=True)
    others = Contact.objects.filter(trash_act__isnull=True, external_id__in=list(own)).exclude(pk__in=pks)
    return list(others.values_list("external_id", flat=True).distinct())


def before_purge(pks: list[int], *, by) -> None:
    """Remove what hangs on these contacts by key only, and their photos; keep kind and ids in the audit."""
    content_type = ContentType.objects.get_for_model(Contact)
    hanging = {"content_type": content_type, "object_id__in": pks}
    events = list(HistoryLink.objects.filter(**hanging).values_list("event_id", flat=True))
    HistoryLink.objects.filter(**hanging).delete()
    HistoryEvent.objects.filter(pk__in=events, links__isnull=True).delete()
    Notification.objects.filter(**hanging).delete()
    JobItem.objects.filter(**hanging).update(before=None)
    photos = list(Contact.objects.filter(pk__in=pks).exclude(photo="").values_list("photo", flat=True))
    transaction.on_commit(lambda: _delete_photos(photos))
    _log("purged", pks, by=by)


def _delete_photos(photos: list[str]) -> None:
    for name in photos:
        delete_photo(name)


def _rows(pks: list[int]):
    return Contact.objects.filter(pk__in=pks).only("pk")


def _log(kind: str, pks: list[int], *, by, **details) -> None:
    target = Contact(pk=pks[0]) if len(pks) == 1 else None
    if pks:
        audit.log(f"contacts.{kind}", by=by, target=target, count=len(pks), ids=sorted(pks)[:NAMED_IN_AUDIT], **details)
