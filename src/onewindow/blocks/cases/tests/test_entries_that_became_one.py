"""Entries of the register become one and two again, in any order: nobody gains or loses a right.

The machine merges and parts entries through officers. While two entries are one, their person has what is of
both; parted, each has again exactly what is of its own number, also what was added meanwhile. Of two accounts
of one person the better known one has it all, and the other nothing of the person's.
"""

import itertools
from collections.abc import Generator
from datetime import date, timedelta

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

from onewindow.blocks.cases import api
from onewindow.blocks.cases.models import Case
from onewindow.blocks.cases.tests.people import EXTRACT, MONDAY, actor
from onewindow.blocks.identity.models import Account
from onewindow.blocks.mandates import api as mandates
from onewindow.blocks.mandates.models import GrantedMandate
from onewindow.blocks.notifications import api as notifications
from onewindow.blocks.payments import api as payments
from onewindow.blocks.registers import api as registers
from onewindow.blocks.registers.models import Duplicate
from onewindow.foundation.access.types import Actor, Post
from onewindow.kernel.clock import clock
from onewindow.kernel.localised import Localised
from onewindow.kernel.money import Money
from onewindow.kernel.period import Period
from onewindow.kernel.reference import Reference

pytestmark = pytest.mark.usefixtures("country")

PERSONS = {"citizen": "10000295", "homeowner": "10000348"}
KEYS = ("10000295", "10000348", "30000001", "30000002")
HOUSE = Actor(kind="system", name="test")


def reference(key: str) -> Reference:
    return Reference.of("register", "people", key)


def officer(role: str) -> Actor:
    post = Post("civil-registry", "", role)
    return Actor(account=role, name=role, kind="officer", posts=(post,), assurance="substantial")


def new_entry(key: str) -> None:
    said = {"given_name": "Amira", "family_name": "Ben Salah", "birth_date": date(1984, 10, 9), "sex": "F"}
    registers.write(register="people", key=key, changes=said, valid=Period(None), source="test", writer=HOUSE)


