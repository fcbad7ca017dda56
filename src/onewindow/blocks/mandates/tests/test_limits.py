"""Mandates limited to services, agencies and amounts; handed on only where they may be."""

from collections.abc import Mapping

import pytest

from onewindow.blocks.mandates import api
from onewindow.blocks.mandates.models import GrantedMandate
from onewindow.blocks.mandates.tests.conftest import actor, person
from onewindow.blocks.mandates.tests.signer import PIN
from onewindow.kernel.money import Money
from onewindow.kernel.reference import Reference

pytestmark = pytest.mark.usefixtures("country")

ATLAS = Reference("register/companies/1204567A")
TRANSIT = Reference("register/companies/0982234D")
CERTIFICATE = "trade-ministry/external-trade-certificate"
CASE = Reference("case/TCE-1")


def dinars(amount: str) -> Money:
    return Money.of(amount, "TND")


def active(**changes: object) -> api.GrantedView:
    """A mandate of Atlas to a citizen that stands."""
    asked: Mapping[str, object] = {
        "actor": actor("importer"), "principal": ATLAS, "agent": person("citizen"), "scopes": ["trade"],
        "pin": PIN, **changes,
    }  # fmt: skip
    made = api.grant(**asked)
    return api.accept(actor=actor("citizen"), code=made.code, pin=PIN)


def may(service: str, amount: Money | None = None) -> bool:
    right = api.may_act(
        actor=actor("citizen"), principal=ATLAS, scope="trade", service=service, amount=amount
    )
    return right is not None


def test_a_mandate_for_some_services_covers_no_other() -> None:
    active(services=[CERTIFICATE])
    assert may(CERTIFICATE)
    assert not may("trade-ministry/another")


def test_a_mandate_for_an_agency_covers_its_services_only() -> None:
    active(agencies=["trade-ministry"])
    assert may(CERTIFICATE)
    assert not may("tax-authority/tax-registration")


def use(amount: str, subject: Reference = CASE) -> str:
    return api.use(
        actor=actor("citizen"), principal=ATLAS, scope="trade", service=CERTIFICATE,
        amount=dinars(amount), subject=subject,
    )  # fmt: skip


def test_the_amount_for_all_filings_is_used_up() -> None:
    made = active(total=dinars("100"))
    assert use("60") == f"mandate/{made.code}"
    assert api.mandate(actor=actor("importer"), code=made.code).spent == dinars("60")
    with pytest.raises(api.LimitReached):
        use("40.001", Reference("case/TCE-2"))
    use("40", Reference("case/TCE-2"))
    assert not may(CERTIFICATE, dinars("0.001"))


def test_counting_a_filing_again_replaces_what_was_counted() -> None:
    made = active(total=dinars("100"))
    use("60")
    use("90")
    assert api.mandate(actor=actor("importer"), code=made.code).spent == dinars("90")
    with pytest.raises(api.LimitReached):
        use("101")
    assert api.mandate(actor=actor("importer"), code=made.code).spent == dinars("90")


def hand_on(parent: str, **changes: object) -> api.GrantedView:
    asked: Mapping[str, object] = {
        "actor": actor("citizen"), "principal": ATLAS, "agent": person("homeowner"), "scopes": ["trade"],
        "parent": parent, "pin": PIN, **changes,
    }  # fmt: skip
    return api.grant(**asked)


def test_a_mandate_is_handed_on_only_where_it_says_so() -> None:
    with pytest.raises(api.NotToBeHandedOn):
        hand_on(active().code)


def test_what_is_handed_on_reaches_no_further_and_ends_with_its_source() -> None:
    source = active(may_delegate=True, services=[CERTIFICATE], total=dinars("100"))
    for wider in ({"scopes": ["tax"]}, {"services": ["a/b"]}, {}, {"total": dinars("101")}):
        with pytest.raises(api.WiderThanParent):
            hand_on(source.code, **wider)
    part = hand_on(source.code, services=[CERTIFICATE], total=dinars("50"))
    homeowner = actor("homeowner")
    api.accept(actor=homeowner, code=part.code, pin=PIN)
    right = api.may_act(actor=homeowner, principal=ATLAS, scope="trade", service=CERTIFICATE)
    assert right is not None and right.uses == (part.code, source.code)
    asked = {"principal": ATLAS, "scope": "trade", "service": CERTIFICATE, "subject": CASE}
    api.use(actor=homeowner, amount=dinars("40"), **asked)
    assert api.mandate(actor=actor("importer"), code=source.code).spent == dinars("40")
    with pytest.raises(api.MayNotGrant):
        hand_on(part.code, actor=actor("broker"))
    api.end(actor=actor("importer"), code=source.code)
    assert api.may_act(actor=homeowner, principal=ATLAS, scope="trade") is None


def test_the_principal_revokes_what_was_handed_on() -> None:
    source = active(may_delegate=True)
    part = hand_on(source.code)
    api.accept(actor=actor("homeowner"), code=part.code, pin=PIN)
    assert api.end(actor=actor("importer"), code=part.code).end == "revoked"
    assert api.may_act(actor=actor("homeowner"), principal=ATLAS, scope="trade") is None


def test_both_sides_sign_and_the_signatures_are_over_these_terms() -> None:
    made = active(limit=dinars("5"))
    signed = api.signatures_of(actor=actor("citizen"), code=made.code)
    assert [(one.act, one.signer, holds) for one, holds in signed] == [
        ("grant", person("importer"), True),
        ("accept", person("citizen"), True),
    ]
    GrantedMandate.objects.filter(code=made.code).update(limit_minor=6000)
    signed = api.signatures_of(actor=actor("citizen"), code=made.code)
    assert [holds for _, holds in signed] == [False, False], "the terms are not what was signed"


@pytest.mark.parametrize("pin", [None, "", "000000"])
def test_without_the_pin_nothing_is_granted_or_accepted(pin: str | None) -> None:
    before = api.mandates_of(actor=actor("importer"))
    with pytest.raises(Exception, match=r"PIN|signature") as refused:
        active(pin=pin)
    assert getattr(refused.value, "field", "") == "pin"
    assert api.mandates_of(actor=actor("importer")) == before


def test_revoking_needs_no_key() -> None:
    made = active()
    assert api.end(actor=actor("importer"), code=made.code).end == "revoked"
    last, holds = api.signatures_of(actor=actor("importer"), code=made.code)[-1]
    assert (last.act, last.jws, holds) == ("end", "", False)
