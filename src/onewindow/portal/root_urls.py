"""All addresses: this room's own, each room's where it has any, and the public API."""

from importlib.util import find_spec

from django.apps import apps
from django.urls import URLPattern, URLResolver, include, path

from onewindow.portal.public_api import public_api

handler400 = "onewindow.foundation.web.error_pages.bad_request"
handler403 = "onewindow.foundation.web.error_pages.forbidden"
handler404 = "onewindow.foundation.web.error_pages.not_found"
handler500 = "onewindow.foundation.web.error_pages.failed"


def _rooms_with_addresses() -> list[str]:
    """``urls`` modules of the installed rooms, the portal's first."""
    found = [
        f"{app.name}.urls"
        for app in apps.get_app_configs()
        if app.name.startswith("onewindow.") and find_spec(f"{app.name}.urls")
    ]
    return sorted(found, key=lambda name: not name.startswith("onewindow.portal."))


urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", public_api.urls),
    *(path("", include(module)) for module in _rooms_with_addresses()),
]
