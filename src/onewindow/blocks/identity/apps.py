from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "onewindow.blocks.identity"
    label = "identity"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from onewindow.blocks.identity import checks  # noqa: F401 - registers them

        # SignedIn keeps when and where somebody signed in; a second write of it with each sign-in says less.
        user_logged_in.disconnect(dispatch_uid="update_last_login")
