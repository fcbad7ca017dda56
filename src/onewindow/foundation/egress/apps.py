from django.apps import AppConfig


class EgressConfig(AppConfig):
    name = "onewindow.foundation.egress"
    label = "egress"
    default_auto_field = "django.db.models.BigAutoField"
