"""The outbox in Django admin, to be looked at; without the texts, which may carry a link that opens an account."""

from django.contrib import admin

from core.accounts.role_admin import ReadOnlyAdmin

from .models import OutboxMail


@admin.register(OutboxMail)
class OutboxMailAdmin(ReadOnlyAdmin):
    list_display = ["subject", "to_address", "state", "due_at", "attempts", "last_error"]
    list_filter = ["state", "kind"]
    search_fields = ["subject", "to_address"]
    fields = [
        "kind", "user", "to_address", "subject", "state", "due_at", "claimed_at", "attempts", "last_error",
        "created_at", "sent_at",
    ]  # fmt: skip
