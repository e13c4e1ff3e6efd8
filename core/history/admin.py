"""The timeline in Django admin: events to be looked at (they are written on the pages), categories to be edited."""

from django.contrib import admin

from core.accounts.role_admin import ReadOnlyAdmin, RoleAdmin

from .models import HistoryCategory, HistoryEvent, HistoryLink


@admin.register(HistoryCategory)
class HistoryCategoryAdmin(RoleAdmin):
    list_display = ["name", "hue", "icon", "position"]
    search_fields = ["name"]
    fields = ["name", "hue", "icon", "position"]

    def has_delete_permission(self, request, obj=None):
        """Not where events have it, nor the last one."""
        if not super().has_delete_permission(request, obj):
            return False
        if obj is None:
            return True
        return HistoryCategory.objects.count() > 1 and not obj.events.exists()

    def get_actions(self, request):
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)  # each is asked for by itself, with its own uses
        return actions


@admin.register(HistoryEvent)
class HistoryEventAdmin(ReadOnlyAdmin):
    list_display = ["id", "kind", "category", "author", "happened_at"]
    list_filter = ["category", "happened_at"]
    list_select_related = ["category", "author"]
    search_fields = ["kind", "text", "author__username"]


@admin.register(HistoryLink)
class HistoryLinkAdmin(ReadOnlyAdmin):
    list_display = ["event", "content_type", "object_id", "happened_at"]
    list_select_related = ["event", "content_type"]
    search_fields = ["=object_id"]
