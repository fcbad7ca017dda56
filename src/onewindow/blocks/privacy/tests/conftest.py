from collections.abc import Generator
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from onewindow.blocks.identity import api as identity
from onewindow.blocks.registers import api as registers
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
def country(_country: Path, db: None) -> Path:
    """The demonstration country."""
    return _country


LAW = registers.Purpose(legal_basis="Law 94-41, article 3")


def actor(account: str) -> Actor:
    """Somebody of the country who signed in well."""
    return identity.actor_of_account(account=account, assurance="substantial")


def person(account: str) -> Reference:
    """The person of an account."""
    found = identity.account(account=account).person
    assert found is not None
    return found


def look(reader: str, at: Reference, *, purpose: registers.Purpose = LAW) -> int:
    """An officer looks somebody up; the number of the line."""
    registers.read(register="people", key=at.key.partition("/")[2], purpose=purpose, reader=actor(reader))
    owner = Actor(person=at, kind="person")
    lines, _more = registers.access_lines_of(concerned=at, reader=owner, limit=1)
    return lines[0].line


def signed_in(account: str) -> Client:
    """A browser in which somebody of the demonstration signed in."""
    client = Client()
    response = client.post("/demo/sign-in/", {"account": account, "next": "/account/"})
    assert response.status_code == 302
    return client
