"""Filters of a list on django-filter: each knows its parameters, what its chip says, and how it is edited."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from core.organisation.models import Organisation
from core.search.matching import matching

from . import periods
from .state import ListState, clean_number, clean_text

NONE = "none"


class ListFilter(django_filters.Filter):
    """One filter of a list; `is_chip` is False for what has its own box on the page."""

    is_chip = True
    editor = "choices"  # choices, period or record: which part of pages/_filter_editor.html

    @property
    def parameters(self) -> list[str]:
        return [self.parent_name]

    def words(self, value: Any) -> str:
        """What the chip says behind the filter's name."""
        return str(value)


class TextFilter(ListFilter):
    """Free text, found by the one search function."""

    field_class = forms.CharField
    is_chip = False

    def filter(self, queryset: QuerySet, value: str) -> QuerySet:
        text = clean_text(value or "", 200)
        if not text:
            return queryset
        country = str(Organisation.current().country) if any(letter.isdigit() for letter in text) else "FR"
        return matching(queryset, text, country=country)


class OneFilter(ListFilter):
    """One of a few choices; `where` turns it into a condition: `where(value, user) -> Q`."""

    field_class = forms.ChoiceField

    def __init__(self, *args, where, choices, **kwargs):
        self.where = where
        kwargs.setdefault("widget", forms.RadioSelect)
        super().__init__(*args, choices=choices, **kwargs)

    def filter(self, queryset: QuerySet, value: str) -> QuerySet:
        return queryset.filter(self.where(value, self.parent.user)) if value else queryset

    def words(self, value: str) -> str:
        return str(dict(self.field.choices).get(value, value))


class SeveralFilter(ListFilter):
    """Several of the rows that `choices()` lists; "none" stands for an empty column."""

    field_class = forms.MultipleChoiceField

    def __init__(self, *args, where, choices, all_of: bool = False, **kwargs):
        self.where, self.all_of = where, all_of
        super().__init__(*args, choices=choices, widget=forms.CheckboxSelectMultiple, **kwargs)

    def filter(self, queryset: QuerySet, value: list[str]) -> QuerySet:
        if not value:
            return queryset
        numbers = [int(one) for one in value if one != NONE]
        for condition in self.where(numbers, NONE in value):
            queryset = queryset.filter(condition)
        return queryset

    def words(self, value: list[str]) -> str:
        names = {str(key): str(label) for key, label in self.field.choices}
        found = [names.get(one, one) for one in value]
        join = _("%(first)s and %(second)s") if self.all_of else _("%(first)s or %(second)s")
        if len(found) < 2:
            return "".join(found)
        return join % {"first": ", ".join(found[:-1]), "second": found[-1]}


class PeriodWidget(forms.Widget):
    """Three parameters: the period's name, and the two days of a range."""

    def value_from_datadict(self, data, files, name):
        return [data.get(name, ""), data.get(f"{name}_from", ""), data.get(f"{name}_to", "")]


class PeriodField(forms.Field):
    widget = PeriodWidget

    def clean(self, value):
        """A name, or a pair of days of which one may be open; None where nothing is asked for."""
        name, first, last = (clean_text(text) for text in value)
        if name in dict(periods.NAMES):
            return name
        days = periods.read_day(first), periods.read_day(last)
        if any(days) and all(bool(text) == bool(day) for text, day in zip((first, last), days, strict=True)):
            return days
        if name == "range" and not first and not last:
            return None
        if name or first or last:
            raise forms.ValidationError(_("Choose a period, or write days as 2026-11-25."))
        return None


class PeriodFilter(ListFilter):
    """An instant of the row within a period of the user's own days."""

    field_class = PeriodField
    editor = "period"

    @property
    def parameters(self) -> list[str]:
        return [self.parent_name, f"{self.parent_name}_from", f"{self.parent_name}_to"]

    def filter(self, queryset: QuerySet, value) -> QuerySet:
        if not value:
            return queryset
        first, after = self.days(value)
        zone = self.parent.user.zone
        if first:
            queryset = queryset.filter(**{f"{self.field_name}__gte": periods.midnight(first, zone)})
        if after:
            queryset = queryset.filter(**{f"{self.field_name}__lt": periods.midnight(after, zone)})
        return queryset

    def days(self, value) -> tuple[dt.date | None, dt.date | None]:
        """The first day, and the day after the last."""
        if isinstance(value, str):
            return periods.days_of(value, timezone.now().astimezone(self.parent.user.zone).date())
        first, last = value
        return first, last + dt.timedelta(days=1) if last else None

    def words(self, value) -> str:
        if isinstance(value, str):
            return str(dict(periods.NAMES)[value])
        pattern = self.parent.user.date_format or "SHORT_DATE_FORMAT"
        first, last = (formats.date_format(day, pattern) if day else "" for day in value)
        if first and last:
            return f"{first} – {last}"
        return _("since %(day)s") % {"day": first} if first else _("until %(day)s") % {"day": last}


