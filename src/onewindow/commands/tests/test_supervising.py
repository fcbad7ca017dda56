"""The database is started again, also when it ends while it recovers."""

from pathlib import Path
from typing import Any, cast

import pytest

from onewindow.commands import run
from onewindow.foundation.database.api import DatabaseDoesNotStart, EmbeddedPostgres


class Cluster:
    """A cluster whose server does not come up the first times."""

    def __init__(self, *, failures: int) -> None:
        self.failures = failures
        self.starts = 0
        self.process: Any = None

    def stop(self) -> None:
        self.process = None

    def start(self) -> None:
        self.starts += 1
        if self.starts <= self.failures:
            raise DatabaseDoesNotStart(reason="killed", log=Path("postgres.log"))
        self.process = type("Server", (), {"poll": lambda self: None})()


def test_a_database_that_is_killed_while_it_recovers_is_started_once_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(run, "_BEFORE_THE_DATABASE_IS_TRIED_AGAIN", 0.0)
    cluster = Cluster(failures=2)
    for _ in range(5):
        run._look_after(cast("EmbeddedPostgres", cluster))
    assert cluster.starts == 3
    assert cluster.process is not None
