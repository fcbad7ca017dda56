from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "onewindow.blocks.identity"
    label = "identity"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from onewindow.blocks.identity import checks  # noqa: F401 - registers them
