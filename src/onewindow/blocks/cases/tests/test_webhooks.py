"""Programs that want to hear of changes: only listed addresses, only of their own cases, signed."""

import hashlib
import hmac
import threading
from collections.abc import Generator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import orjson
import pytest
from django.test import override_settings

from onewindow.blocks.cases.errors import HookNotTaken
from onewindow.blocks.cases.tests.people import actor, file_trade, open_work, program
from onewindow.blocks.cases.tests.test_life_of_a_certificate import MONDAY
from onewindow.blocks.cases.tests.way import OPINION, do
from onewindow.foundation.jobs import api as jobs
from onewindow.kernel.clock import clock

pytestmark = pytest.mark.usefixtures("country")
Heard = list[tuple[bytes, str]]


@pytest.fixture
def listener() -> Generator[tuple[str, Heard]]:
    """A program's own server: its address, and what it has heard."""
    heard: Heard = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            heard.append((body, self.headers["Onewindow-Signature"]))
            self.send_response(500 if self.path.endswith("/broken") else 204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    origin = f"http://127.0.0.1:{server.server_port}"
    listed = {"webhooks": {"allow": [origin], "private": True}}
    with clock.at(MONDAY), override_settings(ONEWINDOW_EGRESS=listed):
        yield f"{origin}/heard", heard
    server.shutdown()
    server.server_close()
    thread.join()


def add(account: str, url: str) -> Any:
    return program(account).post("/api/v1/webhooks", {"url": url}, "application/json")


def test_a_program_hears_of_its_cases_and_can_check_who_called(listener: tuple[str, Heard]) -> None:
    url, heard = listener
    made = add("importer", url)
    assert made.status_code == 201
    assert add("importer", url).json() == made.json()
    number = file_trade(actor("importer")).number
    jobs.drain_all()
    ((body, signature),) = heard
    assert orjson.loads(body) == {"event": "case.changed", "case": number, "revision": 1, "status": "open"}
    at, proof = (part.partition("=")[2] for part in signature.split(","))
    told = hmac.new(made.json()["secret"].encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    assert hmac.compare_digest(told, proof)
    do(number, "telecom-officer", "technical-opinion", OPINION)
    jobs.drain_all()
    assert [orjson.loads(told)["revision"] for told, _ in heard] == [1, 2]


def test_its_secret_is_told_when_it_is_made_and_never_listed(listener: tuple[str, Heard]) -> None:
    url, _ = listener
    made = add("importer", url).json()
    listed = program("importer").get("/api/v1/webhooks")
    assert [hook["url"] for hook in listed.json()] == [url]
    assert made["secret"] not in listed.content.decode()


def test_nobody_hears_of_cases_that_are_not_for_them(listener: tuple[str, Heard]) -> None:
    url, heard = listener
    add("citizen", url)
    add("health-officer", f"{url}/2")
    file_trade(actor("importer"))
    jobs.drain_all()
    assert heard == []


def test_a_webhook_is_stopped_by_its_owner_only(listener: tuple[str, Heard]) -> None:
    url, heard = listener
    hook = add("importer", url).json()["id"]
    assert program("broker").delete(f"/api/v1/webhooks/{hook}").status_code == 404
    assert program("importer").delete(f"/api/v1/webhooks/{hook}").status_code == 204
    assert program("importer").get("/api/v1/webhooks").json() == []
    number = file_trade(actor("importer")).number
    open_work(number, actor("telecom-officer"), "technical-opinion")
    jobs.drain_all()
    assert heard == []


@pytest.mark.parametrize(
    "url", ["http://169.254.169.254/", "https://elsewhere.example/", "file:///etc/passwd", "x"]
)
def test_an_address_that_is_not_listed_is_refused(listener: tuple[str, Heard], url: str) -> None:
    refused = add("importer", url)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "url"


def test_a_call_that_is_not_taken_fails_so_that_it_is_tried_again(listener: tuple[str, Heard]) -> None:
    url, _ = listener
    add("importer", f"{url}/broken")
    file_trade(actor("importer"))
    with pytest.raises(HookNotTaken):
        jobs.drain_all()


def test_ten_are_enough(listener: tuple[str, Heard]) -> None:
    url, _ = listener
    answers = [add("importer", f"{url}/{n}").status_code for n in range(11)]
    assert answers == [201] * 10 + [422]
