"""What every page of Settings has: administrators only, and the menu beside it."""

from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.access.doors import administrators_only, owner_only
from core.pages.state import clean_text

from .menu import groups_for


def for_administrators(view):
    """A page that CRM administrators open; others are refused."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        administrators_only(request.user)
        return view(request, *args, **kwargs)

    return guarded


def for_the_owner(view):
    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        owner_only(request.user)
        return view(request, *args, **kwargs)

    return guarded


def show(request: HttpRequest, template: str, context: dict, *, opened: str, status: int = 200) -> HttpResponse:
    """Render a page of Settings; opened: name of the page that the menu marks."""
    words = clean_text(request.GET.get("find", ""), 100)
    menu = {"setting_groups": groups_for(request.user, words), "opened": opened, "find": words}
    return render(request, template, context | menu, status=status)
