from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "onewindow.foundation.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"
