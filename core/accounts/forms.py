"""What people type about their own account: sign-in, passwords, and who they are."""

import zoneinfo

from allauth.account import forms as allauth_forms
from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from . import throttle
from .models import User, normalise_email
from .remote import remote_address

LONGEST_PASSWORD = 4096  # hashing a longer one would only cost time


def too_many(minutes: int) -> str:
    return ngettext(
        "Too many attempts. Wait %(minutes)d minute, then try again.",
        "Too many attempts. Wait %(minutes)d minutes, then try again.",
        minutes,
    ) % {"minutes": minutes}


TAKEN = _("Another user has this address already; capitals make no difference. Use another.")
WHOLE_ADDRESS = _("Write the whole address, for instance name@example.com.")


class PasswordField(forms.CharField):
    def __init__(self, *, label, autocomplete="new-password", **kwargs):
        widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
        kwargs["error_messages"] = {"required": _("Write a password.")}
        super().__init__(label=label, strip=False, max_length=LONGEST_PASSWORD, widget=widget, **kwargs)


class SignInForm(allauth_forms.LoginForm):
    """Counted before the password is looked at; the same sentence for a wrong name, a wrong password and no account."""

    remember = forms.BooleanField(label=_("Stay signed in for 14 days"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.CharField(
            label=_("E-mail or user name"),
            max_length=254,
            error_messages={"required": _("Write your e-mail or user name.")},
            widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        )
        self.fields["password"] = PasswordField(label=_("Password"), autocomplete="current-password")
        self.order_fields(["login", "password", "remember"])

    def user_credentials(self) -> dict:
        return {"username": self.cleaned_data["login"], "password": self.cleaned_data["password"]}

    def _clean_with_password(self, credentials):
        try:
            claimed = throttle.claim("sign_in", credentials["username"], remote_address(self.request) or "")
        except throttle.TooManyAttempts as refusal:
            raise ValidationError(too_many(refusal.minutes), code="throttled")
        cleaned = super()._clean_with_password(credentials)
        throttle.release(claimed)
        return cleaned


class ResetForm(allauth_forms.ResetPasswordForm):
    """Asks for the address alone; whose it is, if anybody's, shows neither in the answer nor in its time."""

    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        error_messages={"invalid": WHOLE_ADDRESS, "required": WHOLE_ADDRESS},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def clean_email(self) -> str:
        return normalise_email(self.cleaned_data["email"])


class ActiveTokenForm(allauth_forms.UserTokenForm):
    """A link of a user who was switched off sets no password."""

    def _get_user(self, uidb36):
        user = super()._get_user(uidb36)
        return user if user and user.is_active else None


_password_rules = lazy(
    lambda: " ".join(password_validation.password_validators_help_texts()), str
)  # lazy, since the reader's language is known when the form is shown


class NewPasswordForm(forms.Form):
    """A new password, typed twice; `user` is whose it will be."""

    password1 = PasswordField(label=_("New password"), help_text=_password_rules())
    password2 = PasswordField(label=_("New password, once more"))

    def __init__(self, user: User, *args, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_password1(self) -> str:
        password = self.cleaned_data["password1"]
        password_validation.validate_password(password, self.user)
        return password

    def clean(self):
        cleaned = super().clean()
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("Type the same password in both fields."))
        return cleaned

    def save(self) -> None:
        self.user.set_password(self.cleaned_data["password1"])
        self.user.save(update_fields=["password"])


class ResetKeyForm(NewPasswordForm):
    """As allauth calls it, behind a link from a mail."""

    def __init__(self, *args, user=None, temp_key=None, **kwargs):
        super().__init__(user, *args, **kwargs)


class ChangePasswordForm(NewPasswordForm):
    oldpassword = PasswordField(label=_("Present password"), autocomplete="current-password")
    field_order = ["oldpassword", "password1", "password2"]

    def clean_oldpassword(self) -> str:
        password = self.cleaned_data["oldpassword"]
        try:
            claimed = throttle.claim("sign_in", self.user.email)
        except throttle.TooManyAttempts as refusal:
            raise ValidationError(too_many(refusal.minutes))
        if not self.user.check_password(password):
            raise ValidationError(_("This is not your present password. Type it again, or reset it by mail."))
        throttle.release(claimed)
        return password


def time_zones() -> list[tuple[str, str]]:
    """The places of the world by name, without the aliases that say no place."""
    names = {name for name in zoneinfo.available_timezones() if "/" in name and not name.startswith(("Etc/", "posix/"))}
    return [(name, name.replace("_", " ")) for name in sorted(names | {"UTC"})]


class UserNameForm(forms.ModelForm):
    """What names a user; the owner edits it for others, each person for themselves without the user name."""

    class Meta:
        model = User
        fields = ["first_name", "last_name", "email", "username"]
        labels = {"username": _("User name")}
        help_texts = {"username": _("Letters, digits and @ . + - _ only. It can be used to sign in.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].error_messages |= {"invalid": WHOLE_ADDRESS, "required": WHOLE_ADDRESS}

    def clean_email(self) -> str:
        """Refuses what differs from another user's address by capitals only, and what is another's user name."""
        email = normalise_email(self.cleaned_data["email"])
        others = User.objects.exclude(pk=self.instance.pk)
        if others.filter(email=email).exists() or others.filter(username__iexact=email).exists():
            raise ValidationError(TAKEN)
        return email

    def clean_username(self) -> str:
        username = self.cleaned_data["username"].strip()
        others = User.objects.exclude(pk=self.instance.pk)
        if others.filter(username__iexact=username).exists() or others.filter(email__iexact=username).exists():
            raise ValidationError(_("Another user has this name already. Choose another."))
        return username

    def _post_clean(self):
        super()._post_clean()
        self.instance.email = normalise_email(self.instance.email)


class ProfileForm(UserNameForm):
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zones)
    new_photo = forms.FileField(label=_("Photo"), required=False)
    remove_photo = forms.BooleanField(label=_("Remove the photo"), required=False)

    class Meta(UserNameForm.Meta):
        fields = [
            "first_name", "last_name", "email", "language", "time_zone", "date_format", "page_size", "theme",
            "single_keys",
        ]  # fmt: skip
        help_texts = {
            "single_keys": _("Off: keys pressed outside a field do nothing, for instance while you dictate."),
            "email": _("You sign in with it, and mails from Carnet go there."),
        }
        labels = {"single_keys": _("Single-key shortcuts")}
