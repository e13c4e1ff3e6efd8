"""Django admin for the CRM administrators, behind Carnet's own sign-in."""

from functools import update_wrapper

from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
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

        return update_wrapper(guarded, inner)

    @method_decorator(login_not_required)
    def login(self, request, extra_context=None):
        """Leads to Carnet's own sign-in, and from there to the page that was asked for."""
        if not request.user.is_authenticated:
            return redirect_to_login(request.GET.get("next") or reverse("admin:index"))
        if not self.has_permission(request):
            raise PermissionDenied(_("Only CRM administrators open this page."))
        return redirect("admin:index")

    def password_change(self, request, extra_context=None):
        """The password is changed on one's own page."""
        return redirect("profile")
