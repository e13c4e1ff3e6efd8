"""A site of two pages made of all components, on which the scripts are tested; what is posted to it is remembered."""

from pathlib import Path
from types import SimpleNamespace

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.template import engines
from django.urls import path

from core.pages.templatetags.carnet import HUES
from crm_site.urls import urlpatterns as site

PAGES = Path(__file__).parent / "sample_pages"
NAMES = ["Aurélie Sandoval", "Bastien Le Guennec", "Dieter Kessel", "Éléonore Marchetti"]
COMPANIES = [{"value": "12", "text": "Tissages Morvan", "hint": "Nevers"}, {"value": "13", "text": "Kessel Logistik"}]
posted: list[tuple[str, dict[str, list[str]]]] = []


class SampleForm(forms.Form):
    salutation = forms.ChoiceField(choices=[("", "–"), ("ms", "Ms")], required=False)
    name = forms.CharField(help_text="As on the door.")
    company = forms.CharField(initial="Tissages Morvan")
    company_id = forms.CharField(widget=forms.HiddenInput, initial="12")
    tags = forms.CharField(initial="Framework order,Lyon fair 2026")
    agreed = forms.BooleanField(label="Make this contact available to all CRM users")
    size = forms.ChoiceField(choices=[("s", "Small"), ("l", "Large")], widget=forms.RadioSelect, initial="s")
    hue = forms.ChoiceField(choices=[(hue, hue) for hue in HUES], widget=forms.RadioSelect, initial="rose")


class PhoneForm(forms.Form):
    category = forms.ChoiceField(choices=[("work", "Work"), ("mobile", "Mobile")])
    value = forms.CharField()


PhoneFormSet = forms.formset_factory(PhoneForm, extra=2)


def draw(request, name: str, **context) -> HttpResponse:
    template = engines["django"].from_string((PAGES / name).read_text())
    return HttpResponse(template.render(context, request))


def sample_list(request):
    if "undo" in request.GET:
        messages.success(request, "3 contacts deleted.", extra_tags="undo:/sample/posted/undo/")
    rows = [
        SimpleNamespace(
            pk=pk, name=name, company="Caves Delmas", menu=f"row-{pk}", action=f"/sample/posted/level-{pk}/"
        )
        for pk, name in enumerate(NAMES, start=1)
    ]
    return draw(
        request,
        "list.html",
        rows=rows,
        tabs=[{"label": "All", "url": "/sample/list/", "is_open": True, "count": 4}],
        items=[
            {"label": "Edit", "url": "/sample/form/", "icon": "pencil", "key": "E"},
            {"label": "Delete…", "url": "/sample/confirm/", "icon": "trash", "danger": True, "dialog": True},
        ],
        actions=[{"key": "tags", "label": "Tags", "icon": "tag"}],
        more=[{"key": "delete", "label": "Delete…", "icon": "trash", "danger": True}],
        levels=[{"value": "1", "label": "Cold", "hue": "indigo"}, {"value": "3", "label": "Hot", "hue": "rose"}],
        sizes=[{"label": "25", "url": "/sample/list/", "current": True}],
    )


def sample_form(request):
    crumbs = [{"label": "Sample list", "url": "/sample/list/"}]
    return draw(request, "form.html", form=SampleForm(), phones=PhoneFormSet(prefix="phones"), crumbs=crumbs)


def confirm(request):
    return draw(request, "confirm.html")


def pick(request):
    word = request.GET.get("q", "").lower()
    return JsonResponse({"results": [company for company in COMPANIES if word in company["text"].lower()]})


def likely(request):
    name = request.POST.get("name", "")
    return HttpResponse(f'<div class="note"><b>{len(name)} letters</b></div>' if name else "", status=200)


def take(request, what: str):
    posted.append((what, dict(request.POST.lists())))
    return HttpResponseRedirect("/sample/list/")


urlpatterns = [
    *site,
    path("sample/list/", sample_list),
    path("sample/form/", sample_form),
    path("sample/confirm/", confirm),
    path("sample/pick/", pick),
    path("sample/likely/", likely),
    path("sample/posted/<what>/", take),
]
