"""What the benchmark needs of the running program: people who are signed in, and processor times."""

import http.client
import json
import os
import subprocess
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg

from bench import web_peer
from bench.web_users import User
from onewindow.foundation.database.api import EmbeddedPostgres
from tests.faults.lives import PDF
from tests.running import House, children_of, command_of, eventually, free_port

WORKERS, THREADS = 2, 3
"""Of the web server: what ``onewindow run`` starts."""
_ROOT = Path(__file__).resolve().parent.parent
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Stage:
    """The program, with people who hold tokens.

    :param persons: reference of each account's person.
    """

    house: House
    url: str
    tokens: Mapping[str, str]
    persons: Mapping[str, str]

    def with_token(self, account: str) -> User:
        """A program that files for that account."""
        headers = {"Authorization": f"Bearer {self.tokens[account]}"}
        return User(self.house.port, headers, person=self.persons[account])

    def signed_in(self, account: str, language: str = "en") -> User:
        """A browser in which that account signed in with one click."""
        cookies = {"language": language}
        _visit(self.house.port, "GET", "/demo/", cookies)
        form = {"csrfmiddlewaretoken": cookies["csrftoken"], "account": account, "next": "/"}
        _visit(self.house.port, "POST", "/demo/sign-in/", cookies, form)
        assert "sessionid" in cookies, cookies
        cookie = "; ".join(f"{name}={text}" for name, text in cookies.items())
        person = self.persons.get(account, "")
        return User(self.house.port, {"Cookie": cookie}, person=person, forged=cookies["csrftoken"])

    def values(self, question: str) -> list[Any]:
        """The first column of what the database answers."""
        with psycopg.connect(self.url) as connection:
            return [row[0] for row in connection.execute(question).fetchall()]


def stage(house: House, *accounts: str) -> Stage:
    """Give tokens to accounts."""
    url = EmbeddedPostgres(house.var / "database").url
    environment = {**_environment(url), "ONEWINDOW_VAR_DIR": str(house.var)}
    command = [sys.executable, "-m", "tests.faults.inside", "tokens", *accounts]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    made = json.loads(done.stdout.splitlines()[-1])
    tokens = {account: token for account, (token, _) in made.items()}
    return Stage(house, url, tokens, {account: person for account, (_, person) in made.items()})


def upload(stage: Stage, account: str) -> str:
    """A file that filings may name."""
    edge = "bench-edge"
    head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="contract.pdf"\r\n'
    body = head.encode() + b"Content-Type: application/pdf\r\n\r\n" + PDF + f"\r\n--{edge}--\r\n".encode()
    connection = http.client.HTTPConnection("127.0.0.1", stage.house.port, timeout=60)
    headers = {
        "Authorization": f"Bearer {stage.tokens[account]}",
        "Content-Type": f"multipart/form-data; boundary={edge}",
    }
    connection.request("POST", "/api/v1/uploads", body, headers)
    return str(json.loads(connection.getresponse().read())["file"])


@contextmanager
def peer(stage: Stage) -> Generator[int]:
    """The bare view on the same database; gives its port."""
    with psycopg.connect(stage.url, autocommit=True) as connection:
        connection.execute(web_peer.MAKE)
    port = free_port()
    command = [sys.executable, "-m", "bench.web_peer", str(port), str(WORKERS), str(THREADS)]
    process = subprocess.Popen(command, env={**_environment(stage.url), "BENCH_PEER": "1"})
    try:
        eventually(lambda: _answers(port), within=60)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def processor_seconds(house: House) -> dict[str, float]:
    """Seconds of processor that each part took up to now: the server, the worker, the database, and us."""
    spent = {"database": 0.0, "server": 0.0, "worker": 0.0, "client": sum(os.times()[:2])}
    for child in children_of(house.process.pid):
        command = command_of(child)
        part = "database" if "postgres" in command else "worker" if "cli worker" in command else "server"
        spent[part] += _seconds(child) + sum(_seconds(one) for one in children_of(child))
    return spent


def machine_seconds() -> float:
    """Seconds of processor that the whole machine took up to now."""
    user, nice, system, _idle, _wait, *rest = Path("/proc/stat").read_text().split("\n")[0].split()[1:]
    return sum(map(int, (user, nice, system, *rest[:3]))) / _TICKS


def _seconds(process: int) -> float:
    """Of a process and of those of its children that ended (proc(5): utime, stime, cutime, cstime)."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / _TICKS


def _environment(url: str) -> dict[str, str]:
    return {
        **os.environ,
        "PYTHONPATH": f"{_ROOT / 'src'}:{_ROOT}",
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "onewindow.conf.demo",
    }


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("POST", "/file", b"{}")
        return connection.getresponse().status == 201
    except OSError:
        return False
    finally:
        connection.close()


def _visit(
    port: int, method: str, path: str, cookies: dict[str, str], form: Mapping[str, str] | None = None
) -> None:
    """Ask for a page and keep its cookies."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Cookie": "; ".join(f"{name}={text}" for name, text in cookies.items())}
    if form is not None:
        headers |= {"Content-Type": "application/x-www-form-urlencoded"}
    connection.request(method, path, urlencode(form or {}), headers)
    answer = connection.getresponse()
    assert answer.status in (200, 302), f"{method} {path}: {answer.status} {answer.read()[:300]!r}"
    for name, value in answer.getheaders():
        if name.lower() == "set-cookie":
            cookie, _, text = value.partition(";")[0].strip().partition("=")
            cookies[cookie] = text
    connection.close()
