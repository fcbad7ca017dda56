import shutil
from collections.abc import Generator
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from onewindow.blocks.identity import api as identity
from onewindow.blocks.registers import codes, stated_cases
from onewindow.foundation.access.types import Actor
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
    codes.forget()
    return Path(shutil.copytree(_country, tmp_path / "country"))


def actor(account: str) -> Actor:
    """Somebody of the country who signed in well."""
    return identity.actor_of_account(account=account, assurance="substantial")


def signed_in(account: str) -> Client:
    """A browser in which somebody of the demonstration signed in."""
    client = Client()
    response = client.post("/demo/sign-in/", {"account": account, "next": "/account/"})
    assert response.status_code == 302
    return client


@pytest.fixture
def any_case(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every case is a cause to read, as if the officer worked on it and it were about the entry."""
    monkeypatch.setattr(stated_cases._Port, "check", staticmethod(lambda **_: True))
