"""Children that are looked after."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from onewindow.commands.children import Child, python


def child(tmp_path: Path, program: str) -> Child:
    log = tmp_path / "log" / "child.log"
    return Child(name="child", command=python("-c", program), environment=dict(os.environ), log=log)


@pytest.fixture
def sleeper(tmp_path: Path) -> Iterator[Child]:
    """A child with a child of its own; both write their number into a file when they begin."""
    program = (
        "import os, subprocess, sys, time\n"
        f"folder = {str(tmp_path)!r}\n"
        "inner = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "open(f'{folder}/{os.getpid()}', 'w').write(str(inner.pid))\n"
        "time.sleep(60)\n"
    )
    made = child(tmp_path, program)
    yield made
    made.ask_to_stop()
    made.wait(patience=5)


def eventually(holds: Callable[[], object], *, within: float = 15) -> None:
    end = time.monotonic() + within
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


def begun(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.is_file() and path.read_text()]


def lives(number: int) -> bool:
    try:
        return b") Z " not in Path(f"/proc/{number}/stat").read_bytes()
    except FileNotFoundError:
        return False


def test_a_child_that_is_killed_is_started_again_and_takes_its_own_children_with_it(
    sleeper: Child, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sleeper.start()
    eventually(lambda: begun(tmp_path))
    first = begun(tmp_path)[0]
    os.kill(int(first.name), signal.SIGKILL)

    def looked_after() -> bool:
        sleeper.look_after()
        return len(begun(tmp_path)) == 2

    eventually(looked_after)
    eventually(lambda: not lives(int(first.read_text())))
    assert sleeper.is_running
    assert "killed by SIGKILL" in capsys.readouterr().err


def test_a_child_that_keeps_dying_is_not_started_all_the_time(tmp_path: Path) -> None:
    dying = child(tmp_path, f"open({str(tmp_path / 'starts')!r}, 'a').write('x'); raise SystemExit(3)")
    dying.start()
    starts = tmp_path / "starts"
    end = time.monotonic() + 3

    def looked_after() -> bool:
        dying.look_after()
        return time.monotonic() > end and starts.exists() and len(starts.read_text()) >= 2

    eventually(looked_after, within=60)
    assert len(starts.read_text()) <= 6


def test_stopping_ends_a_child_that_does_not_listen(tmp_path: Path) -> None:
    program = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        f"open({str(tmp_path / 'ready')!r}, 'w').write('x'); time.sleep(60)"
    )
    deaf = child(tmp_path, program)
    deaf.start()
    eventually((tmp_path / "ready").exists)
    deaf.ask_to_stop()
    deaf.wait(patience=0.3)
    assert not deaf.is_running


def test_a_child_dies_with_us_though_we_are_killed(sleeper: Child, tmp_path: Path) -> None:
    owner = (
        "import os, sys, time\nfrom pathlib import Path\n"
        "from onewindow.commands.children import Child, python\n"
        "program = 'import os,time; open(sys_folder, \"w\").write(str(os.getpid())); time.sleep(60)'\n"
        f"program = program.replace('sys_folder', repr({str(tmp_path / 'inner')!r}))\n"
        f"Child(name='x', command=python('-c', program), environment=dict(os.environ), "
        f"log=Path({str(tmp_path / 'x.log')!r})).start()\ntime.sleep(60)"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    us = subprocess.Popen([sys.executable, "-c", owner], env=environment)
    eventually(lambda: (tmp_path / "inner").exists() and (tmp_path / "inner").read_text())
    us.kill()
    us.wait()
    eventually(lambda: not lives(int((tmp_path / "inner").read_text())))
