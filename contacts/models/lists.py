"""The administrator's lists for contacts: types and temperature levels (SET-03)."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from core.records.models import ListEntry


class ContactType(ListEntry):
    class Meta(ListEntry.Meta):
        verbose_name = _("contact type")
        verbose_name_plural = _("contact types")
        constraints = [models.UniqueConstraint(Lower("name"), name="contacts_type_name")]


class TemperatureLevel(ListEntry):
    class Meta(ListEntry.Meta):
        verbose_name = _("temperature level")
        verbose_name_plural = _("temperature levels")
        constraints = [models.UniqueConstraint(Lower("name"), name="contacts_temperature_name")]
