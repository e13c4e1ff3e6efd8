""" "Who can see this, and why?" for those who may edit the contact (ACC-21)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from contacts.models import Contact
from contacts.services.seeing import seers
from core.access.doors import editable_or_403


@require_safe
def who_sees(request: HttpRequest, pk: int) -> HttpResponse:
    contact = editable_or_403(Contact.objects, request.user, pk, _("Only those who may edit a contact see this list."))
    context = {
        "contact": contact,
        "seers": seers(contact),
        "groups": contact.group_grants.select_related("group", "permission"),
        "nav_open": "contacts:companies" if contact.is_company else "contacts:persons",
    }
    return render(request, "contacts/who_sees.html", context)
