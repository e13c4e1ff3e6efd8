"""What is to be chosen before a bulk operation on contacts."""

from django import forms
from django.contrib.auth.models import Group
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.models import ContactTag
from core.access.models import AccessLevel
from core.accounts.models import User
from core.pages.several import SeveralField


class RemoveTagsForm(forms.Form):
    tags = SeveralField(ContactTag.objects.all(), label=gettext_lazy("Tags"), widget=forms.CheckboxSelectMultiple)

    def clean_tags(self) -> list[str]:
        return [tag.name for tag in self.cleaned_data["tags"]]


def entry_form(model, label):
    class EntryForm(forms.Form):
        entry = forms.ModelChoiceField(
            model.objects.all(),
            label=label,
            required=False,
            empty_label=gettext_lazy("Not specified"),
            widget=forms.RadioSelect,
            blank=True,
        )

    return EntryForm


class ShareForm(forms.Form):
    ADD, REPLACE = "add", "replace"

    level = forms.ChoiceField(
        label=gettext_lazy("Access"),
        required=False,
        choices=[("", gettext_lazy("leave it as it is")), *AccessLevel.choices],
        widget=forms.RadioSelect,
    )
    mode = forms.ChoiceField(
        label=gettext_lazy("Managers"),
        choices=[
            (ADD, gettext_lazy("add the ones below")),
            (REPLACE, gettext_lazy("replace all by the ones below")),
        ],
        initial=ADD,
        widget=forms.RadioSelect,
    )
    users = SeveralField(
        User.objects.active().order_by("first_name", "last_name", "username"),
        label=gettext_lazy("Users"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    groups = SeveralField(
        Group.objects.order_by("name"),
        label=gettext_lazy("Groups"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    notify = forms.BooleanField(
        label=gettext_lazy("Notify the new managers"),
        help_text=gettext_lazy("One mail for each person, however many contacts it is about."),
        required=False,
        initial=True,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.fields["groups"].queryset.exists():
            del self.fields["groups"]

    def clean(self):
        cleaned = super().clean()
        has_people = cleaned.get("users") or cleaned.get("groups")
        if not cleaned.get("level") and not has_people and cleaned.get("mode") != self.REPLACE:
            raise forms.ValidationError(_("Choose an access level, or at least one manager."))
        if cleaned.get("mode") == self.REPLACE and not has_people:
            raise forms.ValidationError(_("Choose at least one manager: contacts without one can be lost from sight."))
        return cleaned
