"""Template tags of the components: pictograms, avatars, form controls, dates in the user's format."""

import datetime
import re
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.templatetags.static import static
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()

HUES = ("grey", "rose", "red", "orange", "amber", "olive", "green", "teal", "sky", "indigo", "violet", "pink")
TURNING = {"chevron-left", "chevron-right", "arrow-left", "arrow-right", "logout", "file-import"}
CONTROL_CLASSES = {"select": "form-select", "checkbox": "form-check-input", "hidden": ""}


@register.simple_tag
def icon(name: str, size: int = 16, label: str = "", extra: str = "") -> SafeString:
    """A pictogram of the sprite; silent for screen readers unless it has a label."""
    classes = " ".join(filter(None, ["glyph", f"glyph-{size}" if size != 16 else "", _turning(name), extra]))
    voice = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html(
        '<svg class="{}" {} width="{}" height="{}"><use href="{}#i-{}"></use></svg>',
        classes,
        voice,
        size,
        size,
        static("vendor/icons.svg"),
        name,
    )


def _turning(name: str) -> str:
    return "glyph-turns" if name in TURNING else ""


@register.filter
def hue_of(key: object) -> str:
    """The hue that an id or a name always gets; grey is kept for what nobody may name."""
    number = key if isinstance(key, int) else sum(ord(letter) * place for place, letter in enumerate(str(key), start=1))
    return HUES[1 + number % (len(HUES) - 1)]


@register.filter
def initials(name: object) -> str:
    """Two letters for a face: of the first and the last word, or of the only one."""
    words = [word for word in re.split(r"[\s\-–&.,/()]+", str(name)) if word and word[0].isalnum()]
    if not words:
        return "–"
    letters = words[0][0] + words[-1][0] if len(words) > 1 else words[0][:2]
    return letters.upper()


@register.inclusion_tag("components/avatar.html")
def avatar(who: object, size: int = 24, mark: str = "", photo: str = "", shape: str = "") -> dict:
    """The face of a person, company, user or group: photo or initials, hue from the id.

    `mark` is "globe" (public) or "lock" (may not be named); `who` is an object with a pk, or a plain name.
    """
    company = getattr(who, "kind", "") == "company" or who.__class__.__name__ == "Group"
    return {
        "name": "" if mark == "lock" else str(who),
        "initials": initials(who),
        "hue": "grey" if mark == "lock" else hue_of(getattr(who, "pk", None) or str(who)),
        "size": size,
        "square": shape == "square" or (not shape and company),
        "photo": photo,
        "mark": mark,
    }


@register.simple_tag
def control(field: BoundField, **attrs: Any) -> SafeString:
    """Draws a bound field's widget with the classes of the design; underscores in attributes become hyphens."""
    attrs = {name.strip("_").replace("_", "-"): value for name, value in attrs.items() if value not in ("", None)}
    classes = [field.field.widget.attrs.get("class", ""), _control_class(field), attrs.pop("class", "")]
    attrs["class"] = " ".join(filter(None, classes))
    return field.as_widget(attrs=attrs)


def _control_class(field: BoundField) -> str:
    widget = field.field.widget
    if isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        return "choices-list"
    return CONTROL_CLASSES.get(getattr(widget, "input_type", "text"), "form-control")


@register.filter
def control_kind(field: BoundField) -> str:
    """Which markup the field component uses: "check", "choices" (radios, several checks) or "text"."""
    widget = field.field.widget
    if isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        return "choices"
    return "check" if isinstance(widget, forms.CheckboxInput) else "text"


def _pattern(context: template.Context) -> str:
    """As the signed-in user writes dates; in a mail, as its recipient does."""
    user = getattr(context.get("request"), "user", None) or context.get("user") or context.get("recipient")
    return getattr(user, "date_format", "") or "SHORT_DATE_FORMAT"


def _local(value: datetime.date | datetime.datetime) -> datetime.date | datetime.datetime:
    if isinstance(value, datetime.datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


@register.simple_tag(takes_context=True)
def day(context: template.Context, value: datetime.date | None) -> str:
    """A date as the user writes dates; an en dash where there is none."""
    return formats.date_format(_local(value), _pattern(context)) if value else "–"


@register.simple_tag(takes_context=True)
def moment(context: template.Context, value: datetime.datetime | None) -> str:
    """A date with its time, in the user's format and time zone."""
    if not value:
        return "–"
    return f"{day(context, value)}, {formats.date_format(_local(value), 'H:i')}"


@register.filter
def grouped(count: int) -> str:
    """A number as sentences say it: 100,000."""
    return formats.number_format(count, force_grouping=True)


@register.filter
def clock(value: datetime.datetime | None) -> str:
    """The time of day in the user's time zone: 16:05."""
    return formats.date_format(_local(value), "H:i") if value else ""


@register.filter
def lateness(value: datetime.date) -> str:
    """How far a day is from today, in words: "4 days late", "Today", "In 3 days"."""
    days = (_date(value) - timezone.localdate()).days
    if days == 0:
        return _("Today")
    if days < 0:
        return ngettext("%(count)d day late", "%(count)d days late", -days) % {"count": -days}
    return ngettext("In %(count)d day", "In %(count)d days", days) % {"count": days}


def _date(value: datetime.date | datetime.datetime) -> datetime.date:
    local = _local(value)
    return local.date() if isinstance(local, datetime.datetime) else local


@register.filter
def undo_url(message: object) -> str:
    """The address behind a message's Undo button, carried in its extra_tags as "undo:<address>"."""
    for tag in (getattr(message, "extra_tags", "") or "").split():
        if re.match(r"undo:/(?![/\\])", tag):
            return tag.removeprefix("undo:")
    return ""
