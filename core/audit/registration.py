"""What the audit records of people and settings: fields named one by one, never a password (ACC-35)."""

from auditlog.registry import auditlog
from django.apps import apps

USER_FIELDS = [
    "username", "email", "first_name", "last_name", "is_active", "is_superuser", "is_crm_administrator", "is_staff",
    "language", "time_zone", "date_format", "invited_at",
]  # fmt: skip
ORGANISATION_FIELDS = ["name", "country", "time_zone", "language", "currency"]


def register() -> None:
    """Called once at the start. Organisation lies above this layer, so it is named by its label."""
    auditlog.register(apps.get_model("accounts.User"), include_fields=USER_FIELDS, m2m_fields={"groups"})
    auditlog.register(apps.get_model("auth.Group"), include_fields=["name"])
    auditlog.register(apps.get_model("organisation.Organisation"), include_fields=ORGANISATION_FIELDS)
