"""Sign-in, sign-out and passwords, by allauth; and what was typed in a form that had to wait for the sign-in."""

from urllib.parse import urlencode

from allauth.account import views as allauth_views
from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator

from core.accounts import throttle
from core.accounts.forms import ChangePasswordForm, ResetForm, ResetKeyForm, SignInForm, too_many
from core.accounts.models import find_user
from core.accounts.remote import remote_address
from core.audit import services as audit
from core.mail import outbox
from core.organisation.models import Organisation
from crm_site import kept_form

User = get_user_model()


class SignInView(allauth_views.LoginView):
    form_class = SignInForm

    def get_context_data(self, **kwargs):
        kept = kept_form.read(self.request.POST.get(kept_form.FIELD, ""))
        return super().get_context_data(**kwargs) | page_context(kept)

    def form_valid(self, form):
        kept = kept_form.read(self.request.POST.get(kept_form.FIELD, ""))
        response = super().form_valid(form)
        return send_again(self.request, kept) if kept and self.request.user.is_authenticated else response

    def form_invalid(self, form):
        response = super().form_invalid(form)
        if form.has_error("__all__", "throttled"):
            response.status_code = 429
        return response


def page_context(kept: kept_form.KeptForm | None) -> dict:
    return {
        "organisation_name": Organisation.objects.values_list("name", flat=True).first() or "",
        "kept": kept,
        "kept_form": kept_form.sign(kept) if kept else "",
    }


def sign_in_page(request, kept: kept_form.KeptForm | None, *, login: str = "", status: int = 200):
    """The sign-in page in the place of another one."""
    form = SignInForm(request=request, initial={"login": login})
    address = reverse("account_login")
    if kept:
        address += "?" + urlencode({"next": kept.path})
    return render(request, "account/login.html", {"form": form, "action": address} | page_context(kept), status=status)


def sign_in_first(request):
    """A form arrived from somebody who isn't signed in any more: its fields wait behind the sign-in."""
    return sign_in_page(request, kept_form.from_request(request), status=401)


def send_again(request, kept: kept_form.KeptForm, *, status: int = 200):
    """The fields as they were typed, behind a button that sends them with a fresh token."""
    return render(request, "crm_site/send_again.html", {"kept": kept}, status=status)


@method_decorator(login_not_required, name="dispatch")
class SignOutView(allauth_views.LogoutView):
    """Open to all: who is signed out already is led to the sign-in."""


class ChangePasswordView(allauth_views.PasswordChangeView):
    form_class = ChangePasswordForm

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_usable_password():
            return HttpResponseRedirect(reverse("account_reset_password"))
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        response = super().form_valid(form)
        audit.log("password_changed", by=self.request.user, remote_addr=remote_address(self.request))
        return response


@method_decorator(login_not_required, name="dispatch")
class ResetView(allauth_views.PasswordResetView):
    """The same page after the same work, whether the address is known or not."""

    form_class = ResetForm

    def form_valid(self, form):
        email = form.cleaned_data["email"]
        try:
            throttle.claim("reset", email, remote_address(self.request) or "")
        except throttle.TooManyAttempts as refusal:
            form.add_error(None, too_many(refusal.minutes))
            return self.render_to_response(self.get_context_data(form=form), status=429)
        send_reset(self.request, email)
        return HttpResponseRedirect(reverse("account_reset_password_done"))


def send_reset(request, email: str) -> None:
    """Queue the mail with the link; for an unknown address the mail is written too, and taken back unsent."""
    found = find_user(email)
    is_known = found is not None and found.is_active and found.email == email
    user = found if is_known else User(pk=0, username="nobody", email=email, language=request.LANGUAGE_CODE)
    with transaction.atomic():
        mail = outbox.queue("accounts/password_reset", {"address": reset_address(user)}, to_address=email, to_user=user)
        audit.log("password_reset_asked", target=user if is_known else None, remote_addr=remote_address(request))
        if not is_known:
            mail.delete()


def reset_address(user) -> str:
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    return get_adapter().get_reset_password_from_key_url(key)


class ResetKeyView(allauth_views.PasswordResetFromKeyView):
    form_class = ResetKeyForm

    def form_valid(self, form):
        response = super().form_valid(form)
        throttle.forgive("sign_in", form.user)
        audit.log("password_reset", by=form.user, remote_addr=remote_address(self.request))
        return response
