"""The organisation that uses Carnet: one row of settings."""

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField


def new_token() -> str:
    return secrets.token_hex(4)


class Organisation(models.Model):
    name = models.CharField(_("name"), max_length=200, blank=True, default="")
    country = CountryField(_("country"), default="FR")
    time_zone = models.CharField(_("time zone"), max_length=50, default="Europe/Paris")
    language = models.CharField(_("language"), max_length=5, default="en")
    currency = models.CharField(_("default currency"), max_length=3, default="EUR")
    is_demo = models.BooleanField(default=False)
    # Stands before the keys in exported files, so that an import knows its own contacts from those of another Carnet.
    installation = models.CharField(max_length=16, default=new_token, editable=False)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisation")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="organisation_one_row")]

    def __str__(self) -> str:
        return self.name or "Carnet"

    @classmethod
    def current(cls) -> "Organisation":
        """The one row, made with the defaults where it is missing."""
        return cls.objects.get_or_create(pk=1)[0]
