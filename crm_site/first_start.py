"""What an empty CRM starts with: the organisation, the shipped lists in its language, the first owner (SET-12)."""

import secrets
from dataclasses import dataclass

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from contacts.models import ContactTag, ContactType, TemperatureLevel
from core.accounts.models import User
from core.history.models import HistoryCategory
from core.organisation.models import Organisation


@dataclass
class FirstOwner:
    """Shown once; the password is kept nowhere else."""

    user: User
    password: str


def fill_lists(language: str) -> bool:
    """Create the organisation and the shipped lists as plain data, once; says whether there was anything to create."""
    lists = (TemperatureLevel, ContactType, ContactTag, HistoryCategory)
    with transaction.atomic(), translation.override(language):
        Organisation.objects.get_or_create(pk=1, defaults={"language": language})
        if any(model.objects.exists() for model in lists):
            return False
        _create(TemperatureLevel, ["name", "hue"], temperature_levels())
        _create(ContactType, ["name", "hue"], contact_types())
        _create(HistoryCategory, ["name", "hue", "icon"], history_categories())
        for position, name in enumerate(contact_tags()):
            ContactTag.objects.create(name=name, position=position)
    return True


def _create(model, fields: list[str], rows: list[tuple]) -> None:
    model.objects.bulk_create(
        model(position=position, **dict(zip(fields, row, strict=True))) for position, row in enumerate(rows)
    )


def temperature_levels() -> list[tuple[str, str]]:
    return [(_("Cold"), "indigo"), (_("Warm"), "amber"), (_("Hot"), "rose")]


def contact_types() -> list[tuple[str, str]]:
    return [(_("Client"), "green"), (_("Supplier"), "sky"), (_("Partner"), "violet"), (_("Competitor"), "orange")]


def contact_tags() -> list[str]:
    return [_("Lead"), _("Customer"), _("Supplier"), _("Staff")]


def history_categories() -> list[tuple[str, str, str]]:
    return [
        (_("Note"), "amber", "note"),
        (_("E-mail"), "sky", "mail"),
        (_("Phone call"), "teal", "phone"),
        (_("Appointment"), "violet", "calendar"),
    ]


def create_first_owner(language: str) -> FirstOwner | None:
    """An owner with a password made up here, where there is none yet."""
    if User.objects.filter(is_superuser=True).exists():
        return None
    password = secrets.token_urlsafe(12)
    user = User.objects.create_superuser(
        "owner", "owner@localhost", password, first_name=_owner_name(language), language=language
    )
    return FirstOwner(user, password)


def _owner_name(language: str) -> str:
    with translation.override(language):
        return _("Owner")
