"""Fields whose errors say what to do, and a select that is drawn fast."""

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _


def words(label, limit: int, *, required=None, help_text="", widget=None, **attrs) -> forms.CharField:
    """A text field; `required` is the sentence shown where it is left empty (None: it may be)."""
    widget = widget or forms.TextInput(attrs=attrs)
    field = forms.CharField(label=label, max_length=limit, required=bool(required), help_text=help_text, widget=widget)
    field.error_messages["required"] = required or ""
    for validator in field.validators:
        if hasattr(validator, "limit_value"):
            validator.message = _("Write at most %(limit_value)d characters.")
        else:
            validator.message = _("Leave out the characters that can’t be shown.")
    return field


def choice_error(text=None) -> dict:
    text = text or _("Choose one of the entries listed.")
    return {"invalid_choice": text, "invalid": text}


class QuickSelect(forms.Select):
    """A select of many entries (countries, currencies), drawn without one template per entry."""

    def render(self, name, value, attrs=None, renderer=None):
        context = self.get_context(name, value, attrs)["widget"]
        groups = [(title, options) for title, options, _number in context["optgroups"]]
        drawn = format_html_join("", "{}", ((self._group(title, options),) for title, options in groups))
        return format_html('<select name="{}"{}>{}</select>', context["name"], flatatt(context["attrs"]), drawn)

    def _group(self, title, options):
        drawn = format_html_join("", '<option value="{}"{}>{}</option>', map(_option, options))
        return format_html('<optgroup label="{}">{}</optgroup>', title, drawn) if title else drawn


def _option(option: dict) -> tuple:
    return option["value"], flatatt({"selected": option["selected"]}), option["label"]
