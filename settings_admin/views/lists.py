"""One page for every plain list: add, change, order, delete with a replacement (SET-03)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contacts.services import lists
from core.records.models import BusinessError
from settings_admin.forms import NamedForm, ReplacementForm
from settings_admin.ordering import reorder
from settings_admin.pages import for_administrators, show
from settings_admin.vocabularies import Vocabulary, deleted


@require_http_methods(["GET", "POST"])
@for_administrators
def entries(request: HttpRequest, vocabulary: Vocabulary) -> HttpResponse:
    """The list; a POST puts it into another order, by dragging (`order`) or by a button (`up`, `down`)."""
    if request.method == "POST":
        return reorder(request, vocabulary.model, vocabulary.address())
    rows = [_row(vocabulary, entry) for entry in lists.with_uses(vocabulary.model)]
    if rows:
        rows[0]["is_first"] = rows[-1]["is_last"] = True
    return _show(request, "settings_admin/list.html", vocabulary, {"rows": rows, "add_url": vocabulary.address("add")})


def _row(vocabulary: Vocabulary, entry) -> dict:
    edit, delete = vocabulary.address("edit", entry.pk), vocabulary.address("delete", entry.pk)
    items = [
        {"label": _("Edit"), "url": edit, "icon": "pencil", "dialog": True},
        {"label": _("Delete…"), "url": delete, "icon": "trash", "danger": True, "dialog": True},
    ]
    return {"entry": entry, "edit_url": edit, "uses_url": vocabulary.uses_address(entry.pk), "items": items}


@require_http_methods(["GET", "POST"])
@for_administrators
def add(request: HttpRequest, vocabulary: Vocabulary) -> HttpResponse:
    form = NamedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            entry = lists.add_entry(vocabulary.model, **form.cleaned_data, by=request.user)
        except BusinessError as error:
            form.add_error("name", error.sentence)
        else:
            messages.success(request, _("“%(name)s” added.") % {"name": entry})
            return redirect(vocabulary.address())
    return _show(request, "settings_admin/entry.html", vocabulary, {"form": form, "heading": vocabulary.add_label})


@require_http_methods(["GET", "POST"])
@for_administrators
def edit(request: HttpRequest, vocabulary: Vocabulary, pk: int) -> HttpResponse:
    entry = get_object_or_404(vocabulary.model, pk=pk)
    form = NamedForm(request.POST or None, initial={"name": entry.name, "hue": entry.hue})
    heading = _("Edit “%(name)s”") % {"name": entry}
    if request.method == "POST" and form.is_valid():
        try:
            lists.change_entry(entry, **form.cleaned_data, by=request.user)
        except BusinessError as error:
            form.add_error("name", error.sentence)
        else:
            messages.success(request, _("“%(name)s” saved.") % {"name": entry})
            return redirect(vocabulary.address())
    return _show(request, "settings_admin/entry.html", vocabulary, {"form": form, "heading": heading})


@require_http_methods(["GET", "POST"])
@for_administrators
def delete(request: HttpRequest, vocabulary: Vocabulary, pk: int) -> HttpResponse:
    """Asks what replaces a used entry; the last one stays."""
    entry = get_object_or_404(lists.with_uses(vocabulary.model), pk=pk)
    form = ReplacementForm(request.POST if request.method == "POST" else None, entry=entry)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            count = lists.delete_entry(entry, replacement=form.cleaned_data["replacement"], by=request.user)
        except BusinessError as error:
            refusal = error.sentence
        else:
            messages.success(request, deleted(entry.name, count))
            return redirect(vocabulary.address())
    if vocabulary.model.objects.count() < 2:
        refusal = _("The last entry of a list can’t be deleted. Add another one first, or rename it.")
    context = {"form": form, "entry": entry, "refusal": refusal, "uses_url": vocabulary.uses_address(pk)}
    return _show(request, "settings_admin/entry_delete.html", vocabulary, context)


def _show(request: HttpRequest, template: str, vocabulary: Vocabulary, context: dict) -> HttpResponse:
    context |= {"title": vocabulary.title, "lead": vocabulary.lead, "add_label": vocabulary.add_label}
    context["back_url"] = vocabulary.address()
    return show(request, template, context, opened=f"settings_admin:{vocabulary.page}")
