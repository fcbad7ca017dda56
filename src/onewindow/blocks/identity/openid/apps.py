from django.apps import AppConfig


class OpenidConfig(AppConfig):
    name = "onewindow.blocks.identity.openid"
    label = "openid"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from onewindow.blocks.identity.openid import checks  # noqa: F401 - registers them
