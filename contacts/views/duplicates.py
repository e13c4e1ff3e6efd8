"""Likely duplicates: the hint while a contact is typed, and the note after it was saved (CON-07)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from contacts.duplicates import Typed, likely
from contacts.models import Contact
from core.organisation.models import Organisation
from core.pages.state import clean_number, clean_text

MOST_ROWS = 20


@require_POST
def duplicates(request: HttpRequest) -> HttpResponse:
    """The hint for a form as it stands; 204 where there is nothing to say."""
    found = likely(_typed(request.POST, clean_number(request.GET.get("contact"))), request.user)
    if not found:
        return HttpResponse(status=204)
    return render(
        request, "contacts/_duplicates.html", {"found": found, "is_company": _kind(request.POST) == "company"}
    )


def _kind(data) -> str:
    return "company" if "name" in data else "person"


def _typed(data, pk: int | None) -> Typed:
    def rows(prefix: str, name: str) -> list[str]:
        numbers = range(MOST_ROWS)
        return [text for i in numbers if (text := clean_text(data.get(f"{prefix}-{i}-{name}", ""), 300))]

    names = ("name",) if "name" in data else ("first_name", "last_name")
    countries = rows("addresses", "country")
    return Typed(
        kind=_kind(data),
        name=" ".join(filter(None, (clean_text(data.get(name, ""), 300) for name in names))),
        emails=rows("emails", "address"),
        phones=rows("phones", "number"),
        company=clean_text(data.get("company", ""), 300),
        cities=rows("addresses", "city"),
        country=next(iter(countries), "") or str(Organisation.current().country),
        pk=pk,
    )


def note_duplicates(request: HttpRequest, contact: Contact) -> None:
    """After saving: says so where the new contact looks like another one, for those who saw no hint while typing."""
    company = Contact.objects.visible_to(request.user).filter(pk=contact.company_id).first()
    typed = Typed(
        kind=contact.kind,
        name=contact.display_name,
        emails=[row.address for row in contact.emails.all()],
        phones=[row.number for row in contact.phones.all()],
        company=company.display_name if company else "",
        cities=[row.city for row in contact.addresses.all()],
        country=str(Organisation.current().country),
        pk=contact.pk,
    )
    found = likely(typed, request.user)
    if found:
        link = format_html('<a href="{}">{}</a>', found[0].contact.get_absolute_url(), found[0].contact)
        messages.info(request, format_html("{} {}", _("It looks like a contact that exists already:"), link))
