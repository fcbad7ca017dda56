from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "onewindow.blocks.registers"
    label = "registers"
    default_auto_field = "django.db.models.BigAutoField"
