"""The owner's page of users: who signs in, with which role; invitations, switching off, ending sessions (ACC-07)."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.accounts.models import User
from core.pages.numbered import numbered
from core.pages.state import clean_text
from core.records.models import BusinessError
from settings_admin import people
from settings_admin.pages import for_the_owner, show
from settings_admin.people_forms import InvitationForm, UserForm

PAGE = "settings_admin:users"


@require_GET
@for_the_owner
def users(request: HttpRequest) -> HttpResponse:
    words = clean_text(request.GET.get("q", ""), 100)
    found = User.objects.prefetch_related("groups").order_by("-is_active", "first_name", "last_name", "username")
    for word in words.split():
        found = found.filter(
            Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(email__icontains=word)
            | Q(username__icontains=word)
        )  # fmt: skip
    page = numbered(request, found, size=request.user.page_size)
    rows = [_row(user, request.user) for user in page.rows]
    return _show(request, "settings_admin/users.html", {"rows": rows, "page": page, "q": words})


def _row(user: User, owner) -> dict:
    address = {act: reverse(f"settings_admin:user_{act}", args=[user.pk]) for act in ACTS}
    items: list[dict] = [{"label": _("Edit"), "url": address["edit"], "icon": "pencil"}]
    if people.is_pending(user) and user.is_active:
        items.append({"label": _("Invite again"), "url": address["invite"], "icon": "mail", "post": True})
    if user.is_active and user.has_usable_password():
        items.append({"label": _("End sessions…"), "url": address["sessions"], "icon": "logout", "dialog": True})
    if not user.is_active:
        items.append({"label": _("Switch on"), "url": address["on"], "icon": "check", "post": True})
    elif user.pk != owner.pk:
        off: dict = {"label": _("Switch off…"), "url": address["off"], "icon": "ban", "danger": True, "line": True}
        items.append(off | {"dialog": True})
    role, pending = people.role_of(user), people.is_pending(user)
    return {"user": user, "role": role, "is_pending": pending, "edit_url": address["edit"], "items": items}


ACTS = ("edit", "invite", "sessions", "on", "off")


@require_http_methods(["GET", "POST"])
@for_the_owner
def invite(request: HttpRequest) -> HttpResponse:
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = people.invite_user(**form.cleaned_data, by=request.user)
        except BusinessError as refusal:
            form.add_error("email", refusal.sentence)
        else:
            messages.success(request, _invited(user))
            return redirect(PAGE) if settings.EMAIL_URL else redirect("settings_admin:user_edit", user.pk)
    return _show(request, "settings_admin/user_invite.html", {"form": form, "has_mail": bool(settings.EMAIL_URL)})


def _invited(user: User) -> str:
    if settings.EMAIL_URL:
        return _("An invitation goes to %(email)s.") % {"email": user.email}
    return _("%(user)s is invited. Send the link below: no mail account is set up.") % {"user": user}


@require_http_methods(["GET", "POST"])
@for_the_owner
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(User, pk=pk)
    form = UserForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        try:
            people.save_user(user, form.cleaned_data["role"], by=request.user)
        except BusinessError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("%(user)s saved.") % {"user": user})
            return redirect(PAGE if request.user.pk != pk or user.is_superuser else "home")
    stored = User.objects.get(pk=pk)  # the form changes its own copy
    context = {"form": form, "edited": stored, "groups": stored.groups.order_by("name")}
    if people.is_pending(stored) and stored.is_active and not settings.EMAIL_URL:
        context["invitation"] = people.invitation_address(stored)
    return _show(request, "settings_admin/user_edit.html", context)


@require_POST
@for_the_owner
def invite_again(request: HttpRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(User, pk=pk)
    if _done(request, lambda: people.invite_again(user, by=request.user), _invited(user)) and not settings.EMAIL_URL:
        return redirect("settings_admin:user_edit", pk)
    return redirect(PAGE)


@require_http_methods(["GET", "POST"])
@for_the_owner
def switch_off(request: HttpRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(User, pk=pk, is_active=True)
    if request.method == "POST":
        _done(
            request, lambda: people.switch_off(user, by=request.user), _("%(user)s is switched off.") % {"user": user}
        )
        return redirect(PAGE)
    return _show(request, "settings_admin/user_off.html", {"edited": user})


@require_POST
@for_the_owner
def switch_on(request: HttpRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(User, pk=pk, is_active=False)
    _done(request, lambda: people.switch_on(user, by=request.user), _("%(user)s is switched on.") % {"user": user})
    return redirect(PAGE)


@require_http_methods(["GET", "POST"])
@for_the_owner
def end_sessions(request: HttpRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(User, pk=pk, is_active=True)
    if request.method == "POST":
        people.end_sessions(user, by=request.user)
        if user.pk == request.user.pk:
            update_session_auth_hash(request, user)  # the owner's other devices
        messages.success(request, _("%(user)s was signed out everywhere.") % {"user": user})
        return redirect(PAGE)
    return _show(request, "settings_admin/user_sessions.html", {"edited": user, "is_self": user.pk == request.user.pk})


def _done(request: HttpRequest, act, sentence: str) -> bool:
    try:
        act()
    except BusinessError as refusal:
        messages.error(request, refusal.sentence)
        return False
    messages.success(request, sentence)
    return True


def _show(request: HttpRequest, template: str, context: dict) -> HttpResponse:
    return show(request, template, context | {"back_url": reverse(PAGE)}, opened=PAGE)
