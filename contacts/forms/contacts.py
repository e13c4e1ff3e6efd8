"""The form of a person or a company: only the fields named here are taken from what was sent (promise 10)."""

import calendar
import datetime as dt
import uuid

from django import forms
from django.forms.utils import ErrorDict
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from contacts.models import Contact, ContactType, TemperatureLevel
from core.currencies.codes import currency_choices
from core.search.folding import match_form

from .photos import PhotoFields
from .words import QuickSelect, choice_error, words

MONTHS = [
    ("", _("Month")), ("1", _("January")), ("2", _("February")), ("3", _("March")), ("4", _("April")), ("5", _("May")),
    ("6", _("June")), ("7", _("July")), ("8", _("August")), ("9", _("September")), ("10", _("October")),
    ("11", _("November")), ("12", _("December")),
]  # fmt: skip
HIDDEN_COMPANY = _("Choose one of the companies you may see.")


class ContactForm(PhotoFields, forms.Form):
    """What persons and companies share. `user` narrows the choices, `contact` is the one being edited."""

    kind = ""
    form_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, min_value=1, max_value=2**31, widget=forms.HiddenInput)
    contact_type = forms.ModelChoiceField(
        ContactType.objects.all(), label=_("Type"), required=False, empty_label=_("Not specified"),
        error_messages=choice_error(),
    )  # fmt: skip
    temperature = forms.ModelChoiceField(
        TemperatureLevel.objects.all(), label=_("Temperature"), required=False, empty_label=_("Not specified"),
        error_messages=choice_error(),
    )  # fmt: skip
    currency = forms.ChoiceField(
        label=_("Currency"),
        required=False,
        widget=QuickSelect,
        help_text=_("Used for the invoices."),
        error_messages=choice_error(),
    )
    tags = words(
        _("Tags"),
        2000,
        help_text=_("Separate them by commas; unknown ones are created. Names of tags are open to all users."),
    )
    notes = words(_("Notes"), 20000, widget=forms.Textarea(attrs={"rows": 3}))
    consent = forms.ChoiceField(
        label=_("May receive mailings"),
        choices=[(value, capfirst(label)) for value, label in Contact.Consent.choices], initial=Contact.Consent.UNKNOWN,
        error_messages=choice_error(),
    )  # fmt: skip
    consent_on = forms.DateField(
        label=_("Given or withdrawn on"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write the day as year-month-day, for instance 2026-03-14.")},
    )  # fmt: skip
    consent_proof = words(_("How, with what proof"), 300)

    def __init__(self, *args, user, contact: Contact | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.contact = user, contact
        self.fields["currency"].choices = [("", _("Not specified")), *currency_choices()]
        self.fields["version"].required = contact is not None

    def clean_tags(self) -> list[str]:
        names = [" ".join(name.split()) for name in self.cleaned_data["tags"].split(",")]
        if any(len(name) > 100 for name in names):
            raise forms.ValidationError(_("Write at most 100 characters for each tag."))
        first = {name.casefold(): name for name in reversed(names) if name}  # typed twice, the first spelling counts
        return list(reversed(first.values()))

    def clean_consent_on(self):
        day = self.cleaned_data["consent_on"]
        if day and not dt.date(1950, 1, 1) <= day <= timezone.localdate() + dt.timedelta(days=1):
            raise forms.ValidationError(_("Choose a day that has been."))
        return day

    def clean(self):
        data = super().clean() or self.cleaned_data
        if self.errors.pop("form_id", None) or not data.get("form_id"):
            data["form_id"] = uuid.uuid4()
        if self.errors.pop("version", None):  # hidden fields have no place of their own for a sentence
            self.add_error(None, _("Open the form again: a part of it did not arrive."))
        if data.get("consent") == Contact.Consent.GIVEN and not data.get("consent_on"):
            stored = self.contact and self.contact.consent == Contact.Consent.GIVEN and self.contact.consent_at is None
            if not stored and "consent_on" not in self.errors:
                data["consent_on"] = timezone.localdate()
        return data

    def plain_values(self) -> dict:
        """The values of ContactValues that this form decides; the rest keeps what is stored."""
        data = self.cleaned_data
        names = [name for name in data if name not in NOT_PLAIN]
        return {name: data[name] for name in names} | {"kind": self.kind, "consent_at": self._consent_at()}

    def _consent_at(self) -> dt.datetime | None:
        day, stored = self.cleaned_data.get("consent_on"), self.contact and self.contact.consent_at
        if day and stored and timezone.localtime(stored).date() == day:
            return stored
        return timezone.make_aware(dt.datetime.combine(day, dt.time(12))) if day else None

    def quiet(self) -> None:
        """Show what was typed without judging it yet ("Add a phone" without JavaScript)."""
        self._errors, self.cleaned_data = ErrorDict(), {}


NOT_PLAIN = {
    "form_id", "version", "photo", "kept_photo", "remove_photo", "consent_on", "company_id", "birth_day",
    "birth_month", "birth_year",
}  # fmt: skip


class PersonForm(ContactForm):
    kind = "person"
    salutation = words(_("Salutation"), 50, list="salutations", autocomplete="off")
    first_name = words(_("First name"), 150, autocomplete="off")
    last_name = words(_("Last name"), 150, autocomplete="off", required=_("Write the last name."))
    company = words(_("Company"), 200)
    company_id = forms.IntegerField(
        required=False, widget=forms.HiddenInput, error_messages={"invalid": HIDDEN_COMPANY}
    )
    job_title = words(_("Job title"), 200)
    middle_name = words(_("Middle name"), 150)
    suffix = words(_("Suffix"), 50)
    department = words(_("Department"), 200)
    birth_day = forms.IntegerField(
        label=_("Day of birth"), required=False, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    birth_month = forms.ChoiceField(label=_("Month of birth"), required=False, choices=MONTHS)
    birth_year = forms.IntegerField(
        label=_("Year of birth"), required=False, widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text=_("May stay empty."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.candidates: list[Contact] = []
        self.new_company = ""
        stored = self.contact.company_id if self.contact else None
        self.hidden_company = stored if stored and not self._visible().filter(pk=stored).exists() else None
        if self.hidden_company:
            self.fields["company"].help_text = _("Belongs to a private contact. It stays so unless you choose another.")
        if self.contact and not self.contact.last_name:  # imported without one: other changes must be possible
            self.fields["last_name"].required = False
        for name in ("birth_day", "birth_year"):
            self.fields[name].error_messages["invalid"] = _("Write a number.")

    def _visible(self):
        return Contact.objects.visible_to(self.user).companies()

    def clean(self):
        data = super().clean()
        if self.errors.pop("company_id", None):  # hidden: what is wrong with it is said beside the name
            self.add_error("company", HIDDEN_COMPANY)
        if "company" not in self.errors:
            data["company"] = self._company(data.get("company", ""), data.get("company_id"))
        data["birthday"] = self._birthday(data.get("birth_day"), data.get("birth_month"), data.get("birth_year"))
        return data

    def _company(self, typed: str, pk: int | None) -> Contact | None:
        """Resolve the typed name; what nobody is called becomes a new company when the form is saved."""
        picked = self._visible().filter(pk=pk).first() if pk else None
        if pk and picked is None:
            self.add_error("company", HIDDEN_COMPANY)
        if not typed:
            return Contact.objects.filter(pk=self.hidden_company).first() if self.hidden_company else None
        if picked and match_form(picked.display_name) == match_form(typed):
            return picked
        found = list(self._visible().filter(match_name=match_form(typed)).order_by("sort_name", "pk")[:10])
        if len(found) > 1:
            self.candidates = found
            self.add_error("company", _("Several companies have this name. Choose one below."))
        elif not found:
            self.new_company = typed
        return found[0] if len(found) == 1 else None

    def _birthday(self, day, month, year) -> tuple[int | None, int, int] | None:
        if not (day or month or year) or {"birth_day", "birth_month", "birth_year"} & self.errors.keys():
            return None
        if not day or not month:
            self.add_error("birth_day", _("Write day and month, or leave the birthday empty."))
            return None
        month = int(month)
        if year is not None and not 1850 <= year <= timezone.localdate().year:
            self.add_error("birth_year", _("Write the year with four digits."))
            return None
        if not 1 <= day <= calendar.monthrange(year or 2000, month)[1]:
            self.add_error("birth_day", _("This month has fewer days."))
            return None
        return year, month, day


class CompanyForm(ContactForm):
    kind = "company"
    name = words(_("Company name"), 200, required=_("Write the company’s name."), autocomplete="off")


FORMS = {"person": PersonForm, "company": CompanyForm}
PLAIN = [
    "name", "salutation", "first_name", "last_name", "middle_name", "suffix", "department", "job_title", "birth_day",
    "birth_month", "birth_year", "contact_type", "temperature", "currency", "notes", "consent", "consent_proof",
]  # fmt: skip


def initial_contact(contact: Contact | None, *, user, company: Contact | None = None) -> dict:
    """What the empty form, or the form of a stored contact, starts with; `company`: a visible one to link to."""
    initial = {"form_id": uuid.uuid4()}
    if contact is None:
        return initial | ({"company": company.display_name, "company_id": company.pk} if company else {})
    seen = Contact.objects.visible_to(user).filter(pk=contact.company_id).first() if contact.company_id else None
    initial |= {name: getattr(contact, name) for name in PLAIN}
    return initial | {
        "version": contact.version,
        "company": seen.display_name if seen else "",
        "company_id": seen.pk if seen else None,
        "tags": ", ".join(tagging.tag.name for tagging in contact.taggings.select_related("tag")),
        "consent_on": timezone.localtime(contact.consent_at).date() if contact.consent_at else None,
    }