class RecordFilter(ListFilter):
    """One record that the user may see, by id, or by the words typed where there is no script.

    `records(user)` is the visible queryset, `named(queryset, text)` what the typed words mean.
    """

    field_class = forms.CharField
    editor = "record"

    def __init__(self, *args, records, named, pick_url: str, **kwargs):
        self.records, self.named, self.pick_url = records, named, pick_url
        super().__init__(*args, **kwargs)

    def found(self, value: str):
        if not hasattr(self, "_found"):
            text, records = clean_text(value, 200), self.records(self.parent.user)
            number = clean_number(text)
            self._found = (records.filter(pk=number) if number is not None else self.named(records, text)).first()
        return self._found

    def filter(self, queryset: QuerySet, value: str) -> QuerySet:
        if not value:
            return queryset
        record = self.found(value)
        return queryset.filter(**{self.field_name: record}) if record else queryset.none()

    def words(self, value: str) -> str:
        return str(self.found(value) or _("unknown"))


@dataclass
class Chip:
    name: str
    label: str
    words: str
    remove_url: str
    edit_url: str


class ListFilterSet(django_filters.FilterSet):
    """The filters of one list. A value that can't be read finds nothing, rather than being passed over."""

    def __init__(self, data=None, queryset=None, *, user, **kwargs):
        super().__init__(data, queryset, **kwargs)
        self.user = user
        for name, one in self.filters.items():
            one.parent_name = name

    @classmethod
    def parameter_names(cls, without: tuple[str, ...] = ()) -> list[str]:
        names = []
        for name, one in cls.base_filters.items():
            one.parent_name = name
            names += one.parameters if name not in without else []
        return names

    @classmethod
    def single_names(cls) -> list[str]:
        """The parameters of which the last value counts: the words typed stand before the id that was picked."""
        return [name for name, one in cls.base_filters.items() if isinstance(one, RecordFilter)]

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        if self.form.errors:
            return queryset.none()
        return super().filter_queryset(queryset)

    def is_set(self, name: str) -> bool:
        return name in self.form.errors or bool(self.form.cleaned_data.get(name))

    def is_set_well(self, name: str) -> bool:
        return name not in self.form.errors and self.is_set(name)

    def chips(self, state: ListState, fixed: tuple[str, ...] = ()) -> list[Chip]:
        """One chip per filter that is set; `fixed` ones belong to the page and can't be removed."""
        return [
            Chip(
                name,
                str(one.label),
                _("unknown") if name in self.form.errors else one.words(self.form.cleaned_data[name]),
                state.address(without=one.parameters),
                state.address(edit=name),
            )
            for name, one in self.filters.items()
            if one.is_chip and name not in fixed and self.is_set(name)
        ]

    def frozen(self) -> list[tuple[str, str]]:
        """The parameters with days instead of "today", as work that runs later needs them."""
        pairs = [(key, value) for key in self.data for value in self.data.getlist(key)]
        for name, one in self.filters.items():
            value = self.form.cleaned_data.get(name) if self.is_bound and not self.form.errors else None
            if isinstance(one, PeriodFilter) and isinstance(value, str):
                today = timezone.now().astimezone(self.user.zone).date()
                first, after = periods.days_of(value, today)
                pairs = [pair for pair in pairs if pair[0] not in one.parameters]
                pairs += [(f"{name}_from", str(first)), (f"{name}_to", str(after - dt.timedelta(days=1)))]
        return pairs


def empty_or_in(name: str):
    """The condition of a SeveralFilter on the foreign key `name`: one of the ids, or none at all."""

    def where(numbers: list[int], is_empty: bool) -> list[Q]:
        condition = Q(**{f"{name}__in": numbers})
        return [condition | Q(**{f"{name}__isnull": True}) if is_empty else condition]

    return where
