from django.apps import AppConfig


class TagsConfig(AppConfig):
    name = "core.tags"
    label = "tags"
