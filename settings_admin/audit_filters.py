"""What the audit is narrowed by: who, what, which record, when, and words."""

import datetime as dt
import json

from auditlog.models import LogEntry
from django import forms
from django.contrib.contenttypes.models import ContentType
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.audit.models import SecurityEvent

from .audit_words import ACTIONS, KINDS, kind_words


def _kind_choices():
    logged = set(SecurityEvent.objects.order_by().values_list("kind", flat=True).distinct())
    kinds = sorted(((f"event:{kind}", kind_words(kind)) for kind in logged | set(KINDS)), key=lambda pair: pair[1])
    entries = [(f"entry:{action}", label) for action, label in ACTIONS.items()]
    return [("", _("Everything")), (_("Changes of fields"), entries), (_("Events"), kinds)]


def _record_choices():
    logged = set(LogEntry.objects.order_by().values_list("content_type", flat=True).distinct())
    logged |= set(SecurityEvent.objects.order_by().values_list("content_type", flat=True).distinct())
    models = [(pk, ContentType.objects.get_for_id(pk).model_class()) for pk in logged if pk]
    found = [(str(pk), capfirst(model._meta.verbose_name)) for pk, model in models if model]
    return [("", _("Every kind of record")), *sorted(found, key=lambda pair: str(pair[1]))]


def _date(label):
    years = [MinValueValidator(dt.date(1900, 1, 1)), MaxValueValidator(dt.date(2200, 1, 1))]
    return forms.DateField(
        label=label, required=False, validators=years, widget=forms.DateInput(attrs={"type": "date"})
    )


class AuditFilters(forms.Form):
    who = forms.ModelChoiceField(
        User.objects.order_by("username"), label=_("Who"), required=False, empty_label=_("Everyone")
    )
    kind = forms.ChoiceField(label=_("What"), required=False, choices=_kind_choices)
    record = forms.ChoiceField(label=_("Record"), required=False, choices=_record_choices)
    id = forms.IntegerField(required=False, min_value=1, max_value=2**53, widget=forms.HiddenInput)
    since = _date(_("From"))
    until = _date(_("To"))
    q = forms.CharField(label=_("Words"), required=False, max_length=100)

    def querysets(self):
        """(field changes, security events) that the filters leave; a filter that can't be read counts for nothing."""
        self.is_valid()
        given = getattr(self, "cleaned_data", {})
        entries, events = LogEntry.objects.order_by("-timestamp", "-id"), SecurityEvent.objects.order_by("-at", "-id")
        if given.get("who"):
            entries, events = entries.filter(actor=given["who"]), events.filter(actor=given["who"])
        entries, events = self._of_kind(entries, events, given.get("kind", ""))
        if given.get("record"):
            entries, events = (found.filter(content_type=given["record"]) for found in (entries, events))
            if given.get("id"):
                entries, events = (found.filter(object_id=given["id"]) for found in (entries, events))
        if given.get("since"):
            start = _midnight(given["since"])
            entries, events = entries.filter(timestamp__gte=start), events.filter(at__gte=start)
        if given.get("until"):
            end = _midnight(given["until"] + dt.timedelta(days=1))
            entries, events = entries.filter(timestamp__lt=end), events.filter(at__lt=end)
        return _with_words(entries, events, given.get("q", ""))

    def _of_kind(self, entries, events, kind: str):
        source, _colon, name = kind.partition(":")
        if source == "entry":
            return entries.filter(action=int(name)), events.none()
        return (entries.none(), events.filter(kind=name)) if source == "event" else (entries, events)


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def _with_words(entries, events, words: str):
    """Words are looked for in what was written down; JSON keeps other letters than ASCII as escapes on SQLite."""
    if not words:
        return entries, events
    escaped = json.dumps(words)[1:-1]
    changes = Q(object_repr__icontains=words) | Q(changes__icontains=words) | Q(changes__icontains=escaped)
    found = Q(details__icontains=words) | Q(details__icontains=escaped) | Q(kind__icontains=words)
    return entries.filter(changes), events.filter(found)
