"""Tags: one vocabulary per section, each with its own through table (SET-08)."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from taggit.models import TagBase

from core.records.models import HUE_CHOICES, HUES


class SectionTag(TagBase):
    hue = models.CharField(_("colour"), max_length=8, choices=HUE_CHOICES, blank=True, default="")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["position", "name"]
        constraints = [models.UniqueConstraint(Lower("name"), name="%(app_label)s_%(class)s_name_any_case")]

    @property
    def shown_hue(self) -> str:
        """The chosen colour, else one that follows from the name."""
        return self.hue or HUES[sum(map(ord, self.name.casefold())) % len(HUES)]
