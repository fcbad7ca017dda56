"""Parents act for their minor children, guardians for their wards; nobody else does."""

from datetime import UTC, date, datetime

import pytest

from onewindow.blocks.mandates import api
from onewindow.blocks.mandates.tests.conftest import actor, person
from onewindow.blocks.mandates.wards import of_age_on
from onewindow.blocks.registers import api as registers
from onewindow.foundation.access.types import Actor
from onewindow.kernel.clock import clock
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
