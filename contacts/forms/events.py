"""An event of the timeline as it is typed, and what narrows the timeline (HIS-01, HIS-03)."""

import datetime as dt
import uuid
from html import escape

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.history.models import HistoryCategory, HistoryEvent
from core.history.services import plain_text
from core.pages.several import SeveralField

from .words import choice_error, words

NOT_SEEING = _("Choose people who see this contact.")
EARLIEST = dt.datetime(1900, 1, 1, tzinfo=dt.UTC)
LATEST = dt.datetime(2100, 1, 1, tzinfo=dt.UTC)


def _moment(**attrs) -> forms.DateTimeInput:
    return forms.DateTimeInput(attrs={"type": "datetime-local", **attrs}, format="%Y-%m-%dT%H:%M")


def _day(label) -> forms.DateField:
    """A day that no zone carries beyond what the databases hold."""
    bounds = [MinValueValidator(EARLIEST.date()), MaxValueValidator(LATEST.date())]
    return forms.DateField(
        label=label, required=False, validators=bounds, widget=forms.DateInput(attrs={"type": "date"})
    )


class EventForm(forms.Form):
    """`seers`: the users who see what the event hangs on; only they can be told."""

    form_id = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid.uuid4)
    category = forms.ModelChoiceField(
        HistoryCategory.objects.all(), label=_("Category"), empty_label=None, widget=forms.RadioSelect,
        error_messages=choice_error() | {"required": _("Choose a category.")},
    )  # fmt: skip
    text = words(_("Text"), 20000, required=_("Write what happened."), widget=forms.Textarea(attrs={"rows": 3}))
    happened_at = forms.DateTimeField(
        label=_("Date and time"), required=False, widget=_moment(), help_text=_("Empty means now."),
        error_messages={"invalid": _("Choose a day and a time.")},
    )  # fmt: skip
    people = SeveralField(
        User.objects.none(), label=_("Notify"), required=False,
        error_messages=dict.fromkeys(("invalid_choice", "invalid_pk_value", "invalid_list"), NOT_SEEING),
    )  # fmt: skip

    def __init__(self, *args, seers=None, event: HistoryEvent | None = None, **kwargs):
        if event is not None:
            kwargs["initial"] = {
                "category": event.category_id,
                "text": plain_text(event.text),
                "happened_at": timezone.localtime(event.happened_at),
            }
        super().__init__(*args, **kwargs)
        self.event = event
        if seers is None:
            del self.fields["people"], self.fields["form_id"]
        else:
            self.fields["people"].queryset = seers

    def clean_happened_at(self):
        typed = self.cleaned_data["happened_at"]
        if typed and not EARLIEST <= typed <= LATEST:
            raise forms.ValidationError(_("Choose a day between 1900 and 2100."))
        stored = self.event and self.event.happened_at
        if stored and typed == stored.replace(second=0, microsecond=0):
            return stored
        return typed or stored or timezone.now()

    def clean(self):
        self.errors.pop("form_id", None)
        return self.cleaned_data

    @property
    def once_id(self) -> uuid.UUID:
        """The same for the same form with the same text, sent twice; a changed text is another event."""
        return uuid.uuid5(self.cleaned_data.get("form_id") or uuid.uuid4(), self.cleaned_data["text"])


class TimelineFilter(forms.Form):
    """All optional; what is not understood narrows nothing."""

    author = forms.ChoiceField(label=_("Author"), required=False)
    category = forms.ModelChoiceField(
        HistoryCategory.objects.all(), label=_("Category"), required=False, empty_label=_("All categories")
    )
    since, until = _day(_("From")), _day(_("To"))
    q = words(_("Text"), 200)

    def __init__(self, *args, user, authors, categories=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        if categories is not None:
            choices = [(category.pk, category.name) for category in categories]
            self.fields["category"].choices = [("", _("All categories")), *choices]
        others = [(str(author.pk), str(author)) for author in authors if author.pk != user.pk]
        self.fields["author"].choices = [("", _("Everyone")), ("mine", _("Mine")), *others]

    def narrow(self, links):
        """The lines of `links` that fit."""
        self.is_valid()
        data = self.cleaned_data
        if author := data.get("author"):
            links = links.filter(event__author=self.user.pk if author == "mine" else int(author))
        if category := data.get("category"):
            links = links.filter(event__category=category)
        if text := data.get("q"):
            links = links.filter(event__text__icontains=escape(text, quote=False))  # as it is stored
        if since := data.get("since"):
            links = links.filter(happened_at__gte=_midnight(since))
        if until := data.get("until"):
            links = links.filter(happened_at__lt=_midnight(until + dt.timedelta(days=1)))
        return links

    @property
    def is_narrowing(self) -> bool:
        return any(value for value in getattr(self, "cleaned_data", {}).values())


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))
