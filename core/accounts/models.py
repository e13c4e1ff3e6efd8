"""Users: who signs in, with their language, time zone and habits."""

import unicodedata
import zoneinfo

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _


def normalise_email(address: str) -> str:
    """The form in which a user's address is kept and compared: no edge spaces, no capitals."""
    return address.strip().lower()


def normalise_login(login: str) -> str:
    """What was typed as e-mail or user name, in the form in which it is compared."""
    return unicodedata.normalize("NFKC", login).strip().lower()


class UserQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)


class PeopleManager(UserManager.from_queryset(UserQuerySet)):
    @classmethod
    def normalize_email(cls, email):
        return normalise_email(email or "")


class User(AbstractUser):
    class DateFormat(models.TextChoices):
        LOCALE = "", _("As the language does")
        DMY = "d/m/Y", "31/12/2026"
        MDY = "m/d/Y", "12/31/2026"
        ISO = "Y-m-d", "2026-12-31"

    class Theme(models.TextChoices):
        AUTO = "auto", _("As the device")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    email = models.EmailField(_("e-mail"))
    is_crm_administrator = models.BooleanField(_("CRM administrator"), default=False)
    language = models.CharField(
        _("language"), max_length=5, default="en", choices=[("en", "English"), ("fr", "Français")]
    )
    time_zone = models.CharField(_("time zone"), max_length=50, default="Europe/Paris")
    date_format = models.CharField(_("date format"), max_length=8, blank=True, default="", choices=DateFormat.choices)
    page_size = models.PositiveSmallIntegerField(
        _("rows on a page"), default=25, choices=[(25, "25"), (50, "50"), (75, "75"), (100, "100")]
    )
    theme = models.CharField(_("appearance"), max_length=5, default=Theme.AUTO, choices=Theme.choices)
    single_keys = models.BooleanField(_("single-key shortcuts"), default=True)
    sidebar_folded = models.BooleanField(default=False)
    photo = models.CharField(max_length=120, blank=True, default="")
    list_columns = models.JSONField(default=dict, blank=True)
    invited_at = models.DateTimeField(null=True, blank=True)
    # Part of what a session is checked against: adding one ends every session of this user at its next request.
    session_epoch = models.PositiveIntegerField(default=0, editable=False)

    objects = PeopleManager()

    class Meta(AbstractUser.Meta):
        constraints = [models.UniqueConstraint(Lower("email"), name="accounts_user_email_unique")]

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def clean(self):
        super().clean()
        self.email = normalise_email(self.email)

    def save(self, *args, **kwargs):
        self.email = normalise_email(self.email)
        super().save(*args, **kwargs)

    def _get_session_auth_hash(self, secret=None) -> str:
        text = f"{self.password} {self.session_epoch}"
        return salted_hmac("core.accounts.session", text, secret=secret, algorithm="sha256").hexdigest()

    @property
    def is_administrator(self) -> bool:
        """Whether this user sees and edits everything (ACC-02): the owner and the CRM administrators."""
        return self.is_active and (self.is_superuser or self.is_crm_administrator)

    @property
    def photo_url(self) -> str:
        """Of the thumbnail, "" where there is none; it changes with the photo, so that browsers may keep it."""
        if not self.photo:
            return ""
        query = {"v": self.photo.rpartition("/")[2][:8], "size": "thumb"}
        return reverse("profile_photo", args=[self.pk], query=query)

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        try:
            return zoneinfo.ZoneInfo(self.time_zone)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError):
            return zoneinfo.ZoneInfo("Europe/Paris")


def find_user(login: str) -> User | None:
    """The one whose e-mail this is, else whose user name, whatever their case; a name written exactly comes first."""
    login, typed = normalise_login(login), login.strip()
    if not login or not login.isprintable():  # control characters and lone surrogates, which databases refuse
        return None
    found = list(User.objects.filter(Q(email=login) | Q(username__iexact=typed) | Q(username__iexact=login)))
    order = [lambda user: user.email == login, lambda user: user.username == typed, lambda user: True]
    return next((user for fits in order for user in found if fits(user)), None)


class FailedAttempt(models.Model):
    """One refused sign-in or one reset request, counted per account and per address (ACC-01)."""

    scope = models.CharField(max_length=16)
    key = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("refused attempt")
        verbose_name_plural = _("refused attempts")
        indexes = [models.Index(fields=["scope", "key", "at"], name="accounts_attempt_key")]
