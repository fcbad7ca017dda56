"""A country, keys and a scanner for the tests of this room."""

from collections.abc import Generator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from onewindow.blocks.documents import api, joined
from onewindow.blocks.documents.adapters.demo_scanner import DemoScanner
from onewindow.blocks.documents.adapters.file_keys import FileKeys
from onewindow.blocks.identity import api as identity
from onewindow.foundation.access.api import Actor
from onewindow.kernel.clock import clock
from onewindow.kernel.reference import Reference

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _adapters(tmp_path_factory: pytest.TempPathFactory) -> Generator[None]:
    before = vars(joined._joined).copy()
    folder = tmp_path_factory.getbasetemp() / "seal-keys"
    api.use(seal_keys=FileKeys(folder=folder), scanner=DemoScanner())
    yield
    vars(joined._joined).clear()
    vars(joined._joined).update(before)


_AGENCY = """
agency: trade-ministry
name: {en: "Ministry of Trade", fr: "Ministère du Commerce", ar: "وزارة التجارة"}
level: national
code: "10"
calendar: trade-ministry
zone: Africa/Tunis
offices: []
"""


@pytest.fixture
def country(db: None, tmp_path: Path) -> None:
    """One agency."""
    (tmp_path / "agencies").mkdir()
    (tmp_path / "agencies" / "trade-ministry.yaml").write_text(_AGENCY, encoding="utf-8")
    (tmp_path / "roles.yaml").write_text("roles: []\n", encoding="utf-8")
    (tmp_path / "accounts.yaml").write_text("accounts: []\n", encoding="utf-8")
    identity.load_country(folder=tmp_path)


@pytest.fixture
def now() -> Generator[datetime]:
    with clock.at(NOW):
        yield NOW


@pytest.fixture
def holder() -> Actor:
    return Actor(account="sonia", name="Sonia", kind="person", person=Reference("register/people/1"))
