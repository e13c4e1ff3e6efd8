"""What allauth asks of the project: nobody signs up, mails go through the outbox, the audit hears of everything."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.accounts.models import find_user
from core.accounts.remote import remote_address
from core.audit import services as audit

_REFUSED = gettext_lazy("The e-mail, user name or password is not right. Check the capitals, or reset the password.")


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _REFUSED,
        "username_password_mismatch": _REFUSED,
    }

    def is_open_for_signup(self, request):
        return False

    def is_safe_url(self, url):
        """Redirects stay on this site: a path, never an address of another host."""
        return bool(url) and url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def pre_authenticate(self, request, **credentials):
        """Attempts are counted by the form (core/accounts/throttle.py), not in a cache."""

    def authentication_failed(self, request, **credentials):
        user = find_user(credentials.get("username") or credentials.get("email") or "")
        audit.log("sign_in_failed", target=user, remote_addr=remote_address(request))

    def login(self, request, user):
        super().login(request, user)
        audit.log("signed_in", by=user, remote_addr=remote_address(request))

    def logout(self, request):
        audit.log("signed_out", by=request.user, remote_addr=remote_address(request))
        super().logout(request)

    def respond_user_inactive(self, request, user):
        return HttpResponseRedirect(reverse("account_login"))

    def get_password_change_redirect_url(self, request):
        return reverse("profile")

    def add_message(self, request, level, message_template=None, *args, **kwargs):
        """Of allauth's messages one is worth a sentence; to be signed in or out shows by itself."""
        if message_template == "account/messages/password_changed.txt" and request.user.is_authenticated:
            messages.success(request, _("Your password is changed. Other devices were signed out."))

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """The one mail about one's own account is the reset."""

    def get_reset_password_from_key_url(self, key):
        """Under the site's own address, whatever host the request named."""
        uid, _dash, token = key.partition("-")
        return settings.BASE_URL + reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
