"""Changing the organisation's settings."""

from django.db import transaction

from core.audit import services as audit

from .models import Organisation

FIELDS = ["name", "country", "time_zone", "language", "currency"]


def change_organisation(values: dict[str, str], *, by) -> list[str]:
    """Save these values (keys of FIELDS); gives the names of the fields that changed."""
    Organisation.current()
    with transaction.atomic(), audit.acting(by):
        stored = Organisation.objects.select_for_update().get(pk=1)
        changed = [name for name in FIELDS if name in values and str(getattr(stored, name)) != str(values[name])]
        for name in changed:
            setattr(stored, name, values[name])
        if changed:
            stored.save()
            audit.log("settings.changed", by=by, target=stored, fields=changed)
    return changed
