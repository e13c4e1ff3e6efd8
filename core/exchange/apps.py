from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "core.exchange"
    label = "exchange"
