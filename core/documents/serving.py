"""Sending a photo to somebody whose right to see it was checked before."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest

from .photos import thumb_of


def photo_response(request: HttpRequest, name: str) -> FileResponse:
    """The photo, or with ?size=thumb its 80×80 thumbnail; 404 where there is none."""
    shown = thumb_of(name) if name and request.GET.get("size") == "thumb" else name
    if not shown or not default_storage.exists(shown):
        raise Http404
    kind = "image/png" if shown.endswith(".png") else "image/jpeg"
    response = FileResponse(default_storage.open(shown), content_type=kind)
    response["Cache-Control"] = "private, max-age=600"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'"
    return response
