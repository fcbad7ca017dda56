"""A client that asks again under its key until it is answered, as every client of the API should."""

import http.client
import json
import random
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

_ANSWER_WITHIN = 15.0
_NOT_AN_ANSWER = frozenset({502, 503, 504})


class Refused(Exception):
    """The server answered, and it was a no."""


class NotAnswered(Exception):
    """Nobody answered for longer than any recovery takes."""


@dataclass
class Counts:
    """What the clients saw; shared by all."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    requests: int = 0
    asked_again: int = 0
    told_before: int = 0
    failed: int = 0

    def add(self, **more: int) -> None:
        with self.lock:
            for name, number in more.items():
                setattr(self, name, getattr(self, name) + number)


@dataclass(frozen=True)
class Answer:
    """An answer that counts: a yes, or a redirection."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> dict:
        return json.loads(self.body)


@dataclass
class Asking:
    """A program that files with a token, at one server.

    :param patience: seconds without an answer after which a request counts as lost.
    """

    base: str
    token: str
    counts: Counts
    patience: float = 180.0

    def get(self, path: str) -> Answer:
        return self.ask("GET", path)

    def post(self, path: str, body: object, *, key: str) -> Answer:
        headers = {"Content-Type": "application/json", "Idempotency-Key": key}
        return self.ask("POST", path, json.dumps(body).encode(), headers)

    def send_file(self, path: str, *, name: str, data: bytes) -> Answer:
        edge = f"edge{random.randrange(10**12)}"
        head = (
            f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
            "Content-Type: application/pdf\r\n\r\n"
        )
        body = head.encode() + data + f"\r\n--{edge}--\r\n".encode()
        return self.ask("POST", path, body, {"Content-Type": f"multipart/form-data; boundary={edge}"})

    def ask(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Ask until there is an answer.

        :raises Refused: with what the server said. NotAnswered: the patience is over.
        """
        end, tries = time.monotonic() + self.patience, 0
        said = "nothing"
        while time.monotonic() < end:
            tries += 1
            self.counts.add(requests=1, asked_again=int(tries > 1))
            try:
                answer = self._once(method, path, body, headers or {})
            except (OSError, http.client.HTTPException) as problem:
                said = repr(problem)
            else:
                if answer.status < 400:
                    return answer
                said = f"{answer.status} {answer.body[:300]!r}"
                if answer.status < 500:
                    raise Refused(f"{method} {path}: {said}")
                # A failure in the middle of an outage is no answer; outside of one it will fail for ever.
                self.counts.add(failed=int(answer.status not in _NOT_AN_ANSWER))
            time.sleep(random.uniform(0.05, 0.5))
        raise NotAnswered(f"{method} {path}: {said} after {tries} tries")

    def choose_at_the_bank(self, url: str, choice: str) -> None:
        """Do what a payer does at the sandbox bank's page."""
        page = self.get(urlsplit(url).path)
        if page.status >= 300:
            return  # chosen before; the bank sends the payer back
        cookie = page.headers["set-cookie"].partition(";")[0].strip()
        mark = b'name="csrfmiddlewaretoken" value="'
        forged = page.body.partition(mark)[2].partition(b'"')[0].decode()
        form = urlencode({"csrfmiddlewaretoken": forged, "choice": choice}).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
        self.ask("POST", urlsplit(url).path, form, headers)

    def _once(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        where = urlsplit(self.base)
        connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=_ANSWER_WITHIN)
        own = {} if path.startswith("/sandbox-bank/") else {"Authorization": f"Bearer {self.token}"}
        try:
            connection.request(method, path, body, {"Accept-Language": "en", **own, **headers})
            answer = connection.getresponse()
            told = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, told, answer.read())
        finally:
            connection.close()
