"""Small choices that a page remembers: the folded sidebar, the language before one is signed in."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

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
    return set_language(request)
