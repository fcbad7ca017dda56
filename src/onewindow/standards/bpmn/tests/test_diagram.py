from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onewindow.standards import bpmn
from onewindow.standards.bpmn.tests.driving import model
from onewindow.standards.bpmn.tests.test_properties import processes

LANES = (
    '<laneSet id="ls"><lane id="l1" name="Applicant"><flowNodeRef>s</flowNodeRef>'
    "<flowNodeRef>a</flowNodeRef></lane>"
    '<lane id="l2" name="Bank"><flowNodeRef>b</flowNodeRef><flowNodeRef>e</flowNodeRef></lane></laneSet>'
)
BODY = '<startEvent id="s" name="Filed"/><userTask id="a"/><userTask id="b"/><endEvent id="e"/>'


def overlap(one: bpmn.Shape, two: bpmn.Shape) -> bool:
    across = one.x < two.x + two.width and two.x < one.x + one.width
    return across and one.y < two.y + two.height and two.y < one.y + one.height


def inside(inner: bpmn.Shape, outer: bpmn.Shape) -> bool:
    across = outer.x <= inner.x and inner.x + inner.width <= outer.x + outer.width
    return across and outer.y <= inner.y and inner.y + inner.height <= outer.y + outer.height


def test_lanes_hold_their_elements_and_flows_join_borders() -> None:
    drawn = bpmn.diagram(bpmn.load(model(LANES + BODY, "s -> a -> b -> e")))
    shapes = {one.id: one for one in drawn.shapes}
    for lane, members in (("l1", "sa"), ("l2", "be")):
        assert shapes[lane].kind == "lane"
        assert all(inside(shapes[name], shapes[lane]) for name in members)
    first = next(edge for edge in drawn.edges if edge.id == "s_a")
    assert first.points[0] == (shapes["s"].x + 36, shapes["s"].y + 18)
    assert first.points[-1] == (shapes["a"].x, shapes["a"].y + 40)
    assert shapes["s"].label is not None


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_every_model_is_laid_out_without_overlaps(data: st.DataObject) -> None:
    definition = bpmn.load(data.draw(processes()))
    drawn = bpmn.diagram(definition)
    assert {one.id for one in drawn.shapes} == set(definition.elements) - {definition.id}
    assert {one.id for one in drawn.edges} == set(definition.flows)
    shapes = {one.id: one for one in drawn.shapes}
    for one, two in combinations([one for one in drawn.shapes if one.kind != "boundaryEvent"], 2):
        if one.parent == two.parent:
            assert not overlap(one, two), (one, two)
    for one in drawn.shapes:
        assert not one.parent or one.kind == "boundaryEvent" or inside(one, shapes[one.parent])
        assert one.x >= 0 and one.x + one.width <= drawn.width
        assert one.y >= 0 and one.y + one.height <= drawn.height
    assert bpmn.diagram(definition) == drawn


def drawn_model(*, whole: bool) -> bytes:
    shape = (
        '<di:BPMNShape id="{0}i" bpmnElement="{0}"><dc:Bounds x="{1}" y="90" width="40" height="30"/>'
        "</di:BPMNShape>"
    )
    names = "sabe" if whole else "sab"
    shapes = "".join(shape.format(name, 100 + 80 * place) for place, name in enumerate(names))
    edge = (
        '<di:BPMNEdge id="ei" bpmnElement="s_a"><dd:waypoint x="140" y="105"/>'
        '<dd:waypoint x="180" y="105"/></di:BPMNEdge>'
    )
    diagram = (
        '<di:BPMNDiagram xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" '
        'xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:dd="http://www.omg.org/spec/DD/20100524/DI">'
        f'<di:BPMNPlane id="pl" bpmnElement="p">{shapes}{edge}</di:BPMNPlane></di:BPMNDiagram>'
    )
    return model(BODY, "s -> a -> b -> e").replace(b"</definitions>", diagram.encode() + b"</definitions>")


@pytest.mark.parametrize("whole", [True, False])
def test_the_files_own_diagram_is_used_where_it_is_whole(whole: bool) -> None:
    drawn = bpmn.diagram(bpmn.load(drawn_model(whole=whole)))
    widths = {one.id: one.width for one in drawn.shapes}
    assert widths == (dict.fromkeys("sabe", 40) if whole else {"s": 36, "a": 100, "b": 100, "e": 36})
    assert len(drawn.edges) == 3
