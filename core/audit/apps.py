from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "core.audit"
    label = "audit"

    def ready(self):
        from auditlog.models import LogEntry
        from django.db.models.signals import pre_save

        from core.audit import registration, services

        pre_save.connect(services.name_actor, sender=LogEntry, dispatch_uid="core.audit.name_actor")
        registration.register()
