from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HistoryConfig(AppConfig):
    name = "core.history"
    label = "history"
    verbose_name = _("History")

    def ready(self):
        from auditlog.registry import auditlog

        from .models import HistoryEvent

        auditlog.register(HistoryEvent, include_fields=["text", "category", "happened_at"])
