"""Programs next door: a provider that people come in with, and an agency’s system that uses our sign-in."""

import base64
import hashlib
import json
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import Request, urlopen

_PROVIDER = Path(__file__).resolve().parents[2] / "src/onewindow/blocks/identity/tests/provider.py"


@dataclass(frozen=True)
class Neighbours:
    """Where they answer, known before the window starts: it calls nobody whom its operator did not name."""

    provider: int
    system: int

    def settings(self, folder: Path) -> dict[str, str]:
        """What an operator writes to let them in: files, and the variables that name them."""
        provider, system = (f"http://127.0.0.1:{port}" for port in (self.provider, self.system))
        said = {
            "ONEWINDOW_OPENID_PROVIDERS_FILE": {
                "eid": {
                    "name": {"en": "National eID", "fr": "Identité nationale", "ar": "الهوية الوطنية"},
                    "issuer": provider, "client_id": "onewindow", "client_secret": "a-secret",
                    "levels": {"strong": "high"}, "person_claim": "number",
                },
            },
            "ONEWINDOW_EGRESS_FILE": {"openid": {"allow": [provider, system], "private": True}},
        }  # fmt: skip
        for name, what in said.items():
            (folder / f"{name}.json").write_text(json.dumps(what), encoding="utf-8")
        return {name: str(folder / f"{name}.json") for name in said}

    @contextmanager
    def outside_provider(self) -> Generator["OutsideProvider"]:
        """The provider, for as long as it is needed; it knows one person, the citizen."""
        process = subprocess.Popen([sys.executable, str(_PROVIDER), str(self.provider)])
        found = OutsideProvider(f"http://127.0.0.1:{self.provider}")
        try:
            found.wait()
            yield found
        finally:
            process.terminate()
            process.wait(timeout=60)


@dataclass
class OutsideProvider:
    """It signs the citizen in without asking."""

    address: str

    def wait(self) -> None:
        for _try in range(200):
            try:
                with urlopen(f"{self.address}/keys", timeout=5):
                    return
            except OSError:
                time.sleep(0.1)
        raise AssertionError(f"nothing answers at {self.address}")

    def logout_token(self) -> str:
        """Its word that the session ended (OpenID Connect Back-Channel Logout 1.0 §2.4)."""
        with urlopen(
            Request(f"{self.address}/logout-token", data=b"{}", method="POST"), timeout=60
        ) as answer:
            return str(json.load(answer)["token"])


@dataclass
class System:
    """An agency’s system with sign-in by the window: a public client with PKCE (RFC 7636)."""

    client_id: str
    port: int
    window: str
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(40))
    came_back: list[dict[str, list[str]]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @contextmanager
    def open(self) -> Generator["System"]:
        """Answer the browser that comes back, and the window that tells of a sign-out."""
        server = ThreadingHTTPServer(("127.0.0.1", self.port), _answering(self))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()

    def sends_to(self) -> str:
        """Where it sends somebody to sign in."""
        digest = hashlib.sha256(self.verifier.encode()).digest()
        asked = {
            "client_id": self.client_id, "redirect_uri": f"{self.address}/back", "response_type": "code",
            "scope": "openid profile", "state": "a-state", "nonce": "a-nonce",
            "code_challenge_method": "S256",
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        }  # fmt: skip
        return f"{self.window}/openid/authorize?{urlencode(asked)}"

    def fetch_claims(self) -> dict[str, object]:
        """Turn the code of the last return into tokens; what the one about the person says."""
        form = {
            "grant_type": "authorization_code", "code": self.came_back[-1]["code"][0],
            "redirect_uri": f"{self.address}/back", "client_id": self.client_id,
            "code_verifier": self.verifier,
        }  # fmt: skip
        with urlopen(f"{self.window}/openid/token", data=urlencode(form).encode(), timeout=60) as answer:
            return claims_of(json.load(answer)["id_token"])

    def wait_to_be_told(self) -> dict[str, object]:
        """What the window says when the person left it."""
        for _try in range(120):
            if self.told:
                return claims_of(self.told[-1])
            time.sleep(0.5)
        raise AssertionError("the window told nothing")


def claims_of(token: str) -> dict[str, object]:
    """What a signed token says; who signed it is tried elsewhere, by other people's clients."""
    middle = token.split(".")[1]
    return dict(json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4))))


def _answering(system: System) -> type[BaseHTTPRequestHandler]:
    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if urlsplit(self.path).path == "/back":
                system.came_back.append(parse_qs(urlsplit(self.path).query))
            self._say("<!doctype html><html lang=en><title>Desk</title><main><h1>You are in</h1></main>")

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            system.told += parse_qs(body).get("logout_token", [])
            self._say("")

        def _say(self, page: str) -> None:
            body = page.encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            return

    return Answering
