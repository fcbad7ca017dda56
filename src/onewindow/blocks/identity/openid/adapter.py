"""What we change in django-allauth's provider: who people are called, what is told, and the keys.

Its models, key set and userinfo are used as they are. Its authorisation and token endpoints are not routed;
ours do what these cannot be made to do (docs/adr/0016-an-openid-provider.md).
"""

from collections.abc import Iterable
from typing import Any, Literal, cast

from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from allauth.idp.oidc.models import Client, PrivateKey
from django.contrib.auth.base_user import AbstractBaseUser

from onewindow.blocks.identity.models import Account
from onewindow.blocks.identity.openid import app_settings, keys, subjects
from onewindow.blocks.identity.openid.claims import claims_of
from onewindow.blocks.identity.openid.models import System
from onewindow.kernel.clock import clock


class Provider(DefaultOIDCAdapter):
    """The ``IDP_OIDC_ADAPTER``."""

    def get_issuer(self) -> str:
        """The address of the settings, whatever the request says its host is."""
        return app_settings.issuer()

    def get_user_sub(self, client: Client, user: AbstractBaseUser) -> str:
        return subjects.subject_of(account=cast("Account", user), system=_system(client))

    def get_user_by_sub(self, client: Client, sub: str) -> AbstractBaseUser | None:
        return subjects.account_of(subject=sub, system=_system(client))

    def get_claims(
        self,
        purpose: Literal["id_token", "userinfo"],
        user: AbstractBaseUser,
        client: Client,
        scopes: Iterable[str],
        email: str | None = None,
        **kwargs: Any,
    ) -> dict[str, Any]:
        """What the system may know, by its scopes and its purpose."""
        return claims_of(account=cast("Account", user), system=_system(client), scopes=frozenset(scopes))

    def list_private_keys(
        self, *, did_activate: Literal[True] | None = None, is_active: Literal[True] | None = None
    ) -> list[PrivateKey]:
        now = clock.now()
        return [
            PrivateKey(
                pem=key.pem,
                issued_at=key.made_at,
                not_before=key.signs_from,
                expires_at=key.shown_until,
            )
            for key in keys.ring(at=now)
            if not did_activate or key.signs_from <= now
        ]


def _system(client: Client) -> System:
    return System.objects.select_related("agency").get(pk=client.pk)
