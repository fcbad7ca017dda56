"""Users at once: each has a connection of its own and asks again as soon as it was answered.

Written on bare streams, because a client library would take as much of the processors as the server.
"""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import urlencode

_PATIENCE = 60.0


@dataclass(frozen=True)
class Answer:
    """What came back. Names of headers are in small letters; a header that came twice is its last.

    :param cookies: those that were set.
    """

    status: int
    headers: dict[str, str]
    body: bytes
    cookies: dict[str, str] = field(default_factory=dict)


class User:
    """One connection that is kept, opened again where the server closed it.

    :param headers: sent with every request, such as a token or the cookie of a session.
    :param person: reference of the person whose token it is.
    :param forged: what a form of this session carries against forged requests.
    """

    def __init__(self, port: int, headers: dict[str, str], *, person: str = "", forged: str = "") -> None:
        self._port = port
        self.headers = headers
        self.person = person
        self.forged = forged
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self.times: list[float] = []
        self.reading = 0.0

    async def get(self, path: str) -> Answer:
        return await self.ask("GET", path, b"", {})

    async def post(self, path: str, body: bytes, **headers: str) -> Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.ask("POST", path, body, named)

    async def submit(self, path: str, **fields: str) -> Answer:
        """Send a form as a browser does."""
        body = urlencode(fields).encode()
        return await self.post(path, body, Content_Type="application/x-www-form-urlencoded")

    async def ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        """Ask once, and keep how long the answer took."""
        lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1"]
        lines += [f"{name}: {value}" for name, value in {**self.headers, **headers}.items()]
        if body:
            lines.append(f"Content-Length: {len(body)}")
        await asyncio.sleep(random.uniform(0, 2 * self.reading))
        raw = "\r\n".join(lines).encode() + b"\r\n\r\n" + body
        began = time.perf_counter()
        answer = await asyncio.wait_for(self._exchange(raw), _PATIENCE)
        self.times.append(time.perf_counter() - began)
        return answer

    async def _exchange(self, raw: bytes) -> Answer:
        kept = self._streams is not None
        try:
            return await self._over_the_wire(raw)
        except (asyncio.IncompleteReadError, ConnectionError) as problem:
            nothing_came = not getattr(problem, "partial", b"")
            if kept and nothing_came and raw.startswith(b"GET "):
                return await self._over_the_wire(raw)  # as browsers do: the server may close what lies idle
            raise

    async def _over_the_wire(self, raw: bytes) -> Answer:
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        try:
            writer.write(raw)
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            pairs = [
                (name.lower(), value.strip()) for name, _, value in (line.partition(":") for line in head[1:])
            ]
            headers = dict(pairs)
            if headers.get("transfer-encoding") == "chunked":
                body = await _chunks(reader)
            else:
                body = await reader.readexactly(int(headers.get("content-length", "0")))
        except BaseException:
            self.close()
            raise
        set_ = (value.partition(";")[0].partition("=") for name, value in pairs if name == "set-cookie")
        return Answer(int(head[0].split()[1]), headers, body, {name: value for name, _, value in set_})

    def close(self) -> None:
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    """A body of unknown length (RFC 9112 §7.1)."""
    body = b""
    while size := int((await reader.readline()).partition(b";")[0], 16):
        body += await reader.readexactly(size)
        await reader.readline()
    await reader.readline()
    return body


@dataclass
class Load:
    """What users did together.

    :param done: acts that ended well. ``seconds``: from the first to the last.
    :param times: seconds of every single request, in order of size.
    """

    done: int = 0
    failed: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def rate(self) -> float:
        return self.done / self.seconds if self.seconds else 0.0

    def part(self, share: float) -> float:
        """Milliseconds within which that share of the requests was answered."""
        place = min(int(len(self.times) * share), len(self.times) - 1)
        return self.times[place] * 1000 if self.times else 0.0


Act = Callable[[User, int], Awaitable[None]]
"""What a user does, given a number that is never given twice; raises where it goes wrong."""


_numbers = count(1)


def together(users: list[User], act: Act, *, seconds: float, reading: float = 0.0) -> Load:
    """Let all users do it over and over at once.

    :param reading: mean seconds for which a user reads an answer before asking again.
    """
    for user in users:
        user.reading = reading
        user.times.clear()
    return asyncio.run(_together(users, act, seconds))


async def _together(users: list[User], act: Act, seconds: float) -> Load:
    load = Load()
    began = time.perf_counter()
    end = began + seconds

    async def one(user: User) -> None:
        while time.perf_counter() < end:
            try:
                await act(user, next(_numbers))
                load.done += 1
            except (OSError, TimeoutError, AssertionError, asyncio.IncompleteReadError) as problem:
                load.failed.append(f"{type(problem).__name__}: {problem}"[:300])

    await asyncio.gather(*(one(user) for user in users))
    load.seconds = time.perf_counter() - began
    load.times = sorted(time_ for user in users for time_ in user.times)
    for user in users:
        user.close()
    return load
