"""What the owner types about users and groups."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.accounts.forms import UserNameForm
from core.accounts.models import User
from core.pages.several import SeveralField
from settings_admin import people

ROLES = [
    (people.USER, _("CRM user: sees what isn’t private to others")),
    (people.ADMINISTRATOR, _("CRM administrator: sees and edits everything, opens the settings")),
    (people.OWNER, _("Owner: gives access rights too")),
]


class InvitationForm(UserNameForm):
    role = forms.ChoiceField(label=_("Role"), choices=ROLES, widget=forms.RadioSelect, initial=people.USER)

    class Meta(UserNameForm.Meta):
        fields = ["first_name", "last_name", "email"]


class UserForm(UserNameForm):
    role = forms.ChoiceField(label=_("Role"), choices=ROLES, widget=forms.RadioSelect)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].initial = people.role_of(self.instance)


class GroupForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=150,
        error_messages={"required": _("Write a name, for instance “Sales”.")},
    )
    members = SeveralField(label=_("Members"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, group, **kwargs):
        initial = {"name": group.name, "members": list(group.user_set.all()) if group.pk else []}
        super().__init__(*args, initial=initial, **kwargs)
        own = User.objects.filter(groups=group) if group.pk else User.objects.none()
        everyone = User.objects.active() | own
        self.fields["members"].queryset = everyone.distinct().order_by("first_name", "last_name", "username")

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if not name:
            raise ValidationError(self.fields["name"].error_messages["required"])
        return name
