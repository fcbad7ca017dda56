"""Parents act for their minor children, guardians for their wards; nobody else does."""

from datetime import UTC, date, datetime, timedelta

import pytest

from onewindow.blocks.identity import api as identity
from onewindow.blocks.mandates import api
from onewindow.blocks.mandates.tests.conftest import actor, person
from onewindow.blocks.mandates.wards import of_age_on
from onewindow.blocks.registers import api as registers
from onewindow.foundation.access.types import Actor
from onewindow.kernel.clock import clock
from onewindow.kernel.period import Period
from onewindow.kernel.reference import Reference

pytestmark = pytest.mark.usefixtures("country")

CHILD = Reference("register/people/10002636")  # Zeineb, born 2013-06-16
PARENT = "land-head"
WARD = Reference("register/people/10000016")  # an adult
GUARDED_CHILD = Reference("register/people/10003589")  # whose guardian stands in the parents' place


def test_a_parent_acts_for_a_child_until_it_comes_of_age() -> None:
    right = api.may_act(actor=actor(PARENT), principal=CHILD, scope="documents")
    assert right is not None
    assert (right.kind, right.basis, right.last_day) == ("parent", CHILD.text, date(2031, 6, 16))
    with clock.at(datetime(2031, 6, 15, 12, tzinfo=UTC)):
        assert api.basis_stands(actor=actor(PARENT), principal=CHILD, basis=right.basis)
    with clock.at(datetime(2031, 6, 16, 12, tzinfo=UTC)):
        assert not api.basis_stands(actor=actor(PARENT), principal=CHILD, basis=right.basis)


def test_children_and_wards_are_in_the_list_of_principals() -> None:
    listed = {one.principal: one.kind for one in api.principals_of(actor=actor(PARENT))}
    assert listed[CHILD] == "parent"
    wards = {one.principal: one.kind for one in api.principals_of(actor=actor("citizen"))}
    assert wards[WARD] == "guardian"


@pytest.mark.parametrize("who", ["citizen", "importer", "homeowner", "trade-registrar", "civil-registrar"])
def test_nobody_else_acts_for_a_child(who: str) -> None:
    assert api.may_act(actor=actor(who), principal=CHILD, scope=None) is None


def test_a_guardian_acts_and_stands_in_the_parents_place_where_the_court_said_so() -> None:
    assert api.may_act(actor=actor("citizen"), principal=WARD, scope="tax")
    guardian = api.may_act(actor=actor("homeowner"), principal=GUARDED_CHILD, scope=None)
    assert guardian is not None and guardian.kind == "guardian"
    parents = registers.read(
        register="people", key="10003589", attributes=["father", "mother"],
        reader=Actor(kind="person", person=GUARDED_CHILD),
    ).values  # fmt: skip
    for parent in parents.values():
        eyes = Actor(account="x", name="x", kind="person", person=Reference(str(parent)))
        assert api.may_act(actor=eyes, principal=GUARDED_CHILD, scope=None) is None


def test_a_parent_grants_no_mandate_in_the_childs_name() -> None:
    with pytest.raises(api.MayNotGrant):
        api.grant(actor=actor(PARENT), principal=CHILD, agent=person("citizen"), scopes=["tax"], pin="482913")


@pytest.mark.parametrize(
    ("born", "of_age"),
    [(date(2008, 2, 29), date(2026, 3, 1)), (date(2010, 5, 5), date(2028, 5, 5))],
)
def test_when_somebody_comes_of_age(born: date, of_age: date) -> None:
    assert of_age_on(born) == of_age


def test_asking_for_one_child_leaves_no_line() -> None:
    api.may_act(actor=actor(PARENT), principal=CHILD, scope=None)
    api.basis_stands(actor=actor(PARENT), principal=CHILD, basis=CHILD.text)
    child = Actor(account="x", name="x", kind="person", person=CHILD)
    lines, _ = registers.access_lines_of(concerned=CHILD, reader=child)
    assert lines == []


def parents_act() -> list[bool]:
    """Whether each of the guarded child's parents may act for it."""
    parents = registers.read(
        register="people", key="10003589", attributes=["father", "mother"],
        reader=Actor(kind="person", person=GUARDED_CHILD),
    ).values  # fmt: skip
    eyes = [
        Actor(account="x", name="x", kind="person", person=Reference(str(one))) for one in parents.values()
    ]
    return [bool(api.may_act(actor=each, principal=GUARDED_CHILD, scope=None)) for each in eyes]


def guarded(*, since: date, until: date | None) -> None:
    """Write down the days on which the guardian stands in the parents' place."""
    row = {
        "person": person("homeowner").text,
        "kind": "guardian",
        "scopes": ["*"],
        "since": since.isoformat(),
    }
    registers.write(
        register="guardianships", key="10003589",
        changes={"guardians": [{**row, **({"until": until.isoformat()} if until else {})}]},
        valid=Period(clock.now() - timedelta(minutes=1)), source="case/X-1",
        writer=identity.system_actor(name="test"),
    )  # fmt: skip


def the_guardian_acts() -> bool:
    guardian = identity.actor_of_account(account="homeowner", assurance="substantial")
    return api.may_act(actor=guardian, principal=GUARDED_CHILD, scope=None) is not None


def test_a_guardianship_that_is_over_gives_the_child_back_to_its_parents() -> None:
    today = clock.now().date()
    assert (the_guardian_acts(), any(parents_act())) == (True, False)
    guarded(since=date(2024, 9, 16), until=today - timedelta(days=10))
    assert (the_guardian_acts(), any(parents_act())) == (False, True)
    guarded(since=today + timedelta(days=10), until=None)
    assert (the_guardian_acts(), any(parents_act())) == (False, True), "and does not take it away before"


def test_who_stands_in_the_parents_place_does_so_until_the_child_is_of_age() -> None:
    child = Actor(kind="person", person=GUARDED_CHILD)
    facts = registers.read(register="people", key="10003589", attributes=["birth_date"], reader=child)
    born = facts.values["birth_date"]
    assert isinstance(born, date)
    of_age = datetime.combine(of_age_on(born), datetime.min.time(), UTC) + timedelta(hours=12)
    with clock.at(of_age - timedelta(days=1)):
        assert the_guardian_acts()
    with clock.at(of_age):
        assert (the_guardian_acts(), any(parents_act())) == (False, False)
    guarded(since=date(2024, 9, 16), until=of_age.date() + timedelta(days=400))
    with clock.at(of_age + timedelta(days=399)):
        assert the_guardian_acts(), "a day that the court named holds"
    with clock.at(of_age + timedelta(days=401)):
        assert not the_guardian_acts()
    guarded(since=of_age.date(), until=None)
    with clock.at(of_age + timedelta(days=1)):
        assert the_guardian_acts(), "a court that names a guardian of an adult means it"
