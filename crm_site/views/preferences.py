"""Small choices that a page remembers: the folded sidebar, the language before one is signed in."""

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST

from core.accounts.models import User


@require_POST
def sidebar_fold(request):
    """Written past the audit: how wide the sidebar is tells nobody anything."""
    User.objects.filter(pk=request.user.pk).update(sidebar_folded=bool(request.POST.get("folded")))
    return HttpResponse(status=204)


@login_not_required
@require_POST
def choose_language(request):
    """Kept in a cookie; who is signed in has a language of their own, on their page."""
    target = request.POST.get("next", "")
    response = HttpResponseRedirect(target if get_adapter(request).is_safe_url(target) else "/")
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES) and check_for_language(language):
        year = 365 * 24 * 3600
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, language, max_age=year, secure=settings.HTTPS, httponly=True, samesite="Lax"
        )
    return response
