"""What people allow, what they object to, and that it holds at the next read."""

from dataclasses import replace
from datetime import timedelta

import pytest

from onewindow.blocks.identity import api as identity
from onewindow.blocks.privacy import api
from onewindow.blocks.privacy.tests.conftest import actor, person, signed_in
from onewindow.blocks.registers import api as registers
from onewindow.foundation.access import api as access
from onewindow.foundation.access.types import Extent
from onewindow.kernel.clock import clock

pytestmark = pytest.mark.usefixtures("country")


def _read_for(use: str) -> object:
    return registers.read(
        register="people",
        key=person("citizen").key.partition("/")[2],
        attributes=["address"],
        purpose=registers.Purpose(legal_basis=f"use/{use}"),
        reader=actor("planning-officer"),
    ).values["address"]


def test_a_use_by_consent_is_closed_until_it_is_given_and_after_it_is_withdrawn() -> None:
    with pytest.raises(registers.UseRefused):
        _read_for("energy-advice")
    given = api.consent(actor=actor("citizen"), use="energy-advice")
    assert _read_for("energy-advice")
    with clock.at(clock.now() + timedelta(days=400)):
        assert not api.may_use(person=person("citizen"), use="energy-advice"), "its day is over"
    assert api.withdraw_consent(actor=actor("citizen"), use="energy-advice").given_at == given.given_at
    with pytest.raises(registers.UseRefused):
        _read_for("energy-advice")
    with pytest.raises(api.ConsentNotOpen):
        api.withdraw_consent(actor=actor("citizen"), use="energy-advice")


def test_no_consent_is_longer_than_its_use_was_declared_for() -> None:
    far = clock.now().date() + timedelta(days=366)
    with pytest.raises(api.DayNotPossible):
        api.consent(actor=actor("citizen"), use="energy-advice", until=far)
    with pytest.raises(api.UseUnknown):
        api.consent(actor=actor("citizen"), use="address-planning")
    assert not api.may_use(person=person("citizen"), use="nobody-declared-this")
    assert not api.may_use(person=person("citizen"), use="address-planning", agency="trade-ministry")


def test_an_objection_stops_a_use_while_the_agency_decides() -> None:
    assert _read_for("address-planning")
    with pytest.raises(api.TextMissing):
        api.object_to(actor=actor("citizen"), use="address-planning", reason=" ")
    objection = api.object_to(actor=actor("citizen"), use="address-planning", reason="I hide.")
    with pytest.raises(registers.UseRefused):
        _read_for("address-planning")
    with pytest.raises(api.ObjectedAlready):
        api.object_to(actor=actor("citizen"), use="address-planning", reason="Again.")
    head = next(
        officer.account for officer in identity.officers_with(agency="municipality-harbour", role="head")
    )
    decided = {"code": objection.code, "agency": "municipality-harbour", "grounds": "It only counts."}
    with pytest.raises(api.NotYours):
        api.decide_objection(actor=actor("civil-dpo"), upheld=False, **decided)
    api.decide_objection(actor=actor(head), upheld=False, **decided)
    assert _read_for("address-planning")
    with pytest.raises(api.NotAtThisStage):
        api.decide_objection(actor=actor(head), upheld=True, **decided)


def test_the_owner_of_the_register_still_says_who_reads_what_for_a_use() -> None:
    api.consent(actor=actor("citizen"), use="energy-advice")
    key = person("citizen").key.partition("/")[2]
    purpose = registers.Purpose(legal_basis="use/energy-advice")
    with pytest.raises(registers.AttributeRefused):
        registers.read(
            register="people",
            key=key,
            attributes=["phone"],
            purpose=purpose,
            reader=actor("planning-officer"),
        )
    with pytest.raises((registers.UseRefused, registers.PurposeUnknown)):
        registers.read(register="people", key=key, purpose=purpose, reader=actor("civil-registrar"))


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_to_take_back_is_one_button_as_to_give(language: str) -> None:
    browser = signed_in("citizen")
    page = browser.get("/me/data/choices/", headers={"accept-language": language})
    assert page.status_code == 200
    for does, allowed in (("give", True), ("withdraw", False)):
        answer = browser.post("/me/data/choices/energy-advice/", {"does": does})
        assert answer.status_code == 302
        assert api.may_use(person=person("citizen"), use="energy-advice") is allowed
    refused = browser.post(
        "/me/data/choices/address-planning/", {"does": "object", "reason-address-planning": ""}
    )
    assert refused.status_code == 422
    sent = {"does": "object", "reason-address-planning": "I hide."}
    assert browser.post("/me/data/choices/address-planning/", sent).status_code == 302
    assert not api.may_use(person=person("citizen"), use="address-planning")
    assert browser.post("/me/data/choices/address-planning/", {"does": "take-back"}).status_code == 302
    assert api.may_use(person=person("citizen"), use="address-planning")


def test_nobody_decides_what_is_personal_by_a_mandate_but_a_guardian_does() -> None:
    amel = person("citizen")
    by_mandate = replace(actor("homeowner"), acting_for=amel, basis="mandate/M-1", extent=Extent(whole=True))
    limited = replace(by_mandate, extent=Extent())
    for agent in (by_mandate, limited):
        for decide in (
            lambda agent: api.consent(actor=agent, use="energy-advice"),
            lambda agent: api.withdraw_consent(actor=agent, use="energy-advice"),
            lambda agent: api.object_to(actor=agent, use="address-planning", reason="No."),
            lambda agent: api.consents(actor=agent),
            lambda agent: api.objections(actor=agent),
        ):
            with pytest.raises(access.OnlyTheirs):
                decide(agent)
    guardian = replace(by_mandate, extent=Extent(whole=True, deciding=True))
    api.consent(actor=guardian, use="energy-advice")
    assert api.may_use(person=amel, use="energy-advice")
