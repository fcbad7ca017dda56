from django.apps import AppConfig


class MandatesConfig(AppConfig):
    name = "onewindow.blocks.mandates"
    label = "mandates"
    default_auto_field = "django.db.models.BigAutoField"
