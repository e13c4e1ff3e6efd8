"""Reading the timeline: which events a user may see (as what they hang on), and the lines of objects, newest first."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef, Q

from core.records.models import Record


def parents() -> list[type[Record]]:
    """The models on which events may hang."""
    return [model for model in apps.get_models() if issubclass(model, Record)]


def _hangs_on(user, door: str) -> Q:
    """The condition on a link that its object passes `door` ("visible_to" or "editable_by") for this user."""
    condition = Q(pk__in=[])
    for model in parents():
        opened = getattr(model._default_manager, door)(user).filter(pk=OuterRef("object_id"))
        condition |= Q(Exists(opened), content_type=ContentType.objects.get_for_model(model))
    return condition


class HistoryLinkQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(_hangs_on(user, "visible_to"))

    def editable_by(self, user):
        return self.filter(_hangs_on(user, "editable_by"))

    def of(self, model: type[models.Model], pks: Iterable[Any] | models.QuerySet):
        """The lines of these objects of one model."""
        return self.filter(content_type=ContentType.objects.get_for_model(model), object_id__in=pks)

    def newest_first(self):
        """With what a line shows."""
        return self.select_related("event__author", "event__category").order_by("-happened_at", "-id")


class HistoryEventQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Events of which at least one link hangs on something that the user may see (ACC-16)."""
        return self._with_link("visible_to", user)

    def editable_by(self, user):
        """A person's own events that this user may delete: the author's, or of an object that the user may edit."""
        own = self.filter(kind="")
        return (own.filter(author=user) | own._with_link("editable_by", user)).visible_to(user)

    def _with_link(self, door: str, user):
        from .models import HistoryLink

        links = getattr(HistoryLink.objects, door)(user)
        return self.filter(Exists(links.filter(event=OuterRef("pk"))))
