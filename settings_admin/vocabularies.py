"""The lists that share one page: what each is called, and which filter of the contact list shows its uses."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from contacts.models import ContactType, TemperatureLevel


@dataclass(frozen=True)
class Vocabulary:
    model: type
    page: str  # name of its page; "<page>_add", "<page>_edit" and "<page>_delete" are its forms
    title: object
    lead: object
    add_label: object
    filter: str  # parameter of the contact list

    def address(self, act: str = "", *args) -> str:
        return reverse(f"settings_admin:{self.page}{f'_{act}' if act else ''}", args=args)

    def uses_address(self, pk: int) -> str:
        return f"{reverse('contacts:list')}?{self.filter}={pk}"


CONTACT_TYPES = Vocabulary(
    ContactType,
    "contact_types",
    _("Contact types"),
    _("What a contact is to you. A contact without a type shows “not specified”."),
    _("Add type"),
    "type",
)
TEMPERATURE_LEVELS = Vocabulary(
    TemperatureLevel,
    "temperature_levels",
    _("Temperature levels"),
    _("How close a contact is to buying, from the coldest to the hottest. A contact may stay “not specified”."),
    _("Add level"),
    "temperature",
)


def deleted(name: str, count: int) -> str:
    """The sentence after an entry or a tag went; count: of the contacts that had it."""
    words = ngettext(
        "“%(name)s” deleted; %(count)d contact changed.", "“%(name)s” deleted; %(count)d contacts changed.", count
    )
    return words % {"name": name, "count": count}
