"""The trash and the submitted forms in Django admin: to be looked at."""

from django.contrib import admin

from core.accounts.role_admin import ReadOnlyAdmin

from .models import SubmittedForm, TrashAct


@admin.register(TrashAct)
class TrashActAdmin(ReadOnlyAdmin):
    list_display = ["id", "content_type", "by", "at", "restored_at"]
    list_filter = ["content_type", "at"]
    list_select_related = ["content_type", "by"]
    search_fields = ["by__username"]


@admin.register(SubmittedForm)
class SubmittedFormAdmin(ReadOnlyAdmin):
    list_display = ["uuid", "user", "content_type", "object_id", "at"]
    list_select_related = ["user", "content_type"]
    search_fields = ["user__username"]
