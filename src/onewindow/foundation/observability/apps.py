from django.apps import AppConfig


class ObservabilityConfig(AppConfig):
    name = "onewindow.foundation.observability"
    label = "observability"
