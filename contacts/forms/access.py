"""The access box: available to all or not, the managers, and whether the new ones are told (ACC-10, ACC-12, ACC-13)."""

from django import forms
from django.contrib.auth.models import Group
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from contacts.models import Contact
from contacts.services import GrantValue
from contacts.services.access import grants_of
from core.access.models import AccessLevel
from core.accounts.models import User

from .words import QuickSelect, choice_error

LEVELS = [(AccessLevel.READ, _("They may read it")), (AccessLevel.WRITE, _("They may read and edit it"))]
RIGHTS = [("write", _("Can edit")), ("read", _("Can read"))]


def key_of(grantee) -> str:
    """ "u3" for a user, "g3" for a group."""
    return f"{'g' if isinstance(grantee, Group) else 'u'}{grantee.pk}"


class AccessForm(forms.Form):
    is_public = forms.BooleanField(
        label=_("Make this contact available to all CRM users"),
        required=False,
        help_text=_("Otherwise only its managers and the administrators see it."),
    )
    level = forms.ChoiceField(
        label=_("What all CRM users may do"), choices=LEVELS, required=False, widget=forms.RadioSelect,
        initial=AccessLevel.READ, error_messages=choice_error(),
    )  # fmt: skip
    is_told = forms.BooleanField(label=_("Notify the new managers by e-mail"), required=False, initial=True)

    def level_chosen(self) -> str:
        data = self.cleaned_data
        return (data.get("level") or AccessLevel.READ) if data.get("is_public") else AccessLevel.PRIVATE

    def quiet(self) -> None:
        self._errors, self.cleaned_data = ErrorDict(), {}


def initial_access(contact: Contact | None) -> dict:
    if contact is None:
        return {}
    return {"is_public": contact.is_public, "level": contact.access_level if contact.is_public else AccessLevel.READ}


class Grantees:
    """Who may be chosen as manager: active users and groups, and whoever is one already."""

    def __init__(self, contact: Contact | None):
        self.stored = {key_of(grant.grantee): grant for grant in grants_of(contact)} if contact else {}
        users = User.objects.active().order_by("first_name", "last_name", "username")
        self.users = {key_of(user): user for user in users}
        self.groups = {key_of(group): group for group in Group.objects.order_by("name")}
        self.all = {key: grant.grantee for key, grant in self.stored.items()} | self.users | self.groups

    def choices(self) -> list:
        users = [(key, str(user)) for key, user in self.users.items()]
        groups = [(key, str(group)) for key, group in self.groups.items()]
        return [("", _("Choose a user or a group")), (_("Users"), users), *([(_("Groups"), groups)] if groups else [])]


class ManagerForm(forms.Form):
    grantee = forms.CharField(label=_("Manager"), required=False, widget=QuickSelect)
    right = forms.ChoiceField(
        label=_("Right"), choices=RIGHTS, initial="write", widget=QuickSelect, error_messages=choice_error()
    )

    def __init__(self, *args, grantees: Grantees, **kwargs):
        super().__init__(*args, **kwargs)
        self.grantees = grantees
        self.fields["grantee"].widget.choices = grantees.choices()

    @property
    def chosen(self):
        """The user or group that this row is about, once there is one."""
        return self.grantees.all.get(self["grantee"].value() or "")

    @property
    def is_group(self) -> bool:
        return isinstance(self.chosen, Group)

    def clean_grantee(self):
        key = self.cleaned_data["grantee"]
        if key and key not in self.grantees.all:
            raise forms.ValidationError(_("Choose one of the people listed."))
        return key

    def value(self) -> GrantValue | None:
        data = self.cleaned_data
        if data.get("DELETE") or not data.get("grantee"):
            return None
        return GrantValue(self.grantees.all[data["grantee"]], data["right"] == "write")

    def quiet(self) -> None:
        self._errors, self.cleaned_data = ErrorDict(), {}


class ManagerRows(forms.BaseFormSet):
    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["DELETE"].widget.attrs |= {"data-formset-remove": True}
        form.fields["DELETE"].label = _("Remove")

    def values(self) -> list[GrantValue]:
        return [value for form in self.forms if (value := form.value())]

    def quiet(self) -> None:
        self._errors, self._non_form_errors = [], self.error_class()
        for form in self.forms:
            form.quiet()


ManagerFormSet = forms.formset_factory(
    ManagerForm, ManagerRows, extra=0, can_delete=True, max_num=200, absolute_max=201, validate_max=True
)


def initial_managers(grantees: Grantees, contact: Contact | None, user) -> list[dict]:
    """Those of the contact; for a new one its creator."""
    if contact is None:
        return [{"grantee": key_of(user), "right": "write"}]
    return [{"grantee": key, "right": "write" if grant.can_write else "read"} for key, grant in grantees.stored.items()]
