"""A company that binds itself by several officers in some matters, and by one in the others."""

from datetime import timedelta

import pytest

from onewindow.blocks.identity import api as identity
from onewindow.blocks.mandates import api
from onewindow.blocks.mandates.tests.conftest import actor, person, signed_in
from onewindow.blocks.mandates.tests.signer import PIN
from onewindow.blocks.registers import api as registers
from onewindow.kernel.clock import clock
from onewindow.kernel.period import Period
from onewindow.kernel.reference import Reference

pytestmark = pytest.mark.usefixtures("country")

SOLEIL = Reference("register/companies/2140922L")
ATLAS = Reference("register/companies/1204567A")
ONE, TWO = "land-registrar-2", "land-head"  # managers in every matter
TRADER = "homeowner"  # a manager for foreign trade alone


def declare(*ways: dict[str, object]) -> None:
    registers.write(
        register="companies", key="2140922L", changes={"signatures": list(ways)},
        valid=Period(clock.now() - timedelta(minutes=1)), source="case/X-1",
        writer=identity.system_actor(name="test"),
    )  # fmt: skip


TRADE_BY_TWO = {"number": 2, "role": "manager", "scopes": ["trade"]}


def granted(*scopes: str) -> api.GrantedView:
    return api.grant(
        actor=actor(ONE), principal=SOLEIL, agent=person("citizen"), scopes=list(scopes), pin=PIN
    )


@pytest.mark.parametrize(
    ("scopes", "state"),
    [
        (["trade"], "signing"),
        (["tax"], "offered"),
        (["tax", "trade"], "signing"),
        (["*"], "signing"),
        (["documents", "tax"], "offered"),
    ],
)
def test_a_mandate_takes_the_signatures_that_each_of_its_scopes_takes(scopes: list[str], state: str) -> None:
    declare(TRADE_BY_TWO)
    assert granted(*scopes).state == state


def test_one_who_needs_others_to_file_lets_nobody_file_in_their_stead() -> None:
    declare(TRADE_BY_TWO)
    assert api.needs_others(actor=actor(ONE), principal=SOLEIL, scope="trade")
    made = granted("trade")
    with pytest.raises(api.MandateNotOffered):
        api.accept(actor=actor("citizen"), code=made.code, pin=PIN)
    assert api.may_act(actor=actor("citizen"), principal=SOLEIL, scope="trade") is None
    (act,) = api.acts_of(actor=actor(TWO))
    assert (act.scope, act.missing) == ("trade", ((1, "manager"),))
    assert "1 more signature" in signed_in(TWO).get(f"/to-sign/{act.code}/").content.decode()
    api.sign_act(actor=actor(TWO), code=act.code, pin=PIN)
    api.accept(actor=actor("citizen"), code=made.code, pin=PIN)
    assert api.may_act(actor=actor("citizen"), principal=SOLEIL, scope="trade")


def test_naming_an_employee_takes_the_same_signatures() -> None:
    declare(TRADE_BY_TWO)
    asked = {"actor": actor(ONE), "company": SOLEIL, "name": "Leïla", "own": True, "pin": PIN}
    trade = api.name_employee(person=person("citizen"), terms=api.Terms(scopes=["trade"]), **asked)
    tax = api.name_employee(person=person("importer"), terms=api.Terms(scopes=["tax"]), **asked)
    assert (trade.state, tax.state) == ("signing", "active")
    assert api.may_act(actor=actor("citizen"), principal=SOLEIL, scope="trade") is None


def test_accepting_takes_them_too() -> None:
    declare(TRADE_BY_TWO)
    states = {}
    for scope in ("trade", "tax"):
        offered = api.grant(actor=actor("importer"), principal=ATLAS, agent=SOLEIL, scopes=[scope], pin=PIN)
        states[scope] = api.accept(actor=actor(ONE), code=offered.code, pin=PIN).state
    assert states == {"trade": "offered", "tax": "active"}


def test_an_officer_of_that_matter_alone_signs_beside_one_of_all() -> None:
    declare(TRADE_BY_TWO)
    granted("trade")
    (act,) = api.acts_of(actor=actor(TRADER))
    assert api.sign_act(actor=actor(TRADER), code=act.code, pin=PIN).state == "complete"
    wide = granted("tax", "trade")
    (act,) = api.acts_of(actor=actor(TWO))
    with pytest.raises(api.MaySignNot):
        api.sign_act(actor=actor(TRADER), code=act.code, pin=PIN)
    api.sign_act(actor=actor(TWO), code=act.code, pin=PIN)
    assert api.mandate(actor=actor(ONE), code=wide.code).state == "offered"


def test_of_several_ways_each_scope_takes_one_of_its_own() -> None:
    declare({"number": 1, "scopes": ["tax"]}, TRADE_BY_TWO)
    assert granted("tax").state == "offered"
    assert granted("*").state == "signing", "the way for taxes binds nobody in trade"
    declare({"number": 1, "role": "manager", "scopes": []}, TRADE_BY_TWO)
    assert granted("trade").state == "offered", "one manager is a way of theirs in every matter"


def test_where_nothing_is_declared_each_officer_is_enough() -> None:
    declare()
    assert granted("*").state == "offered"
