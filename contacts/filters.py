"""The filters of the list of contacts (LST-04)."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.models import (
    Contact,
    ContactEmail,
    ContactGroupGrant,
    ContactTag,
    ContactTagging,
    ContactType,
    ContactUserGrant,
    TemperatureLevel,
)
from core.access.models import AccessLevel
from core.accounts.models import User
from core.pages import filters
from core.search.folding import match_form

MAY_EDIT = "change_contact"


def _managed_by(user) -> Q:
    grants = ContactUserGrant.objects.filter(user=user, permission__codename=MAY_EDIT)
    return Q(pk__in=grants.values("content_object"))


def _manager_is(value: str, user) -> Q:
    if value == "me":
        return _managed_by(user)
    if value == filters.NONE:
        granted = [
            model.objects.filter(content_object=OuterRef("pk"), permission__codename=MAY_EDIT)
            for model in (ContactUserGrant, ContactGroupGrant)
        ]
        return Q(~Exists(granted[0])) & Q(~Exists(granted[1]))
    return _managed_by(int(value))


def _manager_choices():
    people = User.objects.active().order_by("first_name", "last_name", "username")
    return [("me", _("me")), (filters.NONE, _("nobody")), *((str(user.pk), str(user)) for user in people)]


def _entries(model, empty=None):
    """The entries of a list as choices, read when they are needed."""
    first = [(filters.NONE, empty)] if empty else []
    return lambda: [*first, *((str(entry.pk), entry.name) for entry in model.objects.all())]


def _with_email(value: str, user):
    found = Exists(ContactEmail.objects.filter(contact=OuterRef("pk")))
    return Q(found) if value == "yes" else Q(~found)


def _tagged(numbers: list[int], is_empty: bool) -> list[Q]:
    """One condition per tag: all of them are asked for."""
    taggings = ContactTagging.objects.filter(content_object=OuterRef("pk"))
    return [Q(Exists(taggings.filter(tag=number))) for number in numbers]


def _companies(user):
    return Contact.objects.visible_to(user).companies()


class ContactFilters(filters.ListFilterSet):
    q = filters.TextFilter(label="")
    manager = filters.OneFilter(label=gettext_lazy("Manager"), choices=_manager_choices, where=_manager_is)
    temperature = filters.SeveralFilter(
        label=gettext_lazy("Temperature"),
        choices=_entries(TemperatureLevel, gettext_lazy("not specified")),
        where=filters.empty_or_in("temperature"),
    )
    type = filters.SeveralFilter(
        label=gettext_lazy("Type"),
        choices=_entries(ContactType, gettext_lazy("not specified")),
        where=filters.empty_or_in("contact_type"),
    )
    tags = filters.SeveralFilter(label=gettext_lazy("Tags"), choices=_entries(ContactTag), where=_tagged, all_of=True)
    company = filters.RecordFilter(
        label=gettext_lazy("Company"),
        field_name="company",
        records=_companies,
        named=lambda records, text: records.filter(match_name=match_form(text)),
        pick_url="contacts:pick",
    )
    kind = filters.OneFilter(
        label=gettext_lazy("Kind"), choices=Contact.Kind.choices, where=lambda value, user: Q(kind=value)
    )
    created = filters.PeriodFilter(label=gettext_lazy("Created"), field_name="created_at")
    access = filters.OneFilter(
        label=gettext_lazy("Access"), choices=AccessLevel.choices, where=lambda value, user: Q(access_level=value)
    )
    has_email = filters.OneFilter(
        label=gettext_lazy("Has e-mail"),
        choices=[("yes", gettext_lazy("yes")), ("no", gettext_lazy("no"))],
        where=_with_email,
    )
    consent = filters.OneFilter(
        label=gettext_lazy("May receive mailings"),
        choices=Contact.Consent.choices,
        where=lambda value, user: Q(consent=value),
    )

    class Meta:
        model = Contact
        fields: list[str] = []
