"""What the audit records of contacts: the fields that people change, named one by one."""

from auditlog.registry import auditlog

from contacts import models
from contacts.services.values import PLAIN_FIELDS

CONTACT_FIELDS = [*PLAIN_FIELDS, "birth_year", "birth_month", "birth_day", "access_level", "photo"]


def register() -> None:
    auditlog.register(models.Contact, include_fields=CONTACT_FIELDS)
    detail = ["contact", "category", "is_primary"]
    auditlog.register(models.ContactPhone, include_fields=[*detail, "number"])
    auditlog.register(models.ContactEmail, include_fields=[*detail, "address"])
    auditlog.register(models.ContactLink, include_fields=[*detail, "url"])
    auditlog.register(
        models.ContactAddress,
        include_fields=[*detail, "street", "city", "state", "postal_code", "country", "country_text"],
    )
    for entry in (models.ContactType, models.TemperatureLevel):
        auditlog.register(entry, include_fields=["name", "hue", "position"])
    auditlog.register(models.ContactTag, include_fields=["name", "hue"])
