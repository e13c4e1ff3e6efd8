"""Django admin for the CRM administrators, behind Carnet's own sign-in."""

from functools import update_wrapper

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

# Admin classes of libraries go by Django's permissions, which mean nothing here; ours go by roles.
OURS = ("core.", "contacts.", "settings_admin.", "crm_site.")


class CarnetAdminSite(AdminSite):
    site_header = site_title = "Carnet"
    site_url = "/"

    def register(self, model_or_iterable, admin_class=None, **options):
        """Leave out what the libraries register: addresses of accounts, generic tags, an audit that can be edited."""
        if admin_class is not None and admin_class.__module__.startswith(OURS):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request):
        return request.user.is_authenticated and request.user.is_administrator

    def admin_view(self, view, cacheable=False):
        inner = super().admin_view(view, cacheable)

        def guarded(request, *args, **kwargs):
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied(_("Only CRM administrators open this page."))
            return inner(request, *args, **kwargs)

        view = update_wrapper(guarded, inner)
        view.__dict__["login_url"] = None  # Carnet's own sign-in, without the detour by admin's
        return view

    def login(self, request, extra_context=None):
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied(_("Only CRM administrators open this page."))
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))

    def password_change(self, request, extra_context=None):
        """The password is changed on one's own page."""
        return redirect("profile")
