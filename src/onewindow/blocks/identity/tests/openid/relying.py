"""A relying party for tests: what another's program does, with the pieces in the open."""

import base64
import hashlib
import secrets
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, quote_plus, urlencode, urlsplit

from django.test import Client
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

from onewindow.blocks.identity.models import Agency
from onewindow.blocks.identity.openid import app_settings, registering
from onewindow.blocks.identity.openid.models import System
from onewindow.blocks.identity.openid.types import Terms
from onewindow.kernel.clock import clock

ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


@dataclass
class Party:
    """One system, with its secrets."""

    client_id: str
    redirect_uri: str
    secret: str = ""
    key: ECKey | None = None
    scopes: tuple[str, ...] = ("openid",)
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(40))

    @property
    def system(self) -> System:
        return System.objects.get(pk=self.client_id)

    def request(self, **changes: str | None) -> dict[str, str]:
        """A sound request; a value of None leaves a parameter out."""
        digest = hashlib.sha256(self.verifier.encode()).digest()
        sound: dict[str, str | None] = {
            "client_id": self.client_id,
            "redirect_uri": self.redirect_uri,
            "response_type": "code",
            "scope": " ".join(self.scopes),
            "state": "a-state",
            "nonce": "a-nonce",
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }
        return {name: value for name, value in {**sound, **changes}.items() if value is not None}

    def ask(self, browser: Client, **changes: str | None):
        return browser.get("/openid/authorize", self.request(**changes))

    def code(self, browser: Client, **changes: str | None) -> str:
        """Sign in, agree where one is asked, and come back with a code."""
        response = self.ask(browser, **changes)
        if response.headers.get("Location", "").startswith("/openid/consent/"):
            response = browser.post(response.headers["Location"], {"action": "agree"})
        said = answer(response)
        assert "code" in said, said
        return said["code"]

    def token(self, path: str = "/openid/token", **values: str):
        """Post to an endpoint for systems, with this system's credentials."""
        return post(path, self.credentials() | values, self.headers())

    def exchange(self, code: str, **changes: str):
        return self.token(
            **{
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": self.redirect_uri,
                "code_verifier": self.verifier,
                **changes,
            }
        )

    def refresh(self, token: str, **changes: str):
        return self.token(grant_type="refresh_token", refresh_token=token, **changes)

    def credentials(self) -> dict[str, str]:
        if self.key is not None:
            return {"client_assertion_type": ASSERTION, "client_assertion": self.assertion()}
        return {} if self.secret else {"client_id": self.client_id}

    def headers(self) -> dict[str, str]:
        if not self.secret:
            return {}
        pair = f"{quote_plus(self.client_id)}:{quote_plus(self.secret)}"
        return {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}

    def assertion(self, *, header: dict[str, Any] | None = None, key: Any = None, **changes: Any) -> str:
        now = int(clock.now().timestamp())
        claims = {
            "iss": self.client_id,
            "sub": self.client_id,
            "aud": app_settings.issuer(),
            "iat": now,
            "exp": now + 60,
            "jti": secrets.token_hex(8),
        } | changes
        claims = {name: value for name, value in claims.items() if value is not None}
        signing = key or self.key
        assert signing is not None
        return jwt.encode({"alg": "ES256", "kid": signing.kid} | (header or {}), claims, signing)


def post(path: str, values: dict[str, str], headers: dict[str, str] | None = None):
    """A form from a program: no session, no cookies."""
    return Client().post(
        path, urlencode(values), content_type="application/x-www-form-urlencoded", headers=headers or {}
    )


def register(
    client_id: str,
    *,
    agency: str,
    way: str = "client_secret_basic",
    scopes: tuple[str, ...] = ("openid", "profile", "email"),
    key: ECKey | None = None,
    **more: Any,
) -> Party:
    """A system as if two people had agreed it."""
    address = f"https://{client_id}.example/callback"
    told = {
        "redirect_uris": (address,),
        "after_logout_uris": (f"https://{client_id}.example/bye",),
        "names": {"en": client_id.title()},
        "purposes": {"en": "For tests."},
        "assurance": "low",
    } | more
    terms = Terms(client_id=client_id, way=way, scopes=scopes, **told)
    system = registering.apply(agency=Agency.objects.get(pk=agency), terms=terms)
    party = Party(client_id, address, key=key, scopes=scopes)
    if way == "client_secret_basic":
        party.secret = secrets.token_urlsafe(32)
        registering.keep_secret(system, party.secret)
    return party


def keys_of_its_own() -> tuple[ECKey, dict[str, Any]]:
    """A key pair, and its public half for the registration."""
    made = ECKey.generate_key("P-256", private=True)
    made = ECKey.import_key({**made.as_dict(private=True), "kid": made.thumbprint()})
    return made, dict(made.as_dict(private=False))


def answer(response: Any) -> dict[str, str]:
    """What came back to the system in its address."""
    assert response.status_code == 303, response.content.decode()
    return dict(parse_qsl(urlsplit(response.headers["Location"]).query))


def id_token(said: dict[str, Any]) -> dict[str, Any]:
    """The claims of an ID token, verified against the published keys."""
    published = KeySet.import_key_set(Client().get("/openid/keys").json())
    return dict(jwt.decode(said["id_token"], published, algorithms=["RS256"]).claims)


def userinfo(token: str):
    return Client().get("/openid/userinfo", headers={"Authorization": f"Bearer {token}"})
