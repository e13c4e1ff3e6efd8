from django.apps import AppConfig


class CurrenciesConfig(AppConfig):
    name = "core.currencies"
    label = "currencies"
