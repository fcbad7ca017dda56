from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "onewindow.foundation.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"
