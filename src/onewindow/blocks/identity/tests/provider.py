"""An OpenID provider in a process of its own: honest by default, and wrong where a test asks.

``python provider.py PORT``. ``POST /lie`` sets what the next tokens say otherwise.
"""

import base64
import hashlib
import hmac
import json
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

PORT = int(sys.argv[1]) if len(sys.argv) > 1 else 0
ISSUER = f"http://127.0.0.1:{PORT}"
KEY, OTHER = (RSAKey.generate_key(2048, parameters={"kid": kid, "use": "sig"}) for kid in ("one", "one"))
STATE: dict[str, Any] = {"codes": {}, "lies": {}}


class Provider(BaseHTTPRequestHandler):
    """Discovery, authorization, token and keys."""

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        query = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        if path == "/.well-known/openid-configuration":
            self.say(
                {
                    "issuer": STATE["lies"].get("discovery_issuer", ISSUER),
                    "authorization_endpoint": f"{ISSUER}/authorize",
                    "token_endpoint": f"{ISSUER}/token",
                    "jwks_uri": f"{ISSUER}/keys",
                    "authorization_response_iss_parameter_supported": True,
                }
            )
        elif path == "/keys":
            self.say({"keys": [KEY.as_dict(private=False)]})
        elif path == "/authorize":
            self.authorize(query)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        if self.path == "/lie":
            STATE["lies"] = json.loads(body)
            self.say({})
        elif self.path == "/logout-token":
            self.say({"token": logout_token(json.loads(body))})
        else:
            self.token({name: values[0] for name, values in parse_qs(body).items()})

    def authorize(self, query: dict[str, str]) -> None:
        code = f"code-{len(STATE['codes'])}"
        STATE["codes"][code] = query
        lies = STATE["lies"]
        said = {"code": code, "state": query["state"], "iss": ISSUER, **lies.get("answer", {})}
        said = {name: value for name, value in said.items() if value is not None}
        self.send_response(302)
        self.send_header("Location", f"{query['redirect_uri']}?{urlencode(said)}")
        self.end_headers()

    def token(self, form: dict[str, str]) -> None:
        asked = STATE["codes"].pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        basic = base64.b64encode(b"onewindow:a-secret").decode()
        good = (
            asked is not None
            and form.get("redirect_uri") == asked["redirect_uri"]
            and asked["code_challenge"] == base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
            and self.headers.get("Authorization") == f"Basic {basic}"
        )
        if not good or asked is None:
            self.say({"error": "invalid_grant"}, 400)
            return
        self.say({"access_token": "at", "token_type": "Bearer", "id_token": id_token(asked)})

    def say(self, what: dict[str, Any], status: int = 200) -> None:
        body = json.dumps(what).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        return


def id_token(asked: dict[str, str]) -> str:
    now = int(time.time())
    claims = {
        "iss": ISSUER, "aud": "onewindow", "sub": "person-1", "nonce": asked["nonce"], "iat": now,
        "exp": now + 300, "auth_time": now, "acr": "strong", "sid": "session-1", "number": "10000295",
    }  # fmt: skip
    return signed(claims, STATE["lies"].get("claims", {}), STATE["lies"].get("head", {}))


def logout_token(lies: dict[str, Any]) -> str:
    now = int(time.time())
    event = {"http://schemas.openid.net/event/backchannel-logout": {}}
    claims = {
        "iss": ISSUER, "aud": "onewindow", "iat": now, "exp": now + 120, "jti": f"jti-{time.time_ns()}",
        "events": event, "sub": "person-1", "sid": "session-1",
    }  # fmt: skip
    return signed(claims, lies.get("claims", {}), {"typ": "logout+jwt", **lies.get("head", {})})


def signed(claims: dict[str, Any], lies: dict[str, Any], head: dict[str, Any]) -> str:
    said = {name: value for name, value in {**claims, **lies}.items() if value is not None}
    full = {"alg": "RS256", "kid": "one", **{k: v for k, v in head.items() if k != "key"}}
    if full["alg"] in ("none", "HS256"):
        # What no honest library makes: without a signature, or with the public key as if it were a secret.
        start = b".".join(_part(json.dumps(part).encode()) for part in (full, said))
        mac = hmac.new(KEY.as_pem(private=False), start, "sha256").digest() if full["alg"] == "HS256" else b""
        return (start + b"." + _part(mac)).decode()
    return jwt.encode(full, said, OTHER if head.get("key") == "other" else KEY)


def _part(raw: bytes) -> bytes:
    return base64.urlsafe_b64encode(raw).rstrip(b"=")


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", PORT), Provider).serve_forever()
