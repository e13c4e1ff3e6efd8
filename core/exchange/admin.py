"""Imports in Django admin: to be looked at; they are made and run on their own pages."""

from django.contrib import admin
from django.shortcuts import redirect

from core.accounts.role_admin import ReadOnlyAdmin

from .models import Export, Import, ImportRow, SavedMapping


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


@admin.register(Export)
class ExportAdmin(ReadOnlyAdmin):
    """That it was made, by whom and how large; the file is its author's alone."""

    list_display = ["file_name", "kind", "by", "created_at", "row_count", "expires_at"]
    list_filter = ["kind", "created_at"]
    list_select_related = ["by"]
    search_fields = ["file_name", "by__username"]


@admin.register(SavedMapping)
class SavedMappingAdmin(ReadOnlyAdmin):
    """Made in the wizard; here those that nobody needs any more are deleted, of users who have left too."""

    list_display = ["name", "kind", "by", "is_shared", "created_at"]
    list_filter = ["kind", "is_shared"]
    list_select_related = ["by"]
    search_fields = ["name", "by__username"]

    def has_delete_permission(self, request, obj=None) -> bool:
        return self.may(request)
