"""Imports in Django admin: to be looked at and deleted, not to be edited."""

from django.contrib import admin

from .models import Import, ImportRow


@admin.register(Import)
class ImportAdmin(admin.ModelAdmin):
    list_display = ["original_name", "kind", "by", "created_at", "row_count"]
    list_filter = ["kind"]
    search_fields = ["original_name"]

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False


@admin.register(ImportRow)
class ImportRowAdmin(admin.ModelAdmin):
    list_display = ["imported", "line", "outcome", "name", "reason"]
    list_filter = ["outcome", "is_check"]
    list_select_related = ["imported"]

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False
