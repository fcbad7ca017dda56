"""Progress in plain words, on standard error, so that standard output stays for answers."""

import sys
import time
from collections.abc import Generator
from contextlib import contextmanager


def say(text: str) -> None:
    """One line."""
    print(text, file=sys.stderr, flush=True)


@contextmanager
def step(text: str) -> Generator[None]:
    """A line that says what is being done, and then how long it took."""
    print(f"{text} …", end="", file=sys.stderr, flush=True)
    began = time.monotonic()
    try:
        yield
    except BaseException:
        print(" that failed.", file=sys.stderr, flush=True)
        raise
    print(f" {time.monotonic() - began:.1f} s", file=sys.stderr, flush=True)
