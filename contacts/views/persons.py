"""The persons of a company: the tab, linking one and unlinking one (CON-01)."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from contacts.forms.words import words
from contacts.models import Contact
from contacts.services import persons
from core.access.doors import editable_or_403, visible_or_404
from core.search.folding import match_form

from .detail import head_context, opened

NOT_YOURS = gettext_lazy("Choose one of the persons you may edit.")


class LinkForm(forms.Form):
    """A person by the picker, or by the whole name as it is typed."""

    use_required_attribute = False  # the picker would draw an empty box as wrong before anything is typed
    person = words(gettext_lazy("Person"), 310, required=gettext_lazy("Write the person’s name."))
    person_id = forms.IntegerField(required=False, widget=forms.HiddenInput, error_messages={"invalid": NOT_YOURS})

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.editable = Contact.objects.editable_by(user).persons()

    def clean(self):
        data = super().clean()
        if self.errors.pop("person_id", None):  # hidden: what is wrong with it is said beside the name
            self.add_error("person", NOT_YOURS)
        found = self.editable.filter(match_name=match_form(data.get("person") or ""))
        if data.get("person_id"):
            found = self.editable.filter(pk=data["person_id"])
        rows = list(found[:2])
        if len(rows) > 1:
            self.add_error("person", _("Several persons have this name. Choose one from the list, or open its page."))
        elif not rows and not self.errors:
            self.add_error("person", NOT_YOURS)
        self.found = rows[0] if len(rows) == 1 else None
        return data


@require_safe
def persons_tab(request: HttpRequest, pk: int) -> HttpResponse:
    company, seen = opened(request.user, pk)
    if not company.is_company:
        raise Http404
    context = head_context(request, company, "persons", seen)
    context["list_url"] = reverse("contacts:persons", query={"company": company.pk})
    context["embedded_url"] = reverse("contacts:persons", query={"embedded": 1, "company": company.pk})
    return render(request, "contacts/persons_tab.html", context)


@require_http_methods(["GET", "POST"])
def link_person(request: HttpRequest, pk: int) -> HttpResponse:
    company = _company(request, pk)
    form = LinkForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        persons.link_person(form.found, company, by=request.user)
        messages.success(
            request, _("%(person)s belongs to %(company)s now.") % {"person": form.found, "company": company}
        )
        return HttpResponseRedirect(reverse("contacts:persons_tab", args=[company.pk]))
    context = {"company": company, "form": form, "pick_url": reverse("contacts:pick", query={"kind": "person"})}
    return render(request, "contacts/link_person.html", context)


@require_http_methods(["GET", "POST"])
def unlink_person(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    company = _company(request, pk)
    found = editable_or_403(Contact.objects.filter(company=company), request.user, person)
    if request.method == "POST":
        persons.unlink_person(found, company, by=request.user)
        messages.success(
            request, _("%(person)s no longer belongs to %(company)s.") % {"person": found, "company": company}
        )
        return HttpResponseRedirect(reverse("contacts:persons_tab", args=[company.pk]))
    return render(request, "contacts/unlink_person.html", {"company": company, "person": found})


def _company(request: HttpRequest, pk: int) -> Contact:
    company = visible_or_404(Contact.objects, request.user, pk)
    if not company.is_company:
        raise Http404
    return company
