"""The administrator's lists for contacts: types, temperature levels, tags (SET-03, SET-08).

Renaming and merging in the settings are bulk acts: one audit line, no contact's version moves.
"""

from django.db import IntegrityError, transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from contacts.models import Contact, ContactTag, ContactType, TemperatureLevel
from core.audit import services as audit
from core.records.models import BusinessError, ListEntry
from core.tags import services as tags

# The column of a contact that points at each list.
COLUMN_OF = {ContactType: "contact_type", TemperatureLevel: "temperature"}


def with_uses(model):
    """The entries with `uses` (contacts outside the trash) and `trashed_uses`."""
    return model.objects.annotate(
        uses=Count("contacts", filter=Q(contacts__trash_act__isnull=True)),
        trashed_uses=Count("contacts", filter=Q(contacts__trash_act__isnull=False)),
    ).order_by(*model._meta.ordering)  # a query that groups leaves the model's own order out


def add_entry(model, *, name: str, hue: str, by) -> ListEntry:
    """A new entry at the end of the list."""
    return _save(model(position=tags.next_position(model)), name, hue, by)


def change_entry(entry: ListEntry, *, name: str, hue: str, by) -> ListEntry:
    return _save(entry, name, hue, by)


def _save(entry: ListEntry, name: str, hue: str, by) -> ListEntry:
    entry.name, entry.hue = name.strip(), hue
    taken = BusinessError(_("“%(name)s” is in the list already. Choose another name.") % {"name": entry.name})
    names = type(entry).objects.exclude(pk=entry.pk).values_list("name", flat=True)
    if any(name.casefold() == entry.name.casefold() for name in names):  # SQLite folds ASCII only
        raise taken
    try:
        with transaction.atomic(), audit.acting(by):
            entry.save()
    except IntegrityError:  # somebody else took the name between the question and the save
        raise taken
    return entry


def order_entries(model, pks: list[int], *, by) -> None:
    """Put these entries or tags into this order, in the places that they have together; the others keep theirs.

    So a page of a long list is ordered by itself. One audit line for all.
    """
    with transaction.atomic():
        entries = list(model.objects.select_for_update())
        stored = {entry.pk: entry for entry in entries}
        named = [stored[pk] for pk in dict.fromkeys(pks) if pk in stored]
        places = [place for place, entry in enumerate(entries) if entry in named]
        for place, entry in zip(places, named, strict=True):
            entries[place] = entry
        moved = [entry for place, entry in enumerate(entries) if entry.position != place]
        for place, entry in enumerate(entries):
            entry.position = place
        model.objects.bulk_update(moved, ["position"])
        if moved:
            audit.log("settings.list_ordered", by=by, list=model._meta.label_lower)


def move_entry(entry: ListEntry | ContactTag, step: int, *, by) -> None:
    """One place up (-1) or down (1)."""
    model = type(entry)
    pks = list(model.objects.values_list("pk", flat=True))
    place = pks.index(entry.pk)
    other = min(max(place + step, 0), len(pks) - 1)
    pks[place], pks[other] = pks[other], pks[place]
    order_entries(model, pks, by=by)


def delete_entry(entry: ListEntry, *, replacement: ListEntry | None, by) -> int:
    """Delete an entry; its contacts get `replacement`, or "not specified" (None). Gives how many they were."""
    model = type(entry)
    if replacement is not None and replacement.pk == entry.pk:
        raise BusinessError(_("Choose another entry to take its place."))
    with transaction.atomic(), audit.acting(by):
        if len(model.objects.select_for_update().values_list("pk", flat=True)[:2]) < 2:
            raise BusinessError(_("The last entry of a list can’t be deleted. Add another one first, or rename it."))
        column = COLUMN_OF[model]
        count = Contact.objects.filter(**{column: entry}).update(**{column: replacement})
        pk, name = entry.pk, entry.name
        entry.delete()
        into = replacement.pk if replacement else None
        audit.log(
            "settings.entry_deleted", by=by, list=model._meta.label_lower, id=pk, name=name, count=count, into=into
        )
    return count


def add_tag(*, name: str, hue: str, by) -> ContactTag:
    with audit.acting(by):
        return tags.create_tag(ContactTag, name=name, hue=hue)


def change_tag(tag: ContactTag, *, name: str, hue: str, by) -> ContactTag:
    with audit.acting(by):
        return tags.rename_tag(tag, name=name, hue=hue)


def merge_tags(keep: ContactTag, lose: ContactTag, *, by) -> int:
    """What happens when two tags are merged: see core/tags/services.py; here is the audit line of it."""
    pk, name = lose.pk, lose.name
    with transaction.atomic(), audit.acting(by):
        count = tags.merge_tags(keep, lose)
        audit.log("settings.tags_merged", by=by, target=keep, id=pk, name=name, count=count)
    return count


def delete_tag(tag: ContactTag, *, by) -> int:
    pk, name = tag.pk, tag.name
    with transaction.atomic(), audit.acting(by):
        count = tags.delete_tag(tag)
        audit.log("settings.tag_deleted", by=by, id=pk, name=name, count=count)
    return count


def delete_unused_tags(*, by) -> int:
    with transaction.atomic(), audit.acting(by):
        count = tags.delete_unused(ContactTag)
        if count:
            audit.log("settings.unused_tags_deleted", by=by, count=count)
    return count
