"""Tags as they are typed: names between commas."""

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

HELP = gettext_lazy("Separate them by commas. Names of tags are open to all users.")


def tag_names(text: str) -> list[str]:
    """The names in `text`, each once whatever its case (as first written), with single spaces."""
    names: dict[str, str] = {}
    for part in text.split(","):
        name = " ".join(part.split())[:100]
        names.setdefault(name.casefold(), name)
    names.pop("", None)
    return list(names.values())


def tags_widget() -> forms.TextInput:
    """A text box that a script turns into chips."""
    return forms.TextInput(
        attrs={
            "data-picker": reverse_lazy("contacts:pick", query={"kind": "tag"}),
            "data-multi": "1",
            "data-create": gettext_lazy("Create"),
            "autocomplete": "off",
        }
    )


class TagsForm(forms.Form):
    """All tags of one contact."""

    tags = forms.CharField(
        label=gettext_lazy("Tags"), required=False, max_length=2000, help_text=HELP, widget=tags_widget()
    )

    def clean_tags(self) -> list[str]:
        return tag_names(self.cleaned_data["tags"])


class AddTagsForm(forms.Form):
    """Tags to add to several contacts."""

    use_required_attribute = False  # a picker shows an empty required field as wrong from the start

    tags = forms.CharField(label=gettext_lazy("Tags"), max_length=1000, help_text=HELP, widget=tags_widget())

    def clean_tags(self) -> list[str]:
        names = tag_names(self.cleaned_data["tags"])
        if not names:
            raise forms.ValidationError(_("Write at least one tag."))
        return names
