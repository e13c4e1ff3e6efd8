from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "core.audit"
    label = "audit"
    verbose_name = _("Audit")

    def ready(self):
        from auditlog.models import LogEntry
        from django.db.models.signals import pre_save

        from core.audit import registration, services

        pre_save.connect(services.name_actor, sender=LogEntry, dispatch_uid="core.audit.name_actor")
        registration.register()
