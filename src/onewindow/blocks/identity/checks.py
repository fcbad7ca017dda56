"""What must hold before the program serves anybody."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.urls import NoReverseMatch, reverse

from onewindow.blocks.identity.app_settings import demo


@register("onewindow")
def one_click_sign_in_only_in_the_demonstration(**_: Any) -> list[CheckMessage]:
    """Outside a demonstration the address of the one-click sign-in does not exist."""
    if demo():
        return []
    try:
        reverse("identity:demo-sign-in")
    except NoReverseMatch:
        return []
    return [
        Error(
            "The one-click sign-in of the demonstration is routed, and this is no demonstration.",
            hint="Do not include identity's demonstration addresses; ONEWINDOW_DEMO decides.",
            id="identity.E001",
        )
    ]


@register("onewindow", deploy=True)
def no_demonstration_in_production(**_: Any) -> list[CheckMessage]:
    """A window that is deployed is no demonstration."""
    if not demo():
        return []
    return [Error("ONEWINDOW_DEMO is on.", hint="Use onewindow.conf.production.", id="identity.E002")]


@register("onewindow", deploy=True)
def no_wildcards_in_redirects(**_: Any) -> list[CheckMessage]:
    """A client's redirect address is an exact one (OAuth 2.0 Security Best Current Practice §2.1)."""
    if not getattr(settings, "IDP_OIDC_ALLOW_URI_WILDCARDS", False):
        return []
    return [Error("IDP_OIDC_ALLOW_URI_WILDCARDS is on.", hint="Set it to False.", id="identity.E003")]
