"""The card of one contact, for an address book or a telephone."""

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from contacts.models import Contact
from contacts.vcards.writing import VERSIONS, card
from core.access.doors import visible_or_404
from core.audit import services as audit

_NO_FILE_NAME = re.compile(r'[\x00-\x1f\x7f"\\/:*?<>|;%]+')


@require_safe
def vcard(request: HttpRequest, pk: int) -> HttpResponse:
    """/contacts/<pk>/card.vcf, in 3.0 or by ?version=4.0; exports are recorded (ACC-32)."""
    version = request.GET.get("version", VERSIONS[0])
    if version not in VERSIONS:
        raise Http404
    contact = visible_or_404(Contact.objects, request.user, pk)
    text = card(contact, Contact.objects.visible_to(request.user), version)
    audit.log("exported", by=request.user, target=contact, state="done", file="vcf", rows=1)
    response = HttpResponse(text, content_type="text/vcard; charset=utf-8")
    name = _NO_FILE_NAME.sub(" ", str(contact)).strip()[:80] or "contact"
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{name}.vcf") or "attachment"
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
