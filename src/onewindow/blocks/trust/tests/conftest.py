"""Who acts in these tests."""

from collections.abc import Generator
from pathlib import Path

import pytest

from onewindow.blocks.trust import api as trust
from onewindow.blocks.trust import joined
from onewindow.blocks.trust.adapters.key_files import KeyFiles
from onewindow.foundation.access.types import Actor, Post
from onewindow.kernel.reference import Reference

PIN = "731946"


def person(number: str = "10000295", name: str = "Leïla Mansour", assurance: str = "substantial") -> Actor:
    return Actor(
        account=f"account-{number}",
        name=name,
        kind="person",
        person=Reference.of("register", "people", number),
        assurance=assurance,
    )


def trust_officer(account: str = "trust-one", number: str = "10000901") -> Actor:
    return Actor(
        account=account,
        name="Officer",
        kind="officer",
        person=Reference.of("register", "people", number),
        posts=(Post("trust-agency", "head-office", "trust-officer"),),
        assurance="substantial",
    )


@pytest.fixture
def authorities(db: None, tmp_path: Path) -> Generator[None]:
    """The authorities of the country, in a folder of their own: some tests move the clock."""
    before = joined.keys()
    trust.use(keys=KeyFiles(folder=tmp_path / "trust"))
    trust.establish()
    yield
    trust.use(keys=before)
