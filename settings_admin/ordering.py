"""Putting a list into another order: by dragging, and by the buttons of each row."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from contacts.services import lists
from core.pages.state import clean_number


def reorder(request: HttpRequest, model, back: str) -> HttpResponse:
    """What a POST to a list does: `up` or `down` names one row, `order` all rows of the page; leads to `back`."""
    for name, step in (("up", -1), ("down", 1)):
        if name in request.POST:
            entry = get_object_or_404(model, pk=clean_number(request.POST[name]))
            lists.move_entry(entry, step, by=request.user)
            return redirect(f"{back}#entry-{entry.pk}")
    order = [pk for pk in map(clean_number, request.POST.getlist("order")) if pk]
    lists.order_entries(model, order, by=request.user)
    return redirect(back)
