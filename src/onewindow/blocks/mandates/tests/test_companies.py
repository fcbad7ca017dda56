"""Companies whose officers sign together, and companies whose employees act for hundreds."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from onewindow.blocks.identity import api as identity
from onewindow.blocks.mandates import api
from onewindow.blocks.mandates.models import GrantedMandate
from onewindow.blocks.mandates.tests.conftest import actor, person, signed_in
from onewindow.blocks.mandates.tests.signer import PIN
from onewindow.blocks.registers import api as registers
from onewindow.kernel.clock import clock
from onewindow.kernel.money import Money
from onewindow.kernel.period import Period
from onewindow.kernel.reference import Reference

pytestmark = pytest.mark.usefixtures("country")

SOLEIL = Reference("register/companies/2140922L")
TRANSIT = Reference("register/companies/0982234D")
ATLAS = Reference("register/companies/1204567A")
ONE, TWO = "land-registrar-2", "land-head"  # managers of Soleil Énergie
TRADER = "homeowner"  # its manager for foreign trade alone


def granted() -> api.GrantedView:
    return api.grant(actor=actor(ONE), principal=SOLEIL, agent=person("citizen"), scopes=["tax"], pin=PIN)


def waiting(who: str) -> api.JointActView:
    (act,) = api.acts_of(actor=actor(who))
    return act


def test_a_mandate_of_a_company_with_joint_signatures_waits_for_the_second() -> None:
    made = granted()
    assert made.state == "signing"
    with pytest.raises(api.MandateUnknown):
        api.mandate(actor=actor("citizen"), code=made.code)
    act = waiting(TWO)
    assert (act.missing, len(act.signed_by)) == (((1, "manager"),), 1)
    assert api.sign_act(actor=actor(TWO), code=act.code, pin=PIN).state == "complete"
    assert api.mandate(actor=actor("citizen"), code=made.code).state == "offered"
    signed = api.signatures_of(actor=actor("citizen"), code=made.code)
    assert [(one.signer, holds) for one, holds in signed] == [(person(ONE), True), (person(TWO), True)]
    api.accept(actor=actor("citizen"), code=made.code, pin=PIN)
    assert api.may_act(actor=actor("citizen"), principal=SOLEIL, scope="tax")


def test_one_officer_does_not_sign_twice_and_no_stranger_signs() -> None:
    granted()
    code = waiting(ONE).code
    with pytest.raises(api.SignedBefore):
        api.sign_act(actor=actor(ONE), code=code, pin=PIN)
    with pytest.raises(api.MaySignNot):
        api.sign_act(actor=actor(TRADER), code=code, pin=PIN)
    for stranger in ("citizen", "importer", "broker"):
        for attempt in (api.sign_act, api.withdraw_act, api.act):
            with pytest.raises(api.ActUnknown):
                attempt(actor=actor(stranger), code=code)
    assert waiting(ONE).state == "open"


def test_what_is_not_signed_in_time_lapses() -> None:
    made = granted()
    code = waiting(TWO).code
    with clock.at(clock.now() + timedelta(days=8)):
        with pytest.raises(api.ActClosed):
            api.sign_act(actor=actor(TWO), code=code, pin=PIN)
        assert api.lapse_acts() == 1
        assert api.lapse_acts() == 0
        assert api.mandate(actor=actor(ONE), code=made.code).end == "withdrawn"


def test_a_withdrawn_act_is_signed_no_more() -> None:
    made = granted()
    code = waiting(TWO).code
    assert api.withdraw_act(actor=actor(TWO), code=code).state == "withdrawn"
    with pytest.raises(api.ActClosed):
        api.sign_act(actor=actor(TWO), code=code, pin=PIN)
    assert api.mandate(actor=actor(ONE), code=made.code).state == "ended"


def test_the_signature_of_an_officer_who_left_counts_no_more() -> None:
    granted()
    code = waiting(TWO).code
    officers = [
        {"person": person(who).text, "role": "manager", "scopes": ["*"], "since": "2020-01-01"}
        for who in (TWO, "importer")
    ]
    registers.write(
        register="companies", key="2140922L", changes={"officers": officers},
        valid=Period(clock.now() - timedelta(minutes=1)), source="case/X-1",
        writer=identity.system_actor(name="test"),
    )  # fmt: skip
    assert api.sign_act(actor=actor(TWO), code=code, pin=PIN).state == "open"
    assert api.sign_act(actor=actor("importer"), code=code, pin=PIN).state == "complete"


def test_who_needs_others_to_bind_a_company() -> None:
    assert api.needs_others(actor=actor(ONE), principal=SOLEIL, scope="trade")
    assert not api.needs_others(actor=actor("importer"), principal=ATLAS, scope="trade")
    assert not api.needs_others(actor=actor("citizen"), principal=SOLEIL, scope="trade")
    made = granted()
    api.sign_act(actor=actor(TWO), code=waiting(TWO).code, pin=PIN)
    api.accept(actor=actor("citizen"), code=made.code, pin=PIN)
    assert not api.needs_others(actor=actor("citizen"), principal=SOLEIL, scope="tax")


def test_joint_acts_on_the_pages() -> None:
    granted()
    code = waiting(TWO).code
    second = signed_in(TWO)
    page = second.get(f"/to-sign/{code}/").content.decode()
    assert "Still missing" in page and "Sonia Bouzid" in page
    assert second.post(f"/to-sign/{code}/", {"pin": "1"}).status_code == 422
    assert second.post(f"/to-sign/{code}/", {"pin": PIN}).status_code == 302
    assert "Signed by all who must" in second.get("/to-sign/").content.decode()
    assert signed_in("citizen").get(f"/to-sign/{code}/").status_code == 404


def named(**changes: object) -> api.EmployeeView:
    asked: dict[str, object] = {
        "actor": actor("broker-owner"), "company": TRANSIT, "person": person("citizen"), "name": "Leïla",
        "terms": api.Terms(scopes=["trade"]), "pin": PIN, "everyone": "principals" not in changes, **changes,
    }  # fmt: skip
    return api.name_employee(**asked)


def test_an_employee_acts_for_the_principals_that_the_company_names() -> None:
    citizen = actor("citizen")
    assert api.may_act(actor=citizen, principal=ATLAS, scope="trade") is None
    made = named(principals=[ATLAS], terms=api.Terms(scopes=["trade"], limit=Money.of("10", "TND")))
    right = api.may_act(actor=citizen, principal=ATLAS, scope="trade", amount=Money.of("10", "TND"))
    assert right is not None
    assert (right.basis, right.through, right.employee) == ("mandate/M-TRANSIT001", TRANSIT, made.code)
    assert api.may_act(actor=citizen, principal=ATLAS, scope="trade", amount=Money.of("11", "TND")) is None
    assert [one.principal for one in api.principals_of(actor=citizen, scope="trade", wards=False)] == [
        person("citizen"),
        ATLAS,
    ]
    assert api.may_act(actor=citizen, principal=TRANSIT, scope="trade") is None, "not for the company itself"
    api.end_employee(actor=actor("broker-owner"), code=made.code)
    assert api.may_act(actor=citizen, principal=ATLAS, scope="trade") is None
    assert not api.basis_stands(actor=citizen, principal=ATLAS, basis=right.basis)


def test_an_employee_may_be_let_act_for_the_company_itself() -> None:
    made = named(own=True)
    right = api.may_act(actor=actor("citizen"), principal=TRANSIT, scope="trade")
    assert right is not None and (right.kind, right.basis) == ("employee", f"employee/{made.code}")
    with pytest.raises(api.MayNotGrant):
        api.grant(actor=actor("citizen"), principal=TRANSIT, agent=ATLAS, scopes=["trade"], pin=PIN)


def test_a_mandate_that_was_revoked_ends_for_the_employees_too() -> None:
    named()
    api.end(actor=actor("importer"), code="M-TRANSIT001")
    assert api.may_act(actor=actor("citizen"), principal=ATLAS, scope="trade") is None


def test_only_officers_in_every_matter_name_employees() -> None:
    for stranger in ("broker", "citizen", "importer"):
        with pytest.raises(api.MayNotGrant):
            named(actor=actor(stranger))
    with pytest.raises(api.PrincipalGaveNoMandate):
        named(principals=[SOLEIL])
    named()
    with pytest.raises(api.EmployeeNamedBefore):
        named()


def test_assign_other_principals() -> None:
    made = named(principals=[ATLAS])
    oasis = Reference("register/companies/1318842B")
    api.assign_principals(actor=actor("broker-owner"), code=made.code, principals=[oasis], pin=PIN)
    citizen = actor("citizen")
    assert api.may_act(actor=citizen, principal=ATLAS, scope="trade") is None
    assert api.may_act(actor=citizen, principal=oasis, scope="trade")


def test_a_company_with_joint_signatures_names_employees_together() -> None:
    made = api.name_employee(
        actor=actor(ONE), company=SOLEIL, person=person("citizen"), name="Leïla", own=True,
        terms=api.Terms(scopes=["trade"]), pin=PIN,
    )  # fmt: skip
    assert made.state == "signing"
    assert api.may_act(actor=actor("citizen"), principal=SOLEIL, scope="trade") is None
    api.sign_act(actor=actor(TWO), code=waiting(TWO).code, pin=PIN)
    assert api.may_act(actor=actor("citizen"), principal=SOLEIL, scope="trade")


def five_hundred() -> None:
    now = clock.now()
    GrantedMandate.objects.bulk_create(
        GrantedMandate(
            code=f"M-MANY{number:06d}", principal=f"register/companies/{3000000 + number}A",
            principal_name=f"Établissement {number:03d}", agent=TRANSIT.text, agent_name="Transit du Port",
            scopes=["trade"], first_day=now.date(), granted_at=now, granted_by="test", signed_at=now,
            accepted_at=now,
        )
        for number in range(500)
    )  # fmt: skip


def test_acting_for_five_hundred_asks_no_more_often_and_is_searched() -> None:
    five_hundred()
    named()
    client = signed_in("citizen")
    client.get("/acting-for/")
    with CaptureQueriesContext(connection) as asked:
        page = client.get("/acting-for/", {"q": "etablissement 123"}).content.decode()
    assert "Établissement 123" in page and "Établissement 124" not in page
    assert page.count('type="radio"') == 1
    assert len(asked) < 40, "one question for all, none for each"
    with CaptureQueriesContext(connection) as asked:
        api.basis_of(
            actor=actor("citizen"), principal=Reference("register/companies/3000123A"), scope="trade"
        )
    assert len(asked) < 20
    owner = signed_in("broker-owner")
    page = owner.get("/my-company/0982234D/").content.decode()
    assert "Leïla" in page and page.count("M-MANY") >= 48
    assert "Établissement 499" in owner.get("/my-company/0982234D/", {"q": "499"}).content.decode()


def test_the_companys_pages_are_its_officers_alone() -> None:
    made = named()
    for who in ("citizen", "importer"):
        client = signed_in(who)
        for path in ("", "employees/new/", f"employees/{made.code}/"):
            assert client.get(f"/my-company/0982234D/{path}").status_code == 403
        assert client.post(f"/my-company/0982234D/employees/{made.code}/end/").status_code in (302, 404)
    with pytest.raises(api.EmployeeUnknown):
        api.end_employee(actor=actor("broker-owner"), code=made.code)  # the citizen gave it back herself
