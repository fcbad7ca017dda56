import logging

import pytest

from onewindow.blocks.identity import api as identity
from onewindow.blocks.registers import api
from onewindow.blocks.registers.tests.conftest import actor, signed_in
from onewindow.foundation.access.types import Actor, Post
from onewindow.kernel.reference import Reference

pytestmark = pytest.mark.usefixtures("country")
KEY = "10000295"
CASE = api.Purpose(case=Reference("case/2026-000017"))


def may(who: Actor, attribute: str, purpose: api.Purpose, register: str = "people", key: str = KEY) -> bool:
    try:
        api.read(register=register, key=key, attributes=[attribute], purpose=purpose, reader=who)
    except (api.PurposeUnknown, api.AttributeRefused, api.PurposeMissing):
        return False
    return True


@pytest.mark.parametrize(
    ("who", "basis", "attribute", "expected"),
    [
        ("civil-registrar", "civil-status", "birth_date", True),
        ("civil-registrar", "Law 57-3", "birth_date", True),
        ("civil-registrar", "Law 57-3, article 9", "birth_date", True),
        ("civil-registrar", "Law 57-33", "birth_date", False),
        ("civil-registrar", "I am curious", "birth_date", False),
        ("civil-registrar", "identification", "birth_date", True),
        ("civil-registrar", "identification", "address", False),
        ("trade-clerk", "civil-status", "birth_date", False),
        ("trade-clerk", "identification", "birth_date", True),
        ("planning-officer", "planning", "address", True),
        ("planning-officer", "identification", "address", False),
        ("planning-officer", "planning", "birth_date", False),
    ],
)
def test_a_purpose_opens_what_the_owner_said_and_to_whom(
    who: str, basis: str, attribute: str, expected: bool
) -> None:
    assert may(actor(who), attribute, api.Purpose(legal_basis=basis)) is expected


@pytest.mark.usefixtures("any_case")
def test_a_case_is_a_purpose_and_never_more_than_the_grants() -> None:
    assert may(actor("planning-officer"), "address", CASE)
    assert not may(actor("planning-officer"), "birth_date", CASE)
    assert not may(actor("citizen"), "address", CASE, key="10000016")


def test_a_purpose_masks_as_the_grant_does() -> None:
    inspector = Actor(kind="officer", account="i", posts=(Post("municipality-harbour", "", "inspector"),))
    facts = (
        api.read(
            register="vehicles",
            key="V000000420",
            attributes=["vin", "make"],
            purpose=api.Purpose(legal_basis="road-check"),
            reader=inspector,
        )
        if api.exists(register="vehicles", key="V000000420")
        else None
    )
    if facts is None:
        from onewindow.blocks.registers.models import Fact

        row = Fact.objects.filter(register="vehicles").order_by("key").first()
        assert row is not None
        facts = api.read(
            register="vehicles",
            key=row.key,
            attributes=["vin", "make"],
            purpose=api.Purpose(legal_basis="road-check"),
            reader=inspector,
        )
    assert facts.masked == {"vin"}
    assert str(facts.values["vin"]).startswith("•") and str(facts.values["vin"]).endswith("123401")


def test_the_refusal_names_the_purposes_there_are() -> None:
    with pytest.raises(api.PurposeUnknown) as caught:
        api.read(
            register="people",
            key=KEY,
            purpose=api.Purpose(legal_basis="curiosity"),
            reader=actor("trade-clerk"),
        )
    assert caught.value.field == "legal_basis"
    assert "one-window" in caught.value.text() and "civil-status" not in caught.value.text()


def test_a_query_without_a_purpose_is_refused_over_the_api_and_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    registrar = signed_in("civil-registrar")
    address = f"/api/v1/registers/people/entries/{KEY}"
    with caplog.at_level(logging.WARNING, logger="onewindow.registers"):
        for query, code in (
            ({}, "purpose-missing"),
            ({"legal_basis": "   "}, "purpose-missing"),
            ({"legal_basis": "curiosity"}, "purpose-unknown"),
        ):
            refused = registrar.get(address, query)
            assert (refused.status_code, refused.json()["code"]) == (403, code)
    said = [entry.getMessage() for entry in caplog.records if entry.name == "onewindow.registers"]
    assert len(said) == 3 and all("people" in line and "civil-registrar" in line for line in said)
    assert not any(KEY in line for line in said), "a log of refusals is no place for personal numbers"


def test_what_systems_of_an_agency_may_ask() -> None:
    ask = api.may_read
    assert ask(register="people", attribute="birth_date", agency="civil-registry", legal_basis="civil-status")
    assert not ask(
        register="people", attribute="birth_date", agency="tax-authority", legal_basis="civil-status"
    )
    assert not ask(
        register="people", attribute="protection", agency="tax-authority", legal_basis="one-window"
    )
    assert not ask(register="people", attribute="dragon", agency="civil-registry", legal_basis="civil-status")
    assert ask(register="companies", attribute="name", agency="tax-authority", legal_basis="")


def test_the_engine_is_bound_by_a_stated_purpose_too() -> None:
    engine = identity.system_actor(name="cases")
    assert not may(engine, "birth_date", api.PUBLIC)
    assert may(engine, "birth_date", CASE)
