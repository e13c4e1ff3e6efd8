"""What an administrator may type in Settings."""

import zoneinfo

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.currencies.codes import currency_choices
from core.organisation.models import Organisation
from core.records.models import HUE_CHOICES


class CommonForm(forms.ModelForm):
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=lambda: [(name, name.replace("_", " ")) for name in sorted(zoneinfo.available_timezones())],
        help_text=_("Of new users; everyone can choose another one on their own page."),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        help_text=_("Of new users and of what Carnet creates by itself."),
    )
    currency = forms.ChoiceField(
        label=_("Default currency"),
        choices=currency_choices,
        help_text=_("Proposed where an amount is entered. Amounts that exist keep their currency."),
    )

    class Meta:
        model = Organisation
        fields = ["name", "country", "time_zone", "language", "currency"]
        labels = {"name": _("Name of the organisation"), "country": _("Country")}
        help_texts = {"country": _("Phone numbers without a country code are read as numbers of this country.")}


class NamedForm(forms.Form):
    """A name and a colour: an entry of a list, or a tag."""

    name = forms.CharField(
        label=_("Name"), max_length=100, error_messages={"required": _("Write a name, for instance “Partner”.")}
    )
    hue = forms.ChoiceField(label=_("Colour"), choices=HUE_CHOICES, widget=forms.RadioSelect, initial="grey")


class ReplacementForm(forms.Form):
    """What takes the place of a used entry or tag; empty is nothing, in the words of `empty_label`."""

    replacement = forms.ModelChoiceField(queryset=None, required=False, label=_("What takes its place"))

    def __init__(self, *args, entry, empty_label=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["replacement"].queryset = type(entry).objects.exclude(pk=entry.pk)
        self.fields["replacement"].empty_label = empty_label or _("Not specified")


class MergeForm(forms.Form):
    keep = forms.ModelChoiceField(
        queryset=None,
        label=_("Tag that stays"),
        empty_label=_("Choose a tag"),
        error_messages={"required": _("Choose the tag that stays.")},
    )

    def __init__(self, *args, tag, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["keep"].queryset = type(tag).objects.exclude(pk=tag.pk)
