from django.apps import AppConfig


class DatabaseConfig(AppConfig):
    name = "onewindow.foundation.database"
    label = "database"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the checks."""
        from onewindow.foundation.database import checks  # noqa: F401
