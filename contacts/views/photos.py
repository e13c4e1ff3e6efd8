"""The photo of a contact, for those who see the contact."""

from django.http import FileResponse, HttpRequest
from django.views.decorators.http import require_safe

from contacts.models import Contact
from core.access.doors import visible_or_404
from core.documents.serving import photo_response


@require_safe
def photo(request: HttpRequest, pk: int) -> FileResponse:
    return photo_response(request, visible_or_404(Contact.objects, request.user, pk).photo)