class Entries(RuleBasedStateMachine):
    """``merged``: what stands, by the pair's number. ``things``: what is of which key."""

    def __init__(self) -> None:
        super().__init__()
        self.point = transaction.savepoint()
        self.merged: dict[int, tuple[str, str]] = {}
        self.things: dict[str, str] = {}
        self.numbers = itertools.count(1)

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.point)

    @initialize()
    def one_thing_each(self) -> None:
        Account.objects.filter(slug="citizen").update(proofing="high")
        Account.objects.filter(slug="homeowner").update(proofing="substantial")
        Account.objects.filter(person__in=[reference(key).text for key in KEYS]).exclude(
            slug__in=PERSONS
        ).update(person="")
        GrantedMandate.objects.all().delete()
        for key in KEYS[2:]:
            new_entry(key)
        for key in KEYS:
            self.file(key)
            self.grant(key)

    def group(self, key: str) -> set[str]:
        """All keys that mean the same person as this one."""
        found, more = {key}, True
        while more:
            near = {each for pair in self.merged.values() if found & set(pair) for each in pair}
            more, found = not near <= found, found | near
        return found

    def keys_of(self, account: str) -> set[str]:
        """The keys under which an account acts; none while another account is its person's."""
        same = self.group(PERSONS[account])
        return set() if account == "homeowner" and PERSONS["citizen"] in same else same

    def gone(self) -> set[str]:
        return {gone for _, gone in self.merged.values()}

    def keep(self, thing: str, key: str) -> None:
        self.things[thing] = key

    @rule(key=st.sampled_from(KEYS))
    def file(self, key: str) -> None:
        """A case of that applicant."""
        clerk, number = actor("citizen"), next(self.numbers)
        filed = api.file_case(
            service=EXTRACT, actor=clerk, applicant=reference(PERSONS["citizen"]), channel="page",
            language="en", answers={"content": "full", "purpose": "employment"}, key=f"one-{number}",
        )  # fmt: skip
        Case.objects.filter(number=filed.number).update(applicant=reference(key).text)
        self.keep(f"case/{filed.number}", key)

    @rule(key=st.sampled_from(KEYS))
    def write(self, key: str) -> None:
        """A letter to them."""
        number = next(self.numbers)
        made = notifications.notify(
            to=reference(key), subject=Reference(f"thing/{number}"), key=f"thing/{number}",
            texts={"en": ("Title", "Body")},
        )  # fmt: skip
        self.keep(f"letter/{made.id}", key)

    @rule(key=st.sampled_from(KEYS))
    def ask_to_pay(self, key: str) -> None:
        """A fee that they owe."""
        number = next(self.numbers)
        made = payments.request_payment(
            subject=Reference(f"thing/{number}"), amount=Money(1000, "TND"), due=MONDAY.date(),
            key=f"thing/{number}", payer=reference(key), description=Localised({"en": "Fee"}),
            return_path="/",
        )  # fmt: skip
        self.keep(f"payment/{made.id}", key)

    @rule(key=st.sampled_from(KEYS))
    def grant(self, key: str) -> None:
        """A mandate to them, and one by them."""
        importer = actor("importer").person
        assert importer is not None
        for principal, agent in ((importer, reference(key)), (reference(key), importer)):
            row = GrantedMandate.objects.create(
                code=f"M-{next(self.numbers):010}", principal=principal.text, principal_name="P",
                agent=agent.text, agent_name="A", scopes=["tax"], first_day=MONDAY.date(),
                granted_at=MONDAY, granted_by="account/x", signed_at=MONDAY, accepted_at=MONDAY,
            )  # fmt: skip
            self.keep(f"mandate/{row.code}", key)

    @rule(data=st.data())
    def merge(self, data: st.DataObject) -> None:
        """Two officers say that two entries that are there are one."""
        there = [key for key in KEYS if key not in self.gone()]
        if len(there) < 2:
            return
        stays, gone = data.draw(st.permutations(there))[:2]
        one, other = sorted((stays, gone))
        row, _ = Duplicate.objects.update_or_create(
            register="people", one=one, other=other,
            defaults={"weight": 30, "parts": [], "found_at": clock.now(), "state": "open", "values": {}},
        )  # fmt: skip
        registers.propose_merge(
            number=row.pk, stays=stays, takes_over=(), reason="one", officer=officer("registrar")
        )
        registers.confirm_pair(number=row.pk, officer=officer("head"))
        self.merged[row.pk] = (stays, gone)

    @precondition(lambda self: self.merged)
    @rule(data=st.data())
    def part(self, data: st.DataObject) -> None:
        """Two officers say that it was a mistake: in any order, not only the last one first."""
        number = data.draw(st.sampled_from(sorted(self.merged)))
        registers.propose_parting(number=number, reason="two", officer=officer("registrar"))
        registers.confirm_pair(number=number, officer=officer("head"))
        del self.merged[number]

    @invariant()
    def each_has_what_is_theirs(self) -> None:
        for account in PERSONS:
            keys = self.keys_of(account)
            theirs = {thing for thing, key in self.things.items() if key in keys}
            assert self.seen_by(actor(account)) == theirs, account

    @invariant()
    def whoever_acts_for_somebody_acts_for_that_person_under_every_key(self) -> None:
        importer = actor("importer")
        for key in KEYS:
            assert mandates.may_act(actor=importer, principal=reference(key), scope="tax"), key
        for account in PERSONS:
            right = mandates.may_act(
                actor=actor(account), principal=importer.person or reference("x"), scope="tax"
            )
            assert (right is not None) == bool(self.keys_of(account)), account

    def seen_by(self, who: Actor) -> set[str]:
        listed, _ = api.cases(actor=who, limit=500)
        letters = notifications.letters(actor=who, limit=500).letters
        return {
            *(f"case/{line.number}" for line in listed),
            *(f"letter/{one.id}" for one in letters if one.subject.kind == "thing"),
            *(f"payment/{one.id}" for one in payments.requests_for(actor=who, limit=500) if self.made(one)),
            *(f"mandate/{one.code}" for one in mandates.mandates_of(actor=who)),
        }

    def made(self, request: payments.PaymentRequest) -> bool:
        return request.subject.kind == "thing"


@pytest.fixture
def steps() -> Generator[settings]:
    with clock.at(MONDAY + timedelta(days=1)):
        yield settings(
            max_examples=3, stateful_step_count=10, deadline=None, derandomize=True,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        )  # fmt: skip


def test_in_any_order_nobody_gains_or_loses_a_right(steps: settings) -> None:
    run_state_machine_as_test(Entries, settings=steps)
