"""The organisation's settings in Django admin, saved by the same service as the page."""

from django.contrib import admin

from core.accounts.role_admin import RoleAdmin

from . import services
from .models import Organisation


@admin.register(Organisation)
class OrganisationAdmin(RoleAdmin):
    list_display = ["__str__", "country", "time_zone", "language", "currency"]
    fields = tuple(services.FIELDS)

    def has_add_permission(self, request):
        """There is one row; it is made by itself."""
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        services.change_organisation({name: form.cleaned_data[name] for name in services.FIELDS}, by=request.user)
