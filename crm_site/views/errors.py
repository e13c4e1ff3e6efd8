"""Error pages: sentences that say what to do; what failed is in the log under the id that the page shows (UI-11)."""

import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token

from core.accounts.remote import remote_address
from core.audit import services as audit
from core.pages.state import clean_text
from crm_site import kept_form
from crm_site.middleware import is_part_of_a_page
from crm_site.views import sign_in


def bad_request(request, exception=None):
    return render(request, "400.html", status=400)


@requires_csrf_token
def not_allowed(request, exception=None):
    """The sentence of the refusal is shown where the code gave one; a refused act is a line of the audit."""
    if request.user.is_authenticated and request.method not in {"GET", "HEAD", "OPTIONS"}:
        audit.log("refused", by=request.user, remote_addr=remote_address(request), path=clean_text(request.path, 200))
    if is_part_of_a_page(request) and str(exception or ""):
        return HttpResponse(str(exception), status=403, content_type="text/plain; charset=utf-8")
    return render(request, "403.html", {"exception": str(exception or "")}, status=403)


@requires_csrf_token
def not_found(request, exception=None):
    return render(request, "404.html", status=404)


def server_error(request):
    """Without the request's context: whatever a page needs may be what failed."""
    is_away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    code = 503 if is_away else 500
    text = render_to_string(f"{code}.html", {"request_id": getattr(request, "id", "")})
    return HttpResponse(text, status=code)


@requires_csrf_token
def csrf_failure(request, reason=""):
    """Django renews the token at sign-in: a form of another tab comes back filled, with "Send again" (UI-08)."""
    if not is_from_here(request):
        return not_allowed(request, _("This form did not come from Carnet. Open the page in Carnet and send it again."))
    if is_part_of_a_page(request):
        return not_allowed(request, _("Reload the page and try again: you signed in again since it was opened."))
    if request.path == reverse("account_login"):
        return _stale_sign_in(request)
    if request.user.is_authenticated:
        return sign_in.send_again(request, kept_form.from_request(request), status=403)
    return sign_in.sign_in_first(request)


def _stale_sign_in(request):
    kept = kept_form.read(request.POST.get(kept_form.FIELD, ""))
    if not request.user.is_authenticated:
        return sign_in.sign_in_page(request, kept, login=request.POST.get("login", ""), status=403)
    if kept:
        return sign_in.send_again(request, kept)
    return HttpResponseRedirect(reverse("home"))


def is_from_here(request) -> bool:
    """Whether a page of this site sent it, by what browsers say and pages can't forge."""
    own = {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    if origin := request.headers.get("Origin"):
        return origin in own
    referer = request.headers.get("Referer", "")
    return any(referer.startswith(f"{address}/") for address in own)
