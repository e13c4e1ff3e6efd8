"""The page behind the link of an invitation: choosing a password, then one is in (ACC-07)."""

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from core.accounts import invitations
from core.accounts.forms import NewPasswordForm
from core.accounts.remote import remote_address
from core.audit import services as audit


@sensitive_post_parameters()
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request, token: str):
    user = invitations.read_token(token)
    if user is None:
        return render(request, "accounts/invitation_over.html", status=410)
    form = NewPasswordForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
            user.invited_at = None
            user.save(update_fields=["invited_at"])
            audit.log("invitation_accepted", by=user, remote_addr=remote_address(request))
        get_adapter(request).login(request, user)
        return HttpResponseRedirect(reverse("home"))
    return render(request, "accounts/invitation.html", {"form": form, "invited": user})
