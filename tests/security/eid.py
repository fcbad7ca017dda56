"""An outside provider of identities that answers without a wire: its keys, its tokens, its word of an end."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

from django.test import override_settings
from joserfc import jwt
from joserfc.jwk import ECKey

from onewindow.blocks.identity.outside import providers
from onewindow.foundation.egress import api as egress
from onewindow.foundation.egress.types import Reply
from onewindow.kernel.clock import clock

ISSUER = "https://eid.example"
SLUG = "eid"
_ENDED = "http://schemas.openid.net/event/backchannel-logout"
_SETTINGS = {
    "name": {"en": "Scene eID"}, "issuer": ISSUER, "client_id": "onewindow", "client_secret": "scene",
    "levels": {"strong": "high"}, "person_claim": "number",
}  # fmt: skip


@dataclass
class Eid:
    """The provider.

    :param number: whom it knows, by the number in the population register.
    """

    number: str
    key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256", {"kid": "one", "use": "sig"}))
    nonce: str = ""

    def answers(self, *, url: str, **_: Any) -> Reply:
        """What it says at each of its addresses."""
        path = urlsplit(url).path
        said: Mapping[str, Any] = {
            "/.well-known/openid-configuration": {
                "issuer": ISSUER, "authorization_endpoint": f"{ISSUER}/authorize",
                "token_endpoint": f"{ISSUER}/token", "jwks_uri": f"{ISSUER}/keys",
            },
            "/keys": {"keys": [self.key.as_dict(private=False)]},
            "/token": {"access_token": "scene", "token_type": "Bearer", "id_token": self._id_token()},
        }[path]  # fmt: skip
        return Reply(200, {}, json.dumps(said).encode())

    def comes_back(self, page: str) -> str:
        """The query with which it sends the browser back that was led to it from a page."""
        asked = parse_qs(urlsplit(page.partition(f'href="{ISSUER}')[2].partition('"')[0]).query)
        asked = {name.removeprefix("amp;"): values for name, values in asked.items()}
        self.nonce = asked["nonce"][0]
        return f"code=scene&iss={ISSUER}&state={asked['state'][0]}"

    def logout_token(self) -> str:
        """Its word that somebody left there (Back-Channel Logout 1.0 §2.4)."""
        return self._signed("logout+jwt", 120, {"jti": "scene", "sid": "scene", "events": {_ENDED: {}}})

    def _id_token(self) -> str:
        now = int(clock.now().timestamp())
        said = {"nonce": self.nonce, "auth_time": now, "acr": "strong", "number": self.number}
        return self._signed("JWT", 300, said)

    def _signed(self, kind: str, lives: int, said: Mapping[str, Any]) -> str:
        now = int(clock.now().timestamp())
        claims = {"iss": ISSUER, "aud": "onewindow", "sub": "scene", "iat": now, "exp": now + lives, **said}
        return jwt.encode({"alg": "ES256", "kid": "one", "typ": kind}, claims, self.key)


@contextmanager
def listed(number: str) -> Iterator[Eid]:
    """While it is open, the operator lists the provider, and it answers."""
    eid = Eid(number)
    providers.forget()
    with (
        override_settings(ONEWINDOW_OPENID_PROVIDERS={SLUG: _SETTINGS}),
        patch.object(egress, "fetch", eid.answers),
    ):
        yield eid
    providers.forget()
