"""Acts on one section's tags: create, rename, merge, delete (SET-08). Tag models have a through relation `taggings`."""

from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, Max, OuterRef, Q
from django.utils.translation import gettext as _

from core.records.models import BusinessError

from .models import SectionTag


def with_uses(model, visible=None):
    """The tags in their order with `uses` (records outside the trash) and `trashed_uses`; `visible` narrows both."""
    among = Q(taggings__isnull=False) if visible is None else Q(taggings__content_object__in=visible)
    is_kept = Q(taggings__content_object__trash_act__isnull=True)
    return model.objects.annotate(
        uses=Count("taggings", filter=among & is_kept), trashed_uses=Count("taggings", filter=among & ~is_kept)
    ).order_by(*model._meta.ordering)  # a query that groups leaves the model's own order out


def next_position(model) -> int:
    """A new tag stands at the end, wherever it was typed."""
    last = model.objects.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def create_tag(model, *, name: str, hue: str = "") -> SectionTag:
    return _save(model(position=next_position(model)), name, hue)


def rename_tag(tag: SectionTag, *, name: str, hue: str = "") -> SectionTag:
    return _save(tag, name, hue)


def _save(tag: SectionTag, name: str, hue: str) -> SectionTag:
    """Save under a name that no other tag has, whatever its case."""
    tag.name, tag.hue = name.strip(), hue
    names = type(tag).objects.exclude(pk=tag.pk).values_list("name", flat=True)
    if any(name.casefold() == tag.name.casefold() for name in names):  # SQLite folds ASCII only
        raise BusinessError(name_taken(tag.name))
    try:
        with transaction.atomic():
            tag.save()
    except IntegrityError:  # somebody else took the name between the question and the save
        raise BusinessError(name_taken(tag.name))
    return tag


def name_taken(name: str) -> str:
    return _("“%(name)s” is there already. Choose another name, or merge the two.") % {"name": name}


def merge_tags(keep: SectionTag, lose: SectionTag) -> int:
    """Records of `lose` carry `keep` from now on, those that had both once; gives how many records changed hands."""
    if keep.pk == lose.pk:
        raise BusinessError(_("Choose another tag to merge this one into."))
    with transaction.atomic():
        moved = lose.taggings.model.objects.filter(tag=lose)
        doubles = moved.model.objects.filter(tag=keep, content_object=OuterRef("content_object"))
        count = moved.count()
        moved.filter(Exists(doubles)).delete()
        moved.update(tag=keep)
        lose.delete()
    return count


def delete_tag(tag: SectionTag) -> int:
    """Take the tag off every record and delete it; gives how many carried it."""
    with transaction.atomic():
        count = tag.taggings.count()
        tag.delete()
    return count


def unused(model):
    """Tags that no record carries, in the trash neither."""
    return model.objects.filter(taggings__isnull=True)


def delete_unused(model) -> int:
    with transaction.atomic():
        tags = list(unused(model))
        for tag in tags:
            tag.delete()
    return len(tags)
