"""A relying party made with Authlib, a program of its own: it reads commands from its standard input.

Each line is a JSON object with ``do``; each answer is one line. It knows the provider by its discovery
document and by nothing else. Run by ``test_openid.py``; docs/connect-a-system.md shows its pieces.
"""

import json
import sys
from typing import Any

import requests
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

_PATIENCE = 30
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"


class RelyingParty:
    """One system of somebody's."""

    def __init__(self) -> None:
        self.metadata: dict[str, Any] = {}
        self.session: OAuth2Session
        self.asked: dict[str, str] = {}

    def start(
        self, *, issuer: str, client_id: str, redirect_uri: str, scope: str, way: str, **secret: Any
    ) -> dict[str, Any]:
        """Read the discovery document, and be ready."""
        answer = requests.get(f"{issuer}/.well-known/openid-configuration", timeout=_PATIENCE)
        answer.raise_for_status()
        self.metadata = answer.json()
        if self.metadata["issuer"] != issuer:
            raise ValueError("another issuer")
        key = ECKey.import_key(secret["key"]) if "key" in secret else None
        self.session = OAuth2Session(
            client_id,
            key or secret.get("secret"),
            scope=scope,
            redirect_uri=redirect_uri,
            token_endpoint_auth_method=way,
            revocation_endpoint_auth_method=way,
            code_challenge_method="S256",
            default_timeout=_PATIENCE,
        )
        if key is not None:
            method = PrivateKeyJWT(self.metadata["token_endpoint"], headers={"kid": key.kid}, alg="ES256")
            self.session.register_client_auth_method(method)
        return {"issuer": self.metadata["issuer"]}

    def begin(self, *, verifier: str, nonce: str, **more: str) -> dict[str, Any]:
        """Where to send the browser."""
        url, state = self.session.create_authorization_url(
            self.metadata["authorization_endpoint"], code_verifier=verifier, nonce=nonce, **more
        )
        self.asked = {"state": state, "verifier": verifier, "nonce": nonce}
        return {"url": url}

    def finish(self, *, callback: str, **instead: str) -> dict[str, Any]:
        """The browser came back: exchange the code, verify the ID token, ask for the rest."""
        asked = self.asked | instead
        token = self.session.fetch_token(
            self.metadata["token_endpoint"],
            authorization_response=callback,
            state=asked["state"],
            code_verifier=asked["verifier"],
        )
        claims = self._verified(token, nonce=asked["nonce"])
        return {"token": dict(token), "claims": claims, "userinfo": self._userinfo()}

    def refresh(self, *, token: str) -> dict[str, Any]:
        fresh = self.session.refresh_token(self.metadata["token_endpoint"], refresh_token=token)
        return {"token": dict(fresh), "claims": self._verified(fresh, nonce=None)}

    def userinfo(self, *, token: str) -> dict[str, Any]:
        self.session.token = {"access_token": token, "token_type": "Bearer"}
        return {"userinfo": self._userinfo()}

    def revoke(self, *, token: str) -> dict[str, Any]:
        answer = self.session.revoke_token(self.metadata["revocation_endpoint"], token=token)
        return {"status": answer.status_code}

    def introspect(self, *, token: str) -> dict[str, Any]:
        answer = self.session.introspect_token(self.metadata["introspection_endpoint"], token=token)
        return {"said": answer.json()}

    def heard(self, *, logout_token: str) -> dict[str, Any]:
        """Somebody left (Back-Channel Logout §2.6)."""
        read = jwt.decode(logout_token, self._keys(), algorithms=["RS256"])
        registry = jwt.JWTClaimsRegistry(
            iss={"essential": True, "value": self.metadata["issuer"]},
            aud={"essential": True, "value": self.session.client_id},
            exp={"essential": True},
            iat={"essential": True},
            jti={"essential": True},
        )
        registry.validate(read.claims)
        if "nonce" in read.claims or LOGOUT_EVENT not in read.claims["events"]:
            raise ValueError("no logout token")
        if read.header["typ"] != "logout+jwt":
            raise ValueError("a token of another kind")
        return {"claims": dict(read.claims)}

    def leave(self, *, id_token: str, address: str) -> dict[str, Any]:
        request = requests.Request(
            "GET",
            self.metadata["end_session_endpoint"],
            params={"id_token_hint": id_token, "post_logout_redirect_uri": address, "state": "left"},
        )
        return {"url": request.prepare().url}

    def _userinfo(self) -> dict[str, Any]:
        answer = self.session.get(self.metadata["userinfo_endpoint"])
        answer.raise_for_status()
        return answer.json()

    def _keys(self) -> KeySet:
        return KeySet.import_key_set(requests.get(self.metadata["jwks_uri"], timeout=_PATIENCE).json())

    def _verified(self, token: dict[str, Any], *, nonce: str | None) -> dict[str, Any]:
        read = jwt.decode(token["id_token"], self._keys(), algorithms=["RS256"])
        parameters = {"client_id": self.session.client_id, "access_token": token["access_token"]}
        if nonce is not None:
            parameters["nonce"] = nonce
        claims = CodeIDToken(
            read.claims,
            read.header,
            {"iss": {"essential": True, "values": [self.metadata["issuer"]]}},
            parameters,
        )
        claims.validate()
        return dict(read.claims)


def main() -> None:
    """Answer commands until there are none."""
    party = RelyingParty()
    for line in sys.stdin:
        command = json.loads(line)
        try:
            answer = {"ok": True, **getattr(party, command.pop("do"))(**command)}
        except Exception as problem:
            answer = {
                "ok": False,
                "error": getattr(problem, "error", type(problem).__name__),
                "text": str(problem),
            }
        print(json.dumps(answer, default=str), flush=True)


if __name__ == "__main__":
    main()
