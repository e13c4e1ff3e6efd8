"""Two people on one contact: whether a save comes too late, and what the other one changed (ACC-31)."""

import datetime as dt
from collections.abc import Iterable

from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from contacts.models import Contact, ContactAddress, ContactEmail, ContactLink, ContactPhone
from core.records.models import BusinessError

# A form that lay open for longer is told the present values only.
KNOWN_FOR = dt.timedelta(days=7)
DETAILS = [ContactPhone, ContactEmail, ContactLink, ContactAddress]


class EditConflict(BusinessError):
    """Somebody else saved the record after the version that was typed on."""


def refuse_stale(stored: Contact, version: int | None, *, by, is_own_form: bool) -> None:
    """Raise EditConflict if the locked row has moved on; not where its own user did that from the very same form."""
    if version is None or stored.version == version:
        return
    if is_own_form and version < stored.version and _is_all_by(by, stored, version):
        return
    raise EditConflict(_("Someone saved this contact before you. Your text is kept below."))


def _is_all_by(by, stored: Contact, version: int) -> bool:
    entries = list(changes_since(stored, version))
    named = {entry.additional_data["version"] for entry in entries}
    return named >= set(range(version + 1, stored.version + 1)) and all(entry.actor_id == by.pk for entry in entries)


def changes_since(contact: Contact, version: int) -> Iterable[LogEntry]:
    """The audit entries of the contact and its details above this version, oldest first."""
    types = ContentType.objects.get_for_models(Contact, *DETAILS)
    own = Q(content_type=types[Contact], object_id=contact.pk)
    of_details = Q(content_type__in=[types[model] for model in DETAILS], additional_data__contact=contact.pk)
    recent = LogEntry.objects.filter(timestamp__gte=timezone.now() - KNOWN_FOR)
    entries = recent.filter(own | of_details, additional_data__version__gt=version)
    return entries.select_related("actor", "content_type").order_by("pk")
