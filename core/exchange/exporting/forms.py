"""What a person chooses of an export: columns, file, and how a CSV file is written."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .kinds import ALL, CSV, LIST, VCARD, XLSX

NOTHING = _("Choose one of the entries listed.")
ERRORS = {"invalid_choice": NOTHING, "required": NOTHING}
COLUMNS = [(LIST, _("Those of the list")), (ALL, _("All fields, so that an import restores everything"))]
FILES = {CSV: _("CSV"), XLSX: _("Excel (XLSX)"), VCARD: _("vCard, for address books")}
SEPARATORS = [("comma", _("Comma")), ("semicolon", _("Semicolon")), ("tab", _("Tab"))]


class ExportForm(forms.Form):
    columns = forms.ChoiceField(
        label=_("Columns"), choices=COLUMNS, widget=forms.RadioSelect, error_messages=ERRORS,
        help_text=_("vCards always hold the whole contact."),
    )  # fmt: skip
    file = forms.ChoiceField(label=_("File"), widget=forms.RadioSelect, error_messages=ERRORS)
    separator = forms.ChoiceField(
        label=_("Separator"), choices=SEPARATORS, widget=forms.RadioSelect, error_messages=ERRORS,
        help_text=_("For CSV alone."),
    )  # fmt: skip
    bom = forms.BooleanField(
        label=_("Mark the encoding"), required=False, help_text=_("For CSV alone: Excel then reads the accents.")
    )

    def __init__(self, file_types: list[str], data=None):
        usual = "semicolon" if (get_language() or "").startswith("fr") else "comma"
        super().__init__(data, initial={"columns": LIST, "file": CSV, "separator": usual, "bom": True})
        self.fields["file"].choices = [(name, FILES[name]) for name in file_types]
