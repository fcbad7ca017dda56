"""Grant, sign, accept, revoke, expire, hand on, name and end employees, leave offices, use: in any order.

The principal may bind itself in some matters only by two officers: then what one signed waits for the other.

A model keeps what must be true, in a few lines; the room must never let anybody act without a basis that is
valid at that very moment, and must let whoever has one.
"""

from collections.abc import Generator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from onewindow.blocks.identity import api as identity
from onewindow.blocks.mandates import api
from onewindow.blocks.mandates.app_settings import SIGN_WITHIN
from onewindow.blocks.mandates.tests.conftest import actor, person
from onewindow.blocks.mandates.tests.signer import PIN
from onewindow.blocks.registers import api as registers
from onewindow.kernel.clock import clock
from onewindow.kernel.errors import OnewindowError
from onewindow.kernel.money import Money
from onewindow.kernel.period import Period
from onewindow.kernel.reference import Reference

pytestmark = pytest.mark.usefixtures("country")

ATLAS = Reference("register/companies/1204567A")
TRANSIT = Reference("register/companies/0982234D")
IMPORTER, OWNER, CITIZEN, HOMEOWNER = "importer", "broker-owner", "citizen", "homeowner"
SECOND = "land-head"  # whom the machine makes a second officer of Atlas
AGENTS = (CITIZEN, HOMEOWNER, TRANSIT.text)
SCOPES = ("trade", "tax")
GRANTED = ("trade", "tax", "*")


@dataclass
class Kept:
    """What the model knows of a mandate."""

    agent: str
    scope: str
    last: date | None
    total: int | None
    delegable: bool
    parent: str
    signed: bool = True
    sign_until: datetime | None = None
    accepted: bool = False
    ended: bool = False
    used: dict[str, int] = field(default_factory=dict)


