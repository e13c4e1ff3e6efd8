from django.apps import AppConfig


class HistoryConfig(AppConfig):
    name = "core.history"
    label = "history"

    def ready(self):
        from auditlog.registry import auditlog

        from .models import HistoryEvent

        auditlog.register(HistoryEvent, include_fields=["text", "category", "happened_at"])
