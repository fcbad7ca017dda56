"""The longest way to each end."""

from hypothesis import given
from hypothesis import strategies as st

from onewindow.standards import bpmn
from onewindow.standards.bpmn.tests.driving import flows, model
from onewindow.standards.bpmn.tests.test_properties import processes

BODY = (
    '<startEvent id="s"/><endEvent id="yes"/><endEvent id="no"/><userTask id="look"/><userTask id="visit"/>'
    '<userTask id="decide"/><exclusiveGateway id="x" default="x_decide"/>'
    '<exclusiveGateway id="y" default="y_yes"/>'
)
PATH = (
    "s -> look -> x -> decide -> y -> yes\nx -> visit : far\nvisit -> decide\n"
    "y -> no : bad\ny -> look : again"
)


def test_every_end_has_its_longest_way_and_its_circles() -> None:
    definition = bpmn.load(model(BODY, PATH))
    days = {"look": 5, "visit": 10, "decide": 2}
    yes, no = sorted(bpmn.longest_paths(definition, days), key=lambda one: one.end, reverse=True)
    assert (yes.end, yes.days, no.end, no.days) == ("yes", 17, "no", 17)
    assert yes.elements == ("s", "look", "x", "visit", "decide", "y", "yes")
    assert yes.loops == ("look", "x", "visit", "decide", "y")


def test_a_sub_process_takes_its_own_longest_way_and_a_border_event_its_own_time() -> None:
    timer = "<timerEventDefinition><timeDuration>P9D</timeDuration></timerEventDefinition>"
    inner = '<startEvent id="i"/><userTask id="a"/><userTask id="b"/>' + flows("i -> a -> b")
    body = (
        f'<startEvent id="s"/><subProcess id="sub">{inner}</subProcess><endEvent id="e"/>'
        '<endEvent id="late"/>'
        f'<boundaryEvent id="t" attachedToRef="sub">{timer}</boundaryEvent>'
    )
    definition = bpmn.load(model(body, "s -> sub -> e\nt -> late"))
    days = {one.end: one.days for one in bpmn.longest_paths(definition, {"a": 3, "b": 4, "t": 9})}
    assert days == {"e": 7, "late": 9}
    days = {one.end: one.days for one in bpmn.longest_paths(definition, {"a": 3, "b": 4})}
    assert days == {"e": 7, "late": 7}


@given(processes(), st.integers(0, 9))
def test_no_way_is_longer_than_all_elements_together(xml: bytes, days: int) -> None:
    definition = bpmn.load(xml)
    lengths = dict.fromkeys(definition.elements, days)
    for one in bpmn.longest_paths(definition, lengths):
        assert one.days <= days * len(definition.elements)
        assert one.elements[-1] == one.end
