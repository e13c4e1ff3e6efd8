"""The owner's page of groups: names and members (ACC-04)."""

from django.contrib import messages
from django.contrib.auth.models import Group
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core.pages.numbered import numbered
from core.records.models import BusinessError
from settings_admin import teams
from settings_admin.pages import for_the_owner, show
from settings_admin.people_forms import GroupForm

PAGE = "settings_admin:groups"


@require_GET
@for_the_owner
def groups(request: HttpRequest) -> HttpResponse:
    found = Group.objects.annotate(members=Count("user")).order_by("name", "pk")
    page = numbered(request, found, size=request.user.page_size)
    rows = [{"group": group, "items": _items(group), "edit_url": _address("edit", group)} for group in page.rows]
    return _show(request, "settings_admin/groups.html", {"rows": rows, "page": page})


def _items(group: Group) -> list[dict]:
    return [
        {"label": _("Edit"), "url": _address("edit", group), "icon": "pencil"},
        {"label": _("Delete…"), "url": _address("delete", group), "icon": "trash", "danger": True, "dialog": True},
    ]


def _address(act: str, group: Group) -> str:
    return reverse(f"settings_admin:group_{act}", args=[group.pk])


@require_http_methods(["GET", "POST"])
@for_the_owner
def add(request: HttpRequest) -> HttpResponse:
    return _edit(request, Group(), _("New group"))


@require_http_methods(["GET", "POST"])
@for_the_owner
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    group = get_object_or_404(Group, pk=pk)
    return _edit(request, group, _("Edit “%(name)s”") % {"name": group.name})


def _edit(request: HttpRequest, group: Group, heading: str) -> HttpResponse:
    form = GroupForm(request.POST or None, group=group)
    if request.method == "POST" and form.is_valid():
        try:
            teams.save_group(group, **form.cleaned_data, by=request.user)
        except BusinessError as refusal:
            form.add_error("name", refusal.sentence)
        else:
            messages.success(request, _("“%(name)s” saved.") % {"name": group.name})
            return redirect(PAGE)
    return _show(request, "settings_admin/group_edit.html", {"form": form, "heading": heading})


@require_http_methods(["GET", "POST"])
@for_the_owner
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    group = get_object_or_404(Group.objects.annotate(members=Count("user")), pk=pk)
    if request.method == "POST":
        name = group.name
        teams.delete_group(group, by=request.user)
        messages.success(request, _("“%(name)s” deleted.") % {"name": name})
        return redirect(PAGE)
    return _show(request, "settings_admin/group_delete.html", {"group": group, "contacts": teams.contacts_of(group)})


def _show(request: HttpRequest, template: str, context: dict) -> HttpResponse:
    return show(request, template, context | {"back_url": reverse(PAGE)}, opened=PAGE)
