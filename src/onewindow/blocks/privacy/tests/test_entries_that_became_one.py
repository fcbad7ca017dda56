"""What is held about somebody whose entries became one, and what they chose, counts under either key."""

import pytest
from django.utils import timezone

from onewindow.blocks.identity import api as identity
from onewindow.blocks.privacy import api
from onewindow.blocks.privacy.exports import _under_every_key, who_is
from onewindow.blocks.privacy.tests.conftest import actor
from onewindow.blocks.registers import api as registers
from onewindow.blocks.registers.models import Duplicate
from onewindow.foundation.access.types import Actor, Post
from onewindow.foundation.holdings import api as holdings
from onewindow.kernel.reference import Reference

pytestmark = pytest.mark.usefixtures("country")
CITIZEN, OTHER = "10000295", "10000016"


def officer(role: str) -> Actor:
    post = Post("civil-registry", "", role)
    return Actor(account=role, name=role, kind="officer", posts=(post,), assurance="substantial")


def person(key: str) -> Reference:
    return Reference.of("register", "people", key)


@pytest.fixture
def pair() -> int:
    """The entry of the citizen was merged into another one."""
    assert identity.account_for(person=person(OTHER)) is None
    row = Duplicate.objects.create(
        register="people", one=OTHER, other=CITIZEN, weight=30, parts=[], found_at=timezone.now()
    )
    registers.propose_merge(
        number=row.pk, stays=OTHER, takes_over=(), reason="one", officer=officer("registrar")
    )
    registers.confirm_pair(number=row.pk, officer=officer("head"))
    return row.pk


def parted(pair: int) -> None:
    registers.propose_parting(number=pair, reason="two", officer=officer("registrar"))
    registers.confirm_pair(number=pair, officer=officer("head"))


def exported_keys() -> set[str]:
    """Of which entries of the population register the citizen's export has facts."""
    sections = holdings.everything_about(who=_under_every_key("citizen")).sections
    rows = [row for section in sections if section.model == "registers.Fact" for row in section.rows]
    return {str(row["key"]) for row in rows if row["register"] == "people"}


def test_an_export_has_what_is_held_under_both_keys_until_they_are_parted(pair: int) -> None:
    assert {CITIZEN, OTHER} <= exported_keys()
    parted(pair)
    assert OTHER not in exported_keys()


def test_a_hold_on_one_key_holds_both(pair: int) -> None:
    assert who_is(subject=person(OTHER).text).also == (person(CITIZEN).text,)
    parted(pair)
    assert who_is(subject=person(OTHER).text).also == ()


def test_a_consent_counts_under_either_key_and_is_withdrawn_under_either(pair: int) -> None:
    use = {"use": "energy-advice", "agency": "municipality-harbour"}
    assert not api.may_use(person=person(OTHER), **use)
    api.consent(actor=actor("citizen"), use="energy-advice")
    assert api.may_use(person=person(OTHER), **use)
    assert api.may_use(person=person(CITIZEN), **use)
    parted(pair)
    assert not api.may_use(person=person(OTHER), **use)
    assert api.may_use(person=person(CITIZEN), **use)
