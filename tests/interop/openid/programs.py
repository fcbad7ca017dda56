"""The two relying parties as processes, and the ear of the back channel."""

import hashlib
import http.server
import json
import os
import queue
import shutil
import subprocess
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

_HERE = Path(__file__).resolve().parent
_GUIDE = _HERE.parents[2] / "docs" / "connect-a-system.md"
_SEND = """
import * as lines from 'node:readline';
async function sendTheBrowserTo(url) {
  console.log(url);
  const reading = lines.createInterface({ input: process.stdin });
  return new Promise((heard) => reading.once('line', (line) => { process.stdin.destroy(); heard(line); }));
}
"""
_CACHE = _HERE.parents[2] / ".var" / "interop"


class Program:
    """A relying party that runs in a process of its own."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def say(self, command: str, **values: Any) -> dict[str, Any]:
        """One command, one answer."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps({"do": command, **values}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, "the relying party ended"
        return json.loads(line)

    def do(self, command: str, **values: Any) -> dict[str, Any]:
        """One command that has to succeed."""
        answer = self.say(command, **values)
        assert answer["ok"], answer
        return answer


@contextmanager
def relying_party(name: str) -> Generator[Program]:
    """``authlib`` or ``openid-client``; skips the test, saying so, where node is absent."""
    command = [sys.executable, str(_HERE / "authlib_client.py")]
    if name == "openid-client":
        command = ["node", str(_node_folder() / "openid_client.mjs")]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=_surroundings()
    )
    try:
        yield Program(process)
    finally:
        assert process.stdin is not None and process.stdout is not None
        process.stdin.close()
        process.wait(30)
        process.stdout.close()


@contextmanager
def snippet(language: str, *, base: str) -> Generator["subprocess.Popen[str]"]:
    """What the guide shows, as a program: it prints where to go and reads where the browser came back to."""
    marked = f"<!-- tested: {language} -->\n```{language}\n"
    text = _GUIDE.read_text(encoding="utf-8").partition(marked)[2].partition("```")[0]
    assert text, f"the guide shows nothing in {language}"
    text = text.replace("http://127.0.0.1:8000", base)
    if language == "python":
        program = "def send_the_browser_to(url):\n    print(url, flush=True)\n    return input()\n\n" + text
        command = [sys.executable, "-c", program]
    else:
        folder = _node_folder()
        (folder / "guide.mjs").write_text(text + _SEND, encoding="utf-8")
        command = ["node", str(folder / "guide.mjs")]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=_surroundings()
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def _surroundings() -> dict[str, str]:
    ours = ("PYTHONPATH", "DJANGO_SETTINGS_MODULE")
    return {key: value for key, value in os.environ.items() if key not in ours}


def _node_folder() -> Path:
    """The folder where the locked packages are, made once for each lock."""
    if not shutil.which("node") or not shutil.which("npm"):
        pytest.skip("there is no node here; openid-client needs it")
    lock = (_HERE / "package-lock.json").read_bytes()
    folder = _CACHE / f"openid-client-{hashlib.sha256(lock).hexdigest()[:16]}"
    if not (folder / "node_modules" / "openid-client").is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        for file in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(_HERE / file, folder / file)
        made = subprocess.run(
            ["npm", "ci", "--no-audit", "--no-fund"], cwd=folder, capture_output=True, text=True, check=False
        )
        if made.returncode:
            shutil.rmtree(folder)
            pytest.skip(f"npm could not fetch openid-client: {made.stderr[-300:]}")
    shutil.copy(_HERE / "openid_client.mjs", folder / "openid_client.mjs")
    return folder


class Ear:
    """Listens where a system hears that somebody left."""

    def __init__(self) -> None:
        self.heard: queue.Queue[str] = queue.Queue()
        self.deaf = 0
        ear = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                if ear.deaf:
                    ear.deaf -= 1
                    self.send_response(503)
                else:
                    ear.heard.put(parse_qs(body)["logout_token"][0])
                    self.send_response(200)
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                return

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
