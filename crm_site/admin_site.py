"""Django admin for the CRM administrators, behind Carnet's own sign-in."""

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login


class CarnetAdminSite(AdminSite):
    site_header = site_title = "Carnet"
    site_url = "/"

    def has_permission(self, request):
        return request.user.is_authenticated and request.user.is_administrator

    def login(self, request, extra_context=None):
        return redirect_to_login(request.get_full_path())
