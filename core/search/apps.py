from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SearchConfig(AppConfig):
    name = "core.search"
    label = "search"

    def ready(self):
        post_migrate.connect(_after_migrate, dispatch_uid="core.search.ensure_indexes")


def _after_migrate(sender, using="default", **kwargs):
    from .index import ensure_indexes

    if sender.label == "contenttypes":  # once per migrate: it is the last to be told of the tables of all apps
        ensure_indexes(using)
