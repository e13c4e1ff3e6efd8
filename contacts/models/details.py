"""The details of a contact: phones, e-mails, links, addresses; any number of each, one primary per kind (CON-03)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from .contacts import Contact


class Detail(models.Model):
    is_primary = models.BooleanField(_("primary"), default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["-is_primary", "position", "id"]

    def get_additional_data(self) -> dict:
        """Carried by its audit entries: whose it is, and the version that this change brings the contact to."""
        return {"contact": self.contact_id, "version": self.contact.version + 1}


def _one_primary(name: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(fields=["contact"], condition=Q(is_primary=True), name=name)


class ContactPhone(Detail):
    class Category(models.TextChoices):
        WORK = "work", _("Work")
        MOBILE = "mobile", _("Mobile")
        HOME = "home", _("Home")
        DIRECT = "direct", _("Direct")
        FAX = "fax", _("Fax")
        OTHER = "other", _("Other")

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="phones")
    category = models.CharField(_("category"), max_length=6, choices=Category.choices, default=Category.WORK)
    number = models.CharField(_("phone"), max_length=80)
    e164 = models.CharField(max_length=20, blank=True, default="", editable=False, db_index=True)

    class Meta(Detail.Meta):
        verbose_name = _("phone")
        verbose_name_plural = _("phones")
        constraints = [_one_primary("contacts_phone_primary")]

    def __str__(self) -> str:
        return self.number


class ContactEmail(Detail):
    class Category(models.TextChoices):
        WORK = "work", _("Work")
        HOME = "home", _("Home")
        OTHER = "other", _("Other")

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="emails")
    category = models.CharField(_("category"), max_length=5, choices=Category.choices, default=Category.WORK)
    address = models.CharField(_("e-mail"), max_length=254)
    match_key = models.CharField(max_length=254, editable=False, db_index=True, default="")

    class Meta(Detail.Meta):
        verbose_name = _("e-mail")
        verbose_name_plural = _("e-mails")
        constraints = [_one_primary("contacts_email_primary")]

    def __str__(self) -> str:
        return self.address


class ContactLink(Detail):
    class Category(models.TextChoices):
        WEBSITE = "website", _("Website")
        LINKEDIN = "linkedin", "LinkedIn"
        X = "x", "X"
        FACEBOOK = "facebook", "Facebook"
        INSTAGRAM = "instagram", "Instagram"
        SKYPE = "skype", "Skype"
        OTHER = "other", _("Other")

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="links")
    category = models.CharField(_("category"), max_length=9, choices=Category.choices, default=Category.WEBSITE)
    url = models.CharField(_("link"), max_length=500)

    class Meta(Detail.Meta):
        verbose_name = _("link")
        verbose_name_plural = _("links")
        constraints = [_one_primary("contacts_link_primary")]
        indexes = [models.Index(fields=["url"], name="contacts_link_url")]  # an import finds companies by their domain

    def __str__(self) -> str:
        return self.url


class ContactAddress(Detail):
    class Category(models.TextChoices):
        WORK = "work", _("Work")
        HOME = "home", _("Home")
        OFFICE = "office", _("Office")
        BILLING = "billing", _("Billing")
        DELIVERY = "delivery", _("Delivery")
        OTHER = "other", _("Other")

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="addresses")
    category = models.CharField(_("category"), max_length=8, choices=Category.choices, default=Category.WORK)
    street = models.TextField(_("street"), blank=True, default="")
    city = models.CharField(_("city"), max_length=150, blank=True, default="")
    state = models.CharField(_("state"), max_length=150, blank=True, default="")
    postal_code = models.CharField(_("postal code"), max_length=30, blank=True, default="")
    country = CountryField(_("country"), blank=True, default="")
    # What stood in an imported file where no country of ISO 3166 goes by that name.
    country_text = models.CharField(max_length=150, blank=True, default="")

    class Meta(Detail.Meta):
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        constraints = [_one_primary("contacts_address_primary")]

    def __str__(self) -> str:
        town = " ".join(filter(None, [self.postal_code, self.city]))
        return ", ".join(filter(None, [self.street.replace("\n", ", "), town, self.state, self.country_name]))

    @property
    def country_name(self) -> str:
        return str(self.country.name) if self.country else self.country_text
