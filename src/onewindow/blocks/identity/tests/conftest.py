import shutil
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from onewindow.blocks.identity import api as identity
from onewindow.blocks.identity import notices, standing
from onewindow.blocks.identity.models import Account, DemoAccount
from onewindow.blocks.identity.types import PersonStanding
from onewindow.foundation.access.types import Actor
from onewindow.kernel.reference import Reference
from tests.country import country_for_a_room


@pytest.fixture(scope="package")
def _country(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Generator[Path]:
    folder = tmp_path_factory.mktemp("room") / "country"
    with django_db_blocker.unblock(), country_for_a_room(folder):
        yield folder


@pytest.fixture
def country(_country: Path, db: None, tmp_path: Path) -> Path:
    """The demonstration country; a copy of the folder that it was loaded from, to be changed at will."""
    return Path(shutil.copytree(_country, tmp_path / "country"))


def actor(account: str) -> Actor:
    """Somebody of the country who signed in well."""
    return identity.actor_of_account(account=account, assurance="substantial")


def signed_in(account: str, agent: str = "") -> Client:
    """A browser in which somebody of the demonstration signed in."""
    client = Client()
    sent = {"account": account, "next": "/account/"}
    response = client.post("/demo/sign-in/", sent, headers={"User-Agent": agent})
    assert response.status_code == 302
    return client


def offer(slug: str) -> None:
    """Let an account be signed in to with one click, too."""
    account = Account.objects.get(slug=slug)
    DemoAccount.objects.get_or_create(
        account=account, defaults={"position": 99, "group": "officers", "titles": {}, "descriptions": {}}
    )


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, dict[str, object]]]:
    """What owners of accounts are told: account, letter, values."""
    letters: list[tuple[str, str, dict[str, object]]] = []

    def send(*, account: str, letter: str, key: str, values: dict[str, object]) -> None:
        letters.append((account, letter, values))

    monkeypatch.setattr(notices._Sender, "current", staticmethod(send))
    return letters


@pytest.fixture
def register(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, PersonStanding]]:
    """What the population register says; as long as it says nothing, everybody lives under one key."""
    said: dict[str, PersonStanding] = {}

    def current(*, person: Reference) -> PersonStanding:
        return said.get(person.text, PersonStanding())

    monkeypatch.setattr(standing._Register, "current", staticmethod(current))
    yield said
