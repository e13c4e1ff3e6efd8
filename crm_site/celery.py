"""Celery, used only where Redis is configured; it calls the same functions as the embedded worker."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm_site.settings")
app = Celery("carnet")
app.config_from_object("django.conf:settings", namespace="CELERY")
# An app is called `tasks`, so the entry points live in `jobs.py`.
app.autodiscover_tasks(related_name="jobs")
