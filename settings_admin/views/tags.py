"""The tags of contacts: create, rename, order, merge, delete, delete the unused (SET-08)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from contacts.models import ContactTag
from contacts.services import lists
from core.pages.numbered import numbered
from core.pages.state import clean_text
from core.records.models import BusinessError
from core.tags import services as tags
from settings_admin.forms import MergeForm, NamedForm, ReplacementForm
from settings_admin.ordering import reorder
from settings_admin.pages import for_administrators, show
from settings_admin.vocabularies import deleted

PAGE = "settings_admin:contact_tags"


@require_http_methods(["GET", "POST"])
@for_administrators
def tag_list(request: HttpRequest) -> HttpResponse:
    """The tags; a POST puts them into another order. What a word finds is shown without the means to order it."""
    if request.method == "POST":
        return reorder(request, ContactTag, request.get_full_path())
    words = clean_text(request.GET.get("q", ""), 100)
    found = tags.with_uses(ContactTag)
    if words:
        found = found.filter(name__icontains=words)
    page = numbered(request, found, size=request.user.page_size)
    rows = [_row(tag) for tag in page.rows]
    if rows:
        rows[0]["is_first"], rows[-1]["is_last"] = not page.previous_url, not page.next_url
    context = {
        "rows": rows,
        "page": page,
        "q": words,
        "order_url": "" if words else request.get_full_path(),
        "unused": tags.unused(ContactTag).count(),
    }
    return show(request, "settings_admin/tags.html", context, opened=PAGE)


def _row(tag: ContactTag) -> dict:
    address = {act: reverse(f"{PAGE}_{act}", args=[tag.pk]) for act in ("edit", "merge", "delete")}
    items = [
        {"label": _("Rename"), "url": address["edit"], "icon": "pencil", "dialog": True},
        {"label": _("Merge into another…"), "url": address["merge"], "icon": "link", "dialog": True},
        {"label": _("Delete…"), "url": address["delete"], "icon": "trash", "danger": True, "dialog": True},
    ]
    return {"tag": tag, "edit_url": address["edit"], "uses_url": _uses_address(tag), "items": items}


def _uses_address(tag: ContactTag) -> str:
    return f"{reverse('contacts:list')}?tags={tag.pk}"


@require_http_methods(["GET", "POST"])
@for_administrators
def add(request: HttpRequest) -> HttpResponse:
    form = NamedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            tag = lists.add_tag(**form.cleaned_data, by=request.user)
        except BusinessError as error:
            form.add_error("name", error.sentence)
        else:
            messages.success(request, _("“%(name)s” added.") % {"name": tag.name})
            return redirect(PAGE)
    return _show(request, "settings_admin/entry.html", {"form": form, "heading": _("Add tag")})


@require_http_methods(["GET", "POST"])
@for_administrators
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    tag = get_object_or_404(ContactTag, pk=pk)
    form = NamedForm(request.POST or None, initial={"name": tag.name, "hue": tag.shown_hue})
    heading = _("Edit “%(name)s”") % {"name": tag.name}
    if request.method == "POST" and form.is_valid():
        try:
            lists.change_tag(tag, **form.cleaned_data, by=request.user)
        except BusinessError as error:
            form.add_error("name", error.sentence)
        else:
            messages.success(request, _("“%(name)s” saved.") % {"name": tag.name})
            return redirect(PAGE)
    return _show(request, "settings_admin/entry.html", {"form": form, "heading": heading})


@require_http_methods(["GET", "POST"])
@for_administrators
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    tag = get_object_or_404(tags.with_uses(ContactTag), pk=pk)
    form = MergeForm(request.POST or None, tag=tag)
    if request.method == "POST" and form.is_valid():
        keep, name = form.cleaned_data["keep"], tag.name
        lists.merge_tags(keep, tag, by=request.user)
        messages.success(request, _("“%(lost)s” is “%(kept)s” now.") % {"lost": name, "kept": keep.name})
        return redirect(PAGE)
    return _show(request, "settings_admin/tag_merge.html", {"form": form, "tag": tag})


@require_http_methods(["GET", "POST"])
@for_administrators
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks what replaces a used tag: another one, as merging does, or none."""
    tag = get_object_or_404(tags.with_uses(ContactTag), pk=pk)
    form = ReplacementForm(
        request.POST if request.method == "POST" else None, entry=tag, empty_label=_("No other tag: take it off")
    )
    if request.method == "POST" and form.is_valid():
        name, keep = tag.name, form.cleaned_data["replacement"]
        count = lists.merge_tags(keep, tag, by=request.user) if keep else lists.delete_tag(tag, by=request.user)
        messages.success(request, deleted(name, count))
        return redirect(PAGE)
    context = {"form": form, "entry": tag, "uses_url": _uses_address(tag)}
    return _show(request, "settings_admin/entry_delete.html", context)


@require_http_methods(["GET", "POST"])
@for_administrators
def delete_unused(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        count = lists.delete_unused_tags(by=request.user)
        messages.success(
            request, ngettext("%(count)d tag deleted.", "%(count)d tags deleted.", count) % {"count": count}
        )
        return redirect(PAGE)
    unused = list(tags.unused(ContactTag))
    return _show(request, "settings_admin/tags_unused.html", {"unused": unused})


def _show(request: HttpRequest, template: str, context: dict) -> HttpResponse:
    return show(request, template, context | {"title": _("Tags"), "back_url": reverse(PAGE)}, opened=PAGE)
