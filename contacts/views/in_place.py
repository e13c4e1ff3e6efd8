"""Small changes without the form: temperature, type and tags by their chips, one phone or e-mail from the list."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from contacts.details import clean_email
from contacts.forms.tags import TagsForm
from contacts.models import Contact, ContactEmail, ContactPhone, ContactType, TemperatureLevel
from contacts.services import in_place
from contacts.services.values import EmailValue, PhoneValue
from core.access.doors import editable_or_403
from core.pages.state import clean_number
from core.records.models import BusinessError


class EntryForm(forms.Form):
    """One entry of one of the administrator's lists; its field is called as the contact's address for it."""

    def __init__(self, name: str, model, label, data=None, initial=None):
        super().__init__(data, initial={name: initial})
        self.fields[name] = forms.ModelChoiceField(
            model.objects.all(), label=label, required=False, empty_label=_("Not specified"), blank=True,
            widget=forms.RadioSelect,
        )  # fmt: skip


class PhoneForm(forms.Form):
    value = forms.CharField(
        label=gettext_lazy("Phone"), max_length=80, widget=forms.TextInput(attrs={"type": "tel", "autofocus": True})
    )
    category = forms.ChoiceField(label=gettext_lazy("Category"), choices=ContactPhone.Category.choices)

    def made(self) -> PhoneValue:
        return PhoneValue(self.cleaned_data["value"], self.cleaned_data["category"])


class EmailForm(forms.Form):
    value = forms.CharField(
        label=gettext_lazy("E-mail"), max_length=254, widget=forms.TextInput(attrs={"autofocus": True})
    )
    category = forms.ChoiceField(label=gettext_lazy("Category"), choices=ContactEmail.Category.choices)

    def clean_value(self) -> str:
        try:
            return clean_email(self.cleaned_data["value"])
        except BusinessError as refusal:
            raise forms.ValidationError(refusal.sentence)

    def made(self) -> EmailValue:
        return EmailValue(self.cleaned_data["value"], self.cleaned_data["category"])


DETAIL_FORMS = {"phone": (PhoneForm, gettext_lazy("Add phone")), "email": (EmailForm, gettext_lazy("Add e-mail"))}


@require_http_methods(["GET", "POST"])
def set_temperature(request: HttpRequest, pk: int) -> HttpResponse:
    return _set_entry(request, pk, "temperature", "temperature", TemperatureLevel, _("Temperature"))


@require_http_methods(["GET", "POST"])
def set_type(request: HttpRequest, pk: int) -> HttpResponse:
    return _set_entry(request, pk, "type", "contact_type", ContactType, _("Type"))


def _set_entry(request: HttpRequest, pk: int, name: str, field: str, model, title: str) -> HttpResponse:
    contact = editable_or_403(Contact.objects, request.user, pk)
    form = EntryForm(name, model, title, request.POST or None, contact.serializable_value(field))
    if request.method == "POST" and form.is_valid():
        value, version = form.cleaned_data[name], _version(request)
        return _act(
            request, contact, lambda: in_place.set_field(contact, field, value, by=request.user, version=version)
        )
    return _show(request, contact, form, title)


@require_http_methods(["GET", "POST"])
def set_tags(request: HttpRequest, pk: int) -> HttpResponse:
    contact = editable_or_403(Contact.objects, request.user, pk)
    present = ", ".join(tagging.tag.name for tagging in contact.taggings.select_related("tag"))
    form = TagsForm(request.POST or None, initial={"tags": present})
    if request.method == "POST" and form.is_valid():
        names, version = form.cleaned_data["tags"], _version(request)
        return _act(request, contact, lambda: in_place.set_tag_names(contact, names, by=request.user, version=version))
    return _show(request, contact, form, _("Tags"))


@require_http_methods(["GET", "POST"])
def add_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One phone or e-mail (`kind`), from the empty cell of the list."""
    contact = editable_or_403(Contact.objects, request.user, pk)
    form_class, title = DETAIL_FORMS.get(request.GET.get("kind", ""), DETAIL_FORMS["phone"])
    form = form_class(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _act(request, contact, lambda: in_place.add_detail(contact, form.made(), by=request.user))
    return _show(request, contact, form, title)


def _act(request: HttpRequest, contact: Contact, change) -> HttpResponse:
    try:
        change()
    except BusinessError as refusal:
        messages.error(request, refusal.sentence)
    return HttpResponseRedirect(_back(request, contact))


def _show(request: HttpRequest, contact: Contact, form: forms.Form, title) -> HttpResponse:
    context = {
        "contact": contact,
        "form": form,
        "title": title,
        "version": _version(request) or contact.version,
        "back": _back(request, contact),
        "nav_open": "contacts:companies" if contact.is_company else "contacts:persons",
    }
    return render(request, "contacts/in_place.html", context)


def _version(request: HttpRequest) -> int | None:
    return clean_number(request.POST.get("version") or request.GET.get("version"))


def _back(request: HttpRequest, contact: Contact) -> str:
    """The page on which the chip was: named by the form, else the one that the browser says it comes from."""
    asked = request.POST.get("back") or request.headers.get("Referer", "")
    own_page = request.build_absolute_uri(request.path)
    is_own = url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure())
    if is_own and not request.build_absolute_uri(asked).startswith(own_page):
        return asked
    return reverse("contacts:detail", args=[contact.pk])
