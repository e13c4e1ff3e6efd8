"""Rows of phones, e-mails, links and addresses in the form: an empty row is no row (CON-03)."""

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from contacts import details
from contacts.models import ContactAddress, ContactEmail, ContactLink, ContactPhone
from contacts.services import AddressValue, EmailValue, LinkValue, PhoneValue
from core.records.models import BusinessError

from .words import QuickSelect, choice_error, words

MOST_ROWS = details.MOST_ROWS


class DetailForm(forms.Form):
    """One row. Subclasses name the field that makes it a row, and the value it becomes."""

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    is_primary = forms.BooleanField(required=False, label=_("Primary"))

    main = ""
    value_class: type = object

    def __init__(self, *args, stored: dict[str, dict] | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        typed = self.data.get(self.add_prefix("pk")) if self.is_bound else self.initial.get("pk")
        self.before = (stored or {}).get(str(typed), {})  # the stored row that this one changes
        self.fields["is_primary"].widget.attrs["data-single"] = (self.prefix or "").rpartition("-")[0]

    @property
    def is_removed(self) -> bool:
        return bool(self.cleaned_data.get("DELETE"))

    def full_clean(self):
        """A row that goes is not judged."""
        if self.is_bound and self.data.get(self.add_prefix("DELETE")):
            self._errors, self.cleaned_data = ErrorDict(), {"DELETE": True}
            return
        super().full_clean()

    def is_filled(self) -> bool:
        return bool(self.cleaned_data.get(self.main))

    def value(self):
        data = {name: value for name, value in self.cleaned_data.items() if name != "DELETE"}
        return self.value_class(**data)

    def quiet(self) -> None:
        """Show what was typed without judging it yet."""
        self._errors, self.cleaned_data = ErrorDict(), {}


def _category(model) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Category"), choices=model.Category.choices, widget=QuickSelect, initial=model.Category.values[0],
        error_messages=choice_error(),
    )  # fmt: skip


class PhoneForm(DetailForm):
    category = _category(ContactPhone)
    number = words(_("Phone"), 80, type="tel")
    main, value_class = "number", PhoneValue


class EmailForm(DetailForm):
    category = _category(ContactEmail)
    address = words(_("E-mail"), 254, inputmode="email")
    main, value_class = "address", EmailValue

    def clean_address(self) -> str:
        address = self.cleaned_data["address"]
        if not address or address == self.before.get("address"):
            return address
        return _or_refuse(details.clean_email, address)


class LinkForm(DetailForm):
    category = _category(ContactLink)
    url = words(_("Link"), 500, inputmode="url")
    main, value_class = "url", LinkValue

    def clean(self):
        url = self.cleaned_data.get("url")
        if url and url != self.before.get("url"):
            try:
                self.cleaned_data["url"] = details.clean_link(url, self.cleaned_data.get("category", "website"))
            except BusinessError as error:
                self.add_error("url", error.sentence)
        return self.cleaned_data


class AddressForm(DetailForm):
    category = _category(ContactAddress)
    street = words(_("Street"), 500, widget=forms.Textarea(attrs={"rows": 1}))
    postal_code = words(_("Postal code"), 30)
    city = words(_("City"), 150)
    state = words(_("State"), 150)
    country = forms.ChoiceField(label=_("Country"), required=False, widget=QuickSelect, error_messages=choice_error())
    value_class = AddressValue

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        empty = self.before.get("country_text") or _("Country")
        self.fields["country"].choices = [("", empty), *countries]

    def is_filled(self) -> bool:
        data = self.cleaned_data
        return any(data.get(name) for name in ("street", "postal_code", "city", "state", "country"))

    def value(self):
        value = super().value()
        value.street = value.street.replace("\r\n", "\n")
        value.country_text = "" if value.country else self.before.get("country_text", "")
        return value


def _or_refuse(rule, text: str) -> str:
    try:
        return rule(text)
    except BusinessError as error:
        raise forms.ValidationError(error.sentence)


class DetailFormSet(forms.BaseFormSet):
    default_error_messages = {"missing_management_form": _("Open the form again: some of its rows did not arrive.")}

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["DELETE"].widget.attrs |= {"data-formset-remove": True}
        form.fields["DELETE"].label = _("Remove")

    def values(self) -> list:
        """The rows that are filled and stay, in their order."""
        return [form.value() for form in self.forms if not form.is_removed and form.is_filled()]

    def quiet(self) -> None:
        self._errors, self._non_form_errors = [], self.error_class()
        for form in self.forms:
            form.quiet()


def _rows(form: type[DetailForm]):
    return forms.formset_factory(
        form, DetailFormSet, extra=0, can_delete=True, max_num=MOST_ROWS, absolute_max=MOST_ROWS + 1, validate_max=True
    )


# prefix → (form set, heading, icon, words of the button that adds a row)
KINDS = {
    "phones": (_rows(PhoneForm), _("Phone"), "phone", _("Add a phone")),
    "emails": (_rows(EmailForm), _("E-mail"), "mail", _("Add an e-mail")),
    "links": (_rows(LinkForm), _("Web"), "world", _("Add a link")),
    "addresses": (_rows(AddressForm), _("Address"), "map-pin", _("Add an address")),
}


def initial_rows(contact, prefix: str) -> list[dict]:
    """What the stored rows say, or for a new contact one empty phone and one empty e-mail."""
    if contact is None:
        return [{}] if prefix in {"phones", "emails"} else []
    names = {
        "phones": ["number"],
        "emails": ["address"],
        "links": ["url"],
        "addresses": ["street", "postal_code", "city", "state", "country", "country_text"],
    }[prefix]
    return [
        {name: getattr(row, name) for name in ["pk", "category", "is_primary", *names]}
        for row in getattr(contact, prefix).order_by("position", "pk")
    ]
