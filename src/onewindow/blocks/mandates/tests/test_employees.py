"""For whom a company's employees act: all, some, or nobody; how much is left to them; when it is over."""

from datetime import timedelta

import pytest

from onewindow.blocks.mandates import api
from onewindow.blocks.mandates.models import Employee
from onewindow.blocks.mandates.tests.conftest import actor, person, signed_in
from onewindow.blocks.mandates.tests.signer import PIN
from onewindow.kernel.clock import clock
from onewindow.kernel.money import Money
from onewindow.kernel.reference import Reference

pytestmark = pytest.mark.usefixtures("country")

TRANSIT = Reference("register/companies/0982234D")
ATLAS = Reference("register/companies/1204567A")
OASIS = Reference("register/companies/1318842B")
OFFICE = "/my-company/0982234D/"


def named(**changes: object) -> api.EmployeeView:
    asked: dict[str, object] = {
        "actor": actor("broker-owner"), "company": TRANSIT, "person": person("citizen"), "name": "Leïla",
        "terms": api.Terms(scopes=["trade"]), "pin": PIN, **changes,
    }  # fmt: skip
    return api.name_employee(**asked)


def acted_for() -> set[Reference]:
    found = api.principals_of(actor=actor("citizen"), scope="trade", wards=False)
    return {one.principal for one in found} - {person("citizen")}


def test_whose_only_principal_took_the_mandate_back_acts_for_nobody() -> None:
    made = named(principals=[ATLAS])
    assert acted_for() == {ATLAS}
    api.end(actor=actor("importer"), code="M-TRANSIT001")
    owner, address = signed_in("broker-owner"), f"{OFFICE}employees/{made.code}/"
    page = owner.get(address).content.decode()
    assert 'value="no" checked' in page and 'value="yes" checked' not in page
    refused = owner.post(address, {"pin": PIN, "everyone": "no"})
    assert refused.status_code == 422
    assert "You chose nobody for whom this employee may act." in refused.content.decode()
    assert owner.post(address, {"pin": PIN}).status_code == 422, "nothing chosen is not everybody"
    assert acted_for() == set()
    assert owner.post(address, {"pin": PIN, "everyone": "yes"}).status_code == 302
    assert OASIS in acted_for() and ATLAS not in acted_for()


def test_who_is_named_for_nobody_and_not_for_the_company_is_not_named() -> None:
    with pytest.raises(api.ForWhomMissing):
        named()
    own = named(own=True)
    assert acted_for() == {TRANSIT}
    api.assign_principals(actor=actor("broker-owner"), code=own.code, principals=[ATLAS], pin=PIN)
    assert acted_for() == {TRANSIT, ATLAS}


def test_a_total_is_not_had_again_by_another_assignment() -> None:
    hundred = Money.of("100", "TND")
    made = named(principals=[ATLAS], terms=api.Terms(scopes=["trade"], total=hundred))
    case = Reference("case/A-1")
    asked = {"actor": actor("citizen"), "scope": "trade"}
    spent = {**asked, "principal": ATLAS, "service": "trade-ministry/x", "subject": case}
    api.use(**spent, amount=Money.of("70", "TND"))
    changed = api.assign_principals(
        actor=actor("broker-owner"), code=made.code, principals=[ATLAS, OASIS], pin=PIN
    )
    assert changed.total == hundred
    for principal in (ATLAS, OASIS):
        assert api.may_act(**asked, principal=principal, amount=Money.of("31", "TND")) is None
        assert api.may_act(**asked, principal=principal, amount=Money.of("30", "TND"))
    api.use(**spent, amount=Money.of("90", "TND"))
    assert api.may_act(**asked, principal=OASIS, amount=Money.of("11", "TND")) is None
    assert api.may_act(**asked, principal=OASIS, amount=Money.of("10", "TND")), (
        "an amended filing counts once"
    )


def test_whose_last_day_has_passed_is_listed_apart_and_not_assigned_anew() -> None:
    last = clock.now().date() + timedelta(days=30)
    made = named(everyone=True, terms=api.Terms(scopes=["trade"], last_day=last))
    owner = actor("broker-owner")
    with clock.at(clock.now() + timedelta(days=90)):
        browser = signed_in("broker-owner")
        page = browser.get(OFFICE).content.decode()
        acting, _, over = page.partition("Their last day has passed")
        assert "Leïla" not in acting and "Leïla" in over.partition("Who gave a mandate")[0]
        address = f"{OFFICE}employees/{made.code}/"
        assert "name them anew" in browser.get(address).content.decode()
        assert browser.post(address, {"pin": PIN, "everyone": "yes"}).status_code == 422
        with pytest.raises(api.DaysInWrongOrder):
            api.assign_principals(actor=owner, code=made.code, principals=[ATLAS], pin=PIN)
        again = named(everyone=True)
        assert [one.code for one in api.employees_of(actor=owner, company=TRANSIT)] == [again.code]
        assert Employee.objects.get(code=made.code).ended_at is not None
        assert ATLAS in acted_for()


def test_what_is_signed_says_whether_it_is_for_everybody() -> None:
    named(everyone=True)
    (act,) = [
        one for one in api.acts_of(actor=actor("broker-owner"), open_only=False) if one.kind == "employ"
    ]
    assert (act.statement["everyone"], act.statement["principals"]) == (True, [])
    assert ("Acted for", "All principals") in act.shown
