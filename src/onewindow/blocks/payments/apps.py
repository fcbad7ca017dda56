from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "onewindow.blocks.payments"
    label = "payments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Join the sandbox bank where this is a demonstration."""
        from django.conf import settings

        if settings.ONEWINDOW_DEMO:
            from onewindow.blocks.payments import api
            from onewindow.blocks.payments.adapters.sandbox import SandboxBank

            api.use_provider(provider=SandboxBank())
