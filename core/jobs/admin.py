"""Background work in Django admin: to be looked at."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.accounts.role_admin import ReadOnlyAdmin

from .models import Job, JobItem


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    list_display = ["id", "kind", "by", "state", "done", "skipped", "failed", "created_at", "open_in_carnet"]
    list_filter = ["kind", "state", "created_at"]
    list_select_related = ["by"]
    search_fields = ["kind", "title", "by__username"]

    @admin.display(description=gettext_lazy("Carnet"))
    def open_in_carnet(self, job):
        return format_html('<a href="{}">{}</a>', reverse("jobs:detail", args=[job.pk]), _("Open in Carnet"))


@admin.register(JobItem)
class JobItemAdmin(ReadOnlyAdmin):
    list_display = ["id", "job", "content_type", "object_id", "outcome", "reason"]
    list_filter = ["outcome"]
    list_select_related = ["job", "content_type"]
    search_fields = ["reason"]