class Mandates(RuleBasedStateMachine):
    """The machine: ``self.now`` is the clock, ``self.kept`` the model of each mandate by its code."""

    def __init__(self) -> None:
        super().__init__()
        self.point = transaction.savepoint()
        self.now = clock.now()
        self.kept: dict[str, Kept] = {}
        self.employed: dict[str, tuple[str, bool]] = {}
        self.filings = 0
        self.joint: frozenset[str] = frozenset()

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.point)

    def today(self) -> date:
        return self.now.date()

    def stands(self, code: str) -> bool:
        one = self.kept[code]
        alive = one.accepted and not one.ended and (one.last is None or one.last >= self.today())
        return alive and (not one.parent or self.stands(one.parent))

    def left(self, code: str) -> int | None:
        one = self.kept[code]
        own = None if one.total is None else one.total - sum(one.used.values())
        above = self.left(one.parent) if one.parent else None
        return min((each for each in (own, above) if each is not None), default=None)

    def reaches(self, who: str, scope: str, amount: int | None = None) -> bool:
        """Whether the model lets somebody act for Atlas by a mandate."""
        for code, one in self.kept.items():
            through = one.agent == who or (
                one.agent == TRANSIT.text and (who == OWNER or self.employed_with(who))
            )
            left = self.left(code)
            enough = amount is None or left is None or amount <= left
            if through and one.scope in (scope, "*") and self.stands(code) and enough:
                return True
        return False

    def employed_with(self, who: str) -> bool:
        return any(account == who and not ended for account, ended in self.employed.values())

    def ask(self, do: Any, **asked: Any) -> Any:
        """Try it; None where it was refused, and then nothing changed."""
        with clock.at(self.now):
            try:
                with transaction.atomic():
                    return do(**asked)
            except OnewindowError:
                return None

    @initialize(joint=st.frozensets(st.sampled_from(SCOPES)))
    def nothing_loaded(self, joint: frozenset[str]) -> None:
        self.ask(api.end, actor=actor(IMPORTER), code="M-TRANSIT001")
        self.joint = joint
        officers = [
            {"person": person(who).text, "role": "manager", "scopes": ["*"], "since": "2020-01-01"}
            for who in (IMPORTER, SECOND)
        ]
        ways = [{"number": 2, "role": "manager", "scopes": sorted(joint)}] if joint else []
        with clock.at(self.now):
            registers.write(
                register="companies", key="1204567A", changes={"officers": officers, "signatures": ways},
                valid=Period(self.now - timedelta(minutes=1)), source="case/X-1",
                writer=identity.system_actor(name="test"),
            )  # fmt: skip

    def by_one(self, scope: str) -> bool:
        """Whether one officer of Atlas is enough: for everything only where each matter takes one."""
        return not self.joint if scope == "*" else scope not in self.joint

    @rule(
        agent=st.sampled_from(AGENTS),
        scope=st.sampled_from(GRANTED),
        days=st.none() | st.integers(0, 5),
        total=st.none() | st.integers(1, 9),
        delegable=st.booleans(),
    )
    def grant(self, agent: str, scope: str, days: int | None, total: int | None, delegable: bool) -> None:
        last = None if days is None else self.today() + timedelta(days=days)
        made = self.ask(
            api.grant, actor=actor(IMPORTER), principal=ATLAS, agent=self.party(agent), scopes=[scope],
            total=None if total is None else Money(total, "TND"), last_day=last, may_delegate=delegable,
            pin=PIN,
        )  # fmt: skip
        assert made is not None
        assert made.state == ("offered" if self.by_one(scope) else "signing")
        self.kept[made.code] = Kept(
            agent, scope, last, total, delegable, "", self.by_one(scope), self.now + SIGN_WITHIN
        )

    @precondition(lambda self: self.kept)
    @rule(data=st.data(), who=st.sampled_from((IMPORTER, SECOND, CITIZEN)))
    def sign(self, data: st.DataObject, who: str) -> None:
        code = data.draw(st.sampled_from(sorted(self.kept)))
        one = self.kept[code]
        with clock.at(self.now):
            act = api.open_act_about(subject=Reference.of("mandate", code), kind="grant")
        done = act and self.ask(api.sign_act, actor=actor(who), code=act.code, pin=PIN)
        in_time = one.sign_until is not None and self.now < one.sign_until
        assert (done is not None) == (who == SECOND and in_time and not one.signed and not one.ended)
        one.signed = one.signed or done is not None

    def party(self, agent: str) -> Reference:
        return TRANSIT if agent == TRANSIT.text else person(agent)

    def speaker(self, agent: str) -> str:
        return OWNER if agent == TRANSIT.text else agent

    @precondition(lambda self: self.kept)
    @rule(data=st.data(), agent=st.sampled_from((CITIZEN, HOMEOWNER)))
    def hand_on(self, data: st.DataObject, agent: str) -> None:
        code = data.draw(st.sampled_from(sorted(self.kept)))
        above = self.kept[code]
        made = self.ask(
            api.grant, actor=actor(self.speaker(above.agent)), principal=ATLAS, agent=self.party(agent),
            scopes=[above.scope], last_day=above.last, parent=code, pin=PIN,
            total=None if above.total is None else Money(above.total, "TND"),
        )  # fmt: skip
        allowed = self.stands(code) and above.delegable and above.agent != agent
        assert (made is not None) == allowed
        if made is not None:
            self.kept[made.code] = Kept(agent, above.scope, above.last, above.total, False, code)

    @precondition(lambda self: self.kept)
    @rule(data=st.data(), who=st.sampled_from((CITIZEN, HOMEOWNER, OWNER, IMPORTER)))
    def accept(self, data: st.DataObject, who: str) -> None:
        code = data.draw(st.sampled_from(sorted(self.kept)))
        one = self.kept[code]
        done = self.ask(api.accept, actor=actor(who), code=code, pin=PIN)
        allowed = who == self.speaker(one.agent) and one.signed and not one.accepted and not one.ended
        assert (done is not None) == allowed
        one.accepted = one.accepted or allowed

    @precondition(lambda self: self.kept)
    @rule(data=st.data(), who=st.sampled_from((CITIZEN, HOMEOWNER, OWNER, IMPORTER)))
    def end(self, data: st.DataObject, who: str) -> None:
        code = data.draw(st.sampled_from(sorted(self.kept)))
        one = self.kept[code]
        sides = {IMPORTER, SECOND, *([self.speaker(one.agent)] if one.signed else [])}
        if one.parent:
            sides.add(self.speaker(self.kept[one.parent].agent))
        done = self.ask(api.end, actor=actor(who), code=code)
        assert (done is not None) == (who in sides and not one.ended)
        one.ended = one.ended or done is not None

    @rule(who=st.sampled_from((CITIZEN, HOMEOWNER)))
    def name_employee(self, who: str) -> None:
        made = self.ask(
            api.name_employee, actor=actor(OWNER), company=TRANSIT, person=person(who), name=who,
            terms=api.Terms(scopes=["*"]), everyone=True, pin=PIN,
        )  # fmt: skip
        assert (made is not None) == (not self.employed_with(who))
        if made is not None:
            self.employed[made.code] = (who, False)

    @precondition(lambda self: self.employed)
    @rule(data=st.data())
    def end_employee(self, data: st.DataObject) -> None:
        code = data.draw(st.sampled_from(sorted(self.employed)))
        who, ended = self.employed[code]
        done = self.ask(api.end_employee, actor=actor(OWNER), code=code)
        assert (done is not None) == (not ended)
        self.employed[code] = (who, True)

    @rule(
        who=st.sampled_from((CITIZEN, HOMEOWNER, OWNER)),
        scope=st.sampled_from(SCOPES),
        amount=st.integers(1, 6),
    )
    def use(self, who: str, scope: str, amount: int) -> None:
        allowed = self.reaches(who, scope, amount)
        self.filings += 1
        subject = Reference(f"case/C-{self.filings}")
        basis = self.ask(
            api.use, actor=actor(who), principal=ATLAS, scope=scope, service="trade-ministry/x",
            amount=Money(amount, "TND"), subject=subject,
        )  # fmt: skip
        assert (basis is not None) == allowed
        if basis is not None:
            code = basis.partition("/")[2]
            assert self.stands(code)
            while code:
                self.kept[code].used[subject.text] = amount
                left = self.left(code)
                assert left is None or left >= 0
                code = self.kept[code].parent

    @rule(days=st.integers(1, 3))
    def days_pass(self, days: int) -> None:
        self.now += timedelta(days=days)

    @invariant()
    def nobody_acts_without_a_basis_and_everybody_with_one(self) -> None:
        with clock.at(self.now):
            for who in (CITIZEN, HOMEOWNER, OWNER):
                for scope in SCOPES:
                    right = api.may_act(actor=actor(who), principal=ATLAS, scope=scope)
                    assert (right is not None) == self.reaches(who, scope), (who, scope)
                    if right is not None:
                        assert self.stands(right.basis.partition("/")[2])
                        assert api.basis_stands(actor=actor(who), principal=ATLAS, basis=right.basis)


@pytest.fixture
def steps() -> Generator[settings]:
    yield settings(
        max_examples=8, stateful_step_count=18, deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )  # fmt: skip


def test_in_any_order_nobody_acts_without_a_basis(steps: settings) -> None:
    run_state_machine_as_test(Mandates, settings=steps)
