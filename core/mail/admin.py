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

    def lookup_allowed(self, lookup, value, request=None):
        """No filter of one's own in the address by the texts: asked letter by letter, it would tell their links."""
        is_text = lookup.partition("__")[0] in {"text", "html"}
        return not is_text and super().lookup_allowed(lookup, value, request)
