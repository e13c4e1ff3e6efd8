"""Shareable: the access level of an object and its grants by guardian's direct foreign key tables (ACC-19)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AccessLevel(models.TextChoices):
    PRIVATE = "private", _("private")
    READ = "read", _("public, read")
    WRITE = "write", _("public, read and write")


class Shareable(models.Model):
    """Its grants are the reverse relations `user_grants` and `group_grants` of two explicit tables per entity."""

    access_level = models.CharField(_("access"), max_length=7, choices=AccessLevel.choices, default=AccessLevel.PRIVATE)

    class Meta:
        abstract = True

    @property
    def is_public(self) -> bool:
        return self.access_level != AccessLevel.PRIVATE
