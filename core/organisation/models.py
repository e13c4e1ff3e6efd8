"""The organisation that uses Carnet: one row of settings."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField


class Organisation(models.Model):
    name = models.CharField(_("name"), max_length=200, blank=True, default="")
    country = CountryField(_("country"), default="FR")
    time_zone = models.CharField(_("time zone"), max_length=50, default="Europe/Paris")
    language = models.CharField(_("language"), max_length=5, default="en")
    currency = models.CharField(_("default currency"), max_length=3, default="EUR")
    is_demo = models.BooleanField(default=False)

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
