"""What must hold before the provider answers anybody."""

from typing import Any

from allauth.idp.oidc import app_settings as library
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.db import DatabaseError, connection

from onewindow.blocks.identity.openid.app_settings import CODE_LIFE


@register("onewindow")
def the_library_opens_nothing(**_: Any) -> list[CheckMessage]:
    """Nobody registers a system without two people, and no document of a stranger is fetched."""
    found: list[CheckMessage] = []
    for name in ("DCR_ENABLED", "CIMD_ENABLED", "INTROSPECTION_CROSS_CLIENT_ALLOWED"):
        if getattr(library, name):
            found.append(Error(f"IDP_OIDC_{name} is on.", hint="Remove it.", id="openid.E001"))
    if not library.ROTATE_REFRESH_TOKEN:
        found.append(Error("IDP_OIDC_ROTATE_REFRESH_TOKEN is off.", hint="Remove it.", id="openid.E002"))
    if CODE_LIFE.total_seconds() > 60:
        found.append(Error("A code lives longer than 60 seconds.", hint="Shorten it.", id="openid.E003"))
    return found


@register("onewindow", deploy=True)
def the_issuer_is_secret_on_its_way(**_: Any) -> list[CheckMessage]:
    """Tokens travel by https only (OpenID Connect Discovery §3)."""
    if str(settings.ONEWINDOW_BASE_URL).startswith("https://"):
        return []
    return [Error("ONEWINDOW_BASE_URL is not https.", hint="Give the https address.", id="openid.E004")]


@register("database")
def no_client_has_wildcards(*, databases: list[str] | None = None, **_: Any) -> list[CheckMessage]:
    """No row of the library allows a wildcard, whoever wrote it (RFC 9700 §2.1; ASVS 10.4.1)."""
    if not databases:
        return []
    from allauth.idp.oidc.models import Client

    try:
        if Client._meta.db_table not in connection.introspection.table_names():
            return []
        loose = sorted(Client.objects.filter(allow_uri_wildcards=True).values_list("pk", flat=True))
    except DatabaseError:
        return []
    return [
        Error(
            f"The client {pk} allows wildcards.", hint="Set allow_uri_wildcards to False.", id="openid.E005"
        )
        for pk in loose
    ]
