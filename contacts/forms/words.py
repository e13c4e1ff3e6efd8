"""Fields of text whose errors say what to do."""

from django import forms
from django.utils.translation import gettext_lazy as _


def words(label, limit: int, *, required=None, help_text="", widget=None, **attrs) -> forms.CharField:
    """A text field; `required` is the sentence shown where it is left empty (None: it may be)."""
    widget = widget or forms.TextInput(attrs=attrs)
    field = forms.CharField(label=label, max_length=limit, required=bool(required), help_text=help_text, widget=widget)
    field.error_messages |= {"required": required or "", "null_characters_not_allowed": ""}
    for validator in field.validators:
        if hasattr(validator, "limit_value"):
            validator.message = _("Write at most %(limit_value)d characters.")
        else:
            validator.message = _("Leave out the characters that can’t be shown.")
    return field


def choice_error(text=None) -> dict:
    text = text or _("Choose one of the entries listed.")
    return {"invalid_choice": text, "invalid": text}
