"""The timeline: events, what they hang on, and their categories (HIS-01, HIS-02)."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.records.models import ListEntry

from .querysets import HistoryEventQuerySet, HistoryLinkQuerySet


class HistoryCategory(ListEntry):
    icon = models.CharField(_("icon"), max_length=30, default="note")

    class Meta(ListEntry.Meta):
        verbose_name = _("history category")
        verbose_name_plural = _("history categories")


class HistoryEvent(models.Model):
    """A user's own event has a category and text; the system's has a kind ("contacts.created") and ids in `data`."""

    kind = models.CharField(max_length=60, blank=True, default="")
    category = models.ForeignKey(
        HistoryCategory,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="events",
        verbose_name=_("category"),
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    happened_at = models.DateTimeField(_("date"), default=timezone.now)
    text = models.TextField(_("text"), blank=True, default="")
    data = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1)

    objects = HistoryEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("history event")
        verbose_name_plural = _("history events")
        indexes = [
            models.Index(fields=["-happened_at", "-id"], name="history_event_newest"),
            # What people wrote: planned events that came to pass are looked for every second.
            models.Index(fields=["-happened_at", "-id"], name="history_event_own", condition=models.Q(kind="")),
        ]

    def __str__(self) -> str:
        return self.kind or self.text[:60]

    @property
    def is_own(self) -> bool:
        """Whether a person wrote it (the system's own events have a kind)."""
        return not self.kind


class HistoryLink(models.Model):
    event = models.ForeignKey(HistoryEvent, on_delete=models.CASCADE, related_name="links")
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    happened_at = models.DateTimeField()

    objects = HistoryLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link of a history event")
        verbose_name_plural = _("links of history events")
        constraints = [
            models.UniqueConstraint(fields=["event", "content_type", "object_id"], name="history_link_once"),
        ]
        indexes = [
            models.Index(fields=["content_type", "object_id", "happened_at", "id"], name="history_link_timeline"),
        ]
