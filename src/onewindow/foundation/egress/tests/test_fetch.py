"""Egress against a server of our own on the loopback, and a name that changes its mind."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from pytest_django import Settings

from onewindow.foundation.egress import api


class Site(BaseHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        return

    def do_GET(self) -> None:
        if self.path == "/redirect":
            self._answer(302, b"", Location="http://169.254.169.254/latest/")
        elif self.path == "/large":
            self._answer(200, b"x" * 2_000)
        elif self.path == "/drip":
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            for letter in b"X-Slow: " + b"a" * 200:
                self.wfile.write(bytes([letter]))
                self.wfile.flush()
                time.sleep(0.05)
        elif self.path == "/garbage":
            self.wfile.write(b"SSH-2.0-somebody\r\n")
        else:
            self._answer(200, self.path.encode(), Seen=self.headers["Host"])

    def do_POST(self) -> None:
        self._answer(201, self.rfile.read(int(self.headers["Content-Length"])))

    def _answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


_MIXED = ("93.184.216.34", "10.0.0.1")


class QuietServer(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        return  # a client that cuts off is what some of these tests are about


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = QuietServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def listed(site: str, settings: Settings) -> str:
    settings.ONEWINDOW_EGRESS = {
        "inside": {
            "allow": [site, site.replace("http", "tcp")],
            "private": True,
            "max_bytes": 1000,
            "seconds": 1,
        },
        "outside": {"allow": [site, "http://rebinding.example:8080"]},
    }
    return site


def test_a_listed_destination_answers(listed: str) -> None:
    reply = api.fetch(method="GET", url=f"{listed}/a?b=c", connector="inside")
    assert (reply.status, reply.body) == (200, b"/a?b=c")
    assert reply.headers["seen"] == listed.removeprefix("http://")
    sent = api.fetch(method="POST", url=f"{listed}/", connector="inside", body=b"{}", headers={"A": "b"})
    assert (sent.status, sent.body) == (201, b"{}")


def test_a_redirection_is_not_followed(listed: str) -> None:
    assert api.fetch(method="GET", url=f"{listed}/redirect", connector="inside").status == 302


@pytest.mark.parametrize(
    "change",
    [
        lambda url: url.replace("127.0.0.1", "localhost"),
        lambda url: url.replace("127.0.0.1", "2130706433"),
        lambda url: url.replace("127.0.0.1", "0x7f.1"),
        lambda url: url.replace("127.0.0.1", "[::ffff:127.0.0.1]"),
        lambda url: url.replace("127.0.0.1", "127.0.0.1."),
        lambda url: url.replace("http://", "http://user@"),
        lambda url: url.replace("http://", "http://good.example\\@"),
        lambda url: url.replace("http://", "https://"),
        lambda url: url.replace("http://", "ftp://"),
        lambda url: url.replace("http://", "tcp://"),
        lambda url: url + " HTTP/1.1\r\nX: y",
        lambda url: url[:-1],
        lambda url: "file:///etc/passwd",
        lambda url: "http://[::1",
        lambda url: "http://127.0.0.1:99999/",
        lambda url: "",
    ],
)
def test_what_is_not_listed_is_refused(listed: str, change: Callable[[str], str]) -> None:
    with pytest.raises(api.DestinationNotAllowed):
        api.fetch(method="GET", url=change(listed), connector="inside")
    assert change(listed).startswith("tcp") or not api.may_reach(url=change(listed), connector="inside")


def test_a_connector_that_nobody_listed_reaches_nothing(listed: str) -> None:
    with pytest.raises(api.DestinationNotAllowed):
        api.fetch(method="GET", url=listed, connector="unheard-of")
    assert api.may_reach(url=listed, connector="inside")


def test_an_inner_address_is_refused_though_its_name_is_listed(listed: str) -> None:
    with pytest.raises(api.DestinationNotAllowed, match="not a public one"):
        api.fetch(method="GET", url=listed, connector="outside")


def test_a_name_is_looked_up_once(listed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    reached: list[object] = []

    def getaddrinfo(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        asked.append(host)
        address = "93.184.216.34" if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    def create_connection(address: object, **_: object) -> socket.socket:
        reached.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr("socket.getaddrinfo", getaddrinfo)
    monkeypatch.setattr("socket.create_connection", create_connection)
    with pytest.raises(api.DestinationUnreachable):
        api.fetch(method="GET", url="http://rebinding.example:8080/", connector="outside")
    assert asked == ["rebinding.example"]
    assert reached == [("93.184.216.34", 8080)]


def test_one_inner_address_among_several_is_enough_to_refuse(
    listed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def getaddrinfo(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in ("93.184.216.34", "10.0.0.1")
        ]

    monkeypatch.setattr("socket.getaddrinfo", getaddrinfo)
    with pytest.raises(api.DestinationNotAllowed):
        api.fetch(method="GET", url="http://rebinding.example:8080/", connector="outside")


def test_an_answer_that_is_too_large_is_refused(listed: str) -> None:
    with pytest.raises(api.AnswerTooLarge):
        api.fetch(method="GET", url=f"{listed}/large", connector="inside")


def test_an_answer_that_drips_is_cut_off(listed: str) -> None:
    with pytest.raises(api.AnswerTooLate):
        api.fetch(method="GET", url=f"{listed}/drip", connector="inside", seconds=0.4)


def test_what_is_not_http_is_said_to_be_unreachable(listed: str) -> None:
    with pytest.raises(api.DestinationUnreachable):
        api.fetch(method="GET", url=f"{listed}/garbage", connector="inside")


@pytest.mark.parametrize("header", [{"A": "b\r\nC: d"}, {"A\r\nC": "d"}])
def test_a_header_cannot_smuggle_another(listed: str, header: dict[str, str]) -> None:
    with pytest.raises(api.DestinationUnreachable):
        api.fetch(method="GET", url=listed, connector="inside", headers=header)


def test_a_plain_connection_obeys_the_list_too(listed: str) -> None:
    port = int(listed.rpartition(":")[2])
    with api.connect(host="127.0.0.1", port=port, connector="inside") as connected:
        connected.sendall(b"GET /plain HTTP/1.0\r\nHost: x\r\n\r\n")
        assert b"200" in connected.recv(100)
    with pytest.raises(api.DestinationNotAllowed):
        api.connect(host="127.0.0.1", port=port + 1, connector="inside")
