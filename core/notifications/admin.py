"""Notices in Django admin: to be looked at."""

from django.contrib import admin

from core.accounts.role_admin import ReadOnlyAdmin

from .models import Notification


@admin.register(Notification)
class NotificationAdmin(ReadOnlyAdmin):
    list_display = ["user", "kind", "actor", "content_type", "object_id", "created_at", "read_at"]
    list_filter = ["kind", "created_at"]
    list_select_related = ["user", "actor", "content_type"]
    search_fields = ["user__username", "kind"]
