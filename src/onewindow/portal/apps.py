from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "onewindow.portal"
    label = "portal"

    def ready(self) -> None:
        """Offer the rooms' first pages in the header."""
        from onewindow.foundation.web import api as web
        from onewindow.portal.header import ENTRIES

        web.declare_navigation(entries=ENTRIES)
