"""Imports in Django admin: to be looked at; they are made and run on their own pages."""

from django.contrib import admin
from django.shortcuts import redirect

from core.accounts.role_admin import ReadOnlyAdmin

from .models import Import, ImportRow


@admin.register(Import)
class ImportAdmin(ReadOnlyAdmin):
    list_display = ["original_name", "kind", "by", "created_at", "row_count"]
    list_filter = ["kind", "created_at"]
    list_select_related = ["by"]
    search_fields = ["original_name", "by__username"]

    def has_add_permission(self, request) -> bool:
        return self.may(request)

    def add_view(self, request, form_url="", extra_context=None):
        """An import begins in its wizard."""
        return redirect("imports:start")


@admin.register(ImportRow)
class ImportRowAdmin(ReadOnlyAdmin):
    list_display = ["imported", "line", "outcome", "name", "reason"]
    list_filter = ["outcome", "is_check"]
    list_select_related = ["imported"]
    search_fields = ["name", "reason"]
