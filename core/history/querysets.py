"""Reading the timeline: the links of one object, newest first, by key."""

from django.contrib.contenttypes.models import ContentType

from .models import HistoryLink


def links_of(*targets):
    """The links of one object or several of one model, newest first, with what a line shows."""
    content_type = ContentType.objects.get_for_model(targets[0])
    return (
        HistoryLink.objects.filter(content_type=content_type, object_id__in=[target.pk for target in targets])
        .select_related("event__author", "event__category")
        .order_by("-happened_at", "-id")
    )
