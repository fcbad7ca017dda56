import pytest
from django.core.cache import cache

from onewindow.blocks.identity.tests.openid.relying import Party, keys_of_its_own, register


@pytest.fixture(autouse=True)
def _fresh() -> None:
    cache.clear()


@pytest.fixture
def desk(country: object) -> Party:
    """A system of the ministry, with a secret."""
    return register("desk", agency="trade-ministry", scopes=("openid", "profile", "email", "number", "posts"))


@pytest.fixture
def bank(country: object) -> Party:
    """A private body's program that can keep no secret."""
    return register("bank", agency="bank-atlas", way="none")


@pytest.fixture
def vault(country: object) -> Party:
    """A system that has a key, and pushes its requests."""
    key, public = keys_of_its_own()
    return register(
        "vault", agency="trade-ministry", way="private_key_jwt", keys=(public,), pushed=True, key=key
    )
