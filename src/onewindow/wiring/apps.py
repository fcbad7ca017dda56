from django.apps import AppConfig


class WiringConfig(AppConfig):
    name = "onewindow.wiring"
    label = "wiring"
