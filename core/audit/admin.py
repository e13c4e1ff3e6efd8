"""The audit in Django admin: to be looked at; the page of Settings shows it in words."""

from auditlog.models import LogEntry
from django.contrib import admin

from core.accounts.role_admin import ReadOnlyAdmin

from .models import SecurityEvent


@admin.register(SecurityEvent)
class SecurityEventAdmin(ReadOnlyAdmin):
    list_display = ["at", "kind", "actor", "content_type", "object_id", "remote_addr"]
    list_filter = ["kind", "at"]
    list_select_related = ["actor", "content_type"]
    search_fields = ["kind", "actor__username"]


@admin.register(LogEntry)
class LogEntryAdmin(ReadOnlyAdmin):
    list_display = ["timestamp", "action", "content_type", "object_id", "actor"]
    list_filter = ["action", "content_type", "timestamp"]
    list_select_related = ["content_type", "actor"]
    search_fields = ["object_repr", "actor__username"]
    fields = ["timestamp", "actor", "action", "content_type", "object_id", "object_repr", "changes", "additional_data"]
