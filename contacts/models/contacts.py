"""A contact: a person or a company, in one table."""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext_lazy as _
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase
from taggit.managers import TaggableManager
from taggit.models import ItemBase

from contacts.querysets import ContactQuerySet
from core.access.models import Shareable
from core.records.models import Record
from core.search.models import Searchable
from core.tags.models import SectionTag

# The sort key "last event" must not be NULL: a contact without any event has this instant.
NEVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class ContactTag(SectionTag):
    class Meta(SectionTag.Meta):
        verbose_name = _("tag")
        verbose_name_plural = _("tags")


class ContactTagging(ItemBase):
    content_object = models.ForeignKey("contacts.Contact", on_delete=models.CASCADE, related_name="taggings")
    tag = models.ForeignKey(ContactTag, on_delete=models.CASCADE, related_name="taggings")

    class Meta:
        verbose_name = _("tag of a contact")
        verbose_name_plural = _("tags of contacts")
        ordering = ["tag__position", "tag__name"]
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="contacts_tagging_once")]


class Contact(Record, Shareable, Searchable):
    class Kind(models.TextChoices):
        PERSON = "person", _("person")
        COMPANY = "company", _("company")

    class Consent(models.TextChoices):
        UNKNOWN = "unknown", _("unknown")
        GIVEN = "given", _("given")
        WITHDRAWN = "withdrawn", _("withdrawn")

    kind = models.CharField(_("kind"), max_length=7, choices=Kind.choices, default=Kind.PERSON)
    name = models.CharField(_("name"), max_length=200, blank=True, default="")  # of a company
    salutation = models.CharField(_("salutation"), max_length=50, blank=True, default="")
    first_name = models.CharField(_("first name"), max_length=150, blank=True, default="")
    middle_name = models.CharField(_("middle name"), max_length=150, blank=True, default="")
    last_name = models.CharField(_("last name"), max_length=150, blank=True, default="")
    suffix = models.CharField(_("suffix"), max_length=50, blank=True, default="")
    company = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="persons", verbose_name=_("company")
    )
    job_title = models.CharField(_("job title"), max_length=200, blank=True, default="")
    department = models.CharField(_("department"), max_length=200, blank=True, default="")
    # A birthday in three columns, since the year may be unknown.
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    birth_month = models.PositiveSmallIntegerField(_("month of birth"), null=True, blank=True)
    birth_day = models.PositiveSmallIntegerField(_("day of birth"), null=True, blank=True)
    contact_type = models.ForeignKey(
        "contacts.ContactType", null=True, blank=True, on_delete=models.PROTECT, related_name="contacts",
        verbose_name=_("contact type"),
    )  # fmt: skip
    temperature = models.ForeignKey(
        "contacts.TemperatureLevel", null=True, blank=True, on_delete=models.PROTECT, related_name="contacts",
        verbose_name=_("temperature level"),
    )  # fmt: skip
    currency = models.CharField(_("currency"), max_length=3, blank=True, default="")
    notes = models.TextField(_("notes"), blank=True, default="")
    consent = models.CharField(
        _("may receive mailings"), max_length=9, choices=Consent.choices, default=Consent.UNKNOWN
    )
    consent_at = models.DateTimeField(null=True, blank=True)
    consent_proof = models.CharField(_("proof of consent"), max_length=300, blank=True, default="")
    external_id = models.CharField(_("external id"), max_length=200, blank=True, default="")
    photo = models.CharField(max_length=120, blank=True, default="")
    # The name as lists show it: the company's, or first and last; else the first e-mail or phone. Written by services.
    display_name = models.CharField(max_length=310, editable=False, default="")
    # Folded by services, so that both databases sort and compare alike (see core/search/folding.py).
    sort_name = models.CharField(max_length=500, editable=False, default="")
    match_name = models.CharField(max_length=500, editable=False, default="")
    last_event_at = models.DateTimeField(editable=False, default=NEVER)

    tags = TaggableManager(through=ContactTagging, blank=True, verbose_name=_("tags"))

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        indexes = [
            models.Index(fields=["sort_name", "id"], name="contacts_by_name"),
            models.Index(fields=["kind", "sort_name", "id"], name="contacts_kind_name"),
            models.Index(fields=["created_at", "id"], name="contacts_by_created"),
            models.Index(fields=["last_event_at", "id"], name="contacts_by_event"),
            models.Index(fields=["match_name"], name="contacts_match_name"),
            models.Index(fields=["external_id"], name="contacts_external", condition=~Q(external_id="")),
            models.Index(fields=["trash_act"], name="contacts_trashed", condition=Q(trash_act__isnull=False)),
            models.Index(
                fields=["sort_name", "id"],
                name="contacts_public_name",
                condition=Q(trash_act__isnull=True) & ~Q(access_level="private"),
            ),  # fmt: skip
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="person") | Q(company__isnull=True, first_name="", last_name=""),
                name="contacts_company_is_no_person",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name or str(_("Without a name"))

    def get_absolute_url(self) -> str:
        return reverse("contacts:detail", args=[self.pk])

    @property
    def is_company(self) -> bool:
        return self.kind == self.Kind.COMPANY

    @property
    def full_name(self) -> str:
        """With middle name and suffix, as the contact's own page shows it."""
        if self.is_company:
            return str(self)
        parts = [self.first_name, self.middle_name, self.last_name, self.suffix]
        return " ".join(filter(None, parts)) or str(self)

    @property
    def birthday(self) -> tuple[int | None, int, int] | None:
        """(year or None, month, day), or None where it is not known."""
        if not self.birth_month or not self.birth_day:
            return None
        return self.birth_year, self.birth_month, self.birth_day

    @property
    def birthday_words(self) -> str:
        """ "14 March 1980", or without the year where it isn't known; in the order of the user's language."""
        if self.birthday is None:
            return ""
        year, month, day = self.birthday
        shown = dt.date(year or 2000, month, day)
        return formats.date_format(shown, "DATE_FORMAT" if year else "MONTH_DAY_FORMAT")

    @property
    def primary_phone(self):
        """Chosen from the prefetched rows, so that a list asks once."""
        return _primary(self.phones.all())

    @property
    def primary_email(self):
        return _primary(self.emails.all())


def _primary(rows):
    rows = list(rows)
    return next((row for row in rows if row.is_primary), rows[0] if rows else None)


class ContactUserGrant(UserObjectPermissionBase):
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="contact_grants")
    content_object = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="user_grants")

    class Meta(UserObjectPermissionBase.Meta):
        verbose_name = _("access of a user")
        verbose_name_plural = _("accesses of users")
        constraints = [models.UniqueConstraint(fields=["user", "content_object"], name="contacts_user_grant_once")]


class ContactGroupGrant(GroupObjectPermissionBase):
    group = models.ForeignKey("auth.Group", on_delete=models.CASCADE, related_name="contact_grants")
    content_object = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="group_grants")

    class Meta(GroupObjectPermissionBase.Meta):
        verbose_name = _("access of a group")
        verbose_name_plural = _("accesses of groups")
        constraints = [models.UniqueConstraint(fields=["group", "content_object"], name="contacts_group_grant_once")]
