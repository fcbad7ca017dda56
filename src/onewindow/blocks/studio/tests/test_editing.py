"""Models on their way into the browser's editors and back."""

from decimal import Decimal
from pathlib import Path

import pytest

from onewindow.blocks.studio.editing.decision_versions import PLACEHOLDER, from_editor, to_editor, version_of
from onewindow.blocks.studio.editing.drawn_process import draw_process
from onewindow.standards import bpmn, dmn, safexml
from tests.corpora import corpus

DMN_15 = "https://www.omg.org/spec/DMN/20230324/MODEL/"
DMN_13 = "https://www.omg.org/spec/DMN/20191111/MODEL/"
MODEL = f"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="{DMN_15}" xmlns:own="urn:own" id="fees" name="Fees" namespace="urn:own">
  <itemDefinition name="area">
    <typeRef>number</typeRef>
    <typeConstraint><text>&gt;= 0</text></typeConstraint>
  </itemDefinition>
  <inputData id="size" name="size"><variable name="size" typeRef="own:area"/></inputData>
  <decision id="fee" name="Fee">
    <variable name="Fee" typeRef="number"/>
    <informationRequirement><requiredInput href="#size"/></informationRequirement>
    <conditional>
      <if><literalExpression><text>size &gt; 10</text></literalExpression></if>
      <then><literalExpression><text>25</text></literalExpression></then>
      <else><literalExpression><text>10</text></literalExpression></else>
    </conditional>
  </decision>
</definitions>""".encode()
PROCESS = b"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:own">
  <process id="plain" isExecutable="true"><startEvent id="in"/><userTask id="look" name="Look at it"/>
  <endEvent id="out"/><sequenceFlow id="a" sourceRef="in" targetRef="look"/>
  <sequenceFlow id="b" sourceRef="look" targetRef="out"/></process></definitions>"""


def test_a_later_model_reaches_the_editor_with_names_it_knows() -> None:
    sent = to_editor(MODEL)
    assert DMN_13.encode() in sent and DMN_15.encode() not in sent
    assert PLACEHOLDER in "".join(safexml.parse(sent).itertext())
    assert b"conditional" not in sent and b"<typeConstraint" not in sent


def test_what_comes_back_decides_as_before() -> None:
    back = from_editor(to_editor(MODEL), before=MODEL)
    assert version_of(back) == "20230324"
    before, after = dmn.load(MODEL), dmn.load(back)
    for size in (3, 30):
        inputs = {"size": Decimal(size)}
        expected = dmn.evaluate(before, decision="Fee", inputs=inputs)
        assert dmn.evaluate(after, decision="Fee", inputs=inputs).value == expected.value is not None
    assert b"typeConstraint" in back


def test_an_expression_that_somebody_wrote_anew_stays() -> None:
    edited = to_editor(MODEL).replace(PLACEHOLDER.encode(), b"99")
    back = from_editor(edited, before=MODEL)
    assert dmn.evaluate(dmn.load(back), decision="Fee", inputs={"size": Decimal(3)}).value == Decimal(99)


def test_requirements_are_drawn_and_named_where_nobody_did() -> None:
    root = safexml.parse(to_editor(MODEL))
    drawn = [one.get("dmnElementRef") for one in root.iter("{*}DMNShape", "{*}DMNEdge")]
    assert drawn == ["size", "fee", "fee-requirement-1"]
    again = to_editor(from_editor(to_editor(MODEL), before=MODEL))
    assert again.count(b"DMNShape") == to_editor(MODEL).count(b"DMNShape")


def test_a_process_without_a_diagram_is_laid_out_and_stays_the_same_process() -> None:
    drawn = draw_process(PROCESS)
    root = safexml.parse(drawn)
    shapes = {one.get("bpmnElement") for one in root.iter("{*}BPMNShape")}
    assert shapes == {"in", "look", "out"}
    assert len(list(root.iter("{*}waypoint"))) >= 4
    assert draw_process(drawn) == drawn
    assert bpmn.load(drawn).elements.keys() == bpmn.load(PROCESS).elements.keys()


@pytest.mark.parametrize("damage", [b"<a", b"<!DOCTYPE a []><a/>"])
def test_what_is_not_a_model_is_refused(damage: bytes) -> None:
    with pytest.raises(safexml.XmlRefused):
        to_editor(damage)
    with pytest.raises(safexml.XmlRefused):
        from_editor(damage, before=MODEL)


def test_every_model_of_the_kit_comes_back_whole() -> None:
    models = sorted(Path(corpus("dmn-tck")).rglob("*.dmn"))
    assert models
    for path in models:
        before = path.read_bytes()
        back = from_editor(to_editor(before), before=before)
        assert facts(back) == facts(before), path.name


def facts(model: bytes) -> list[tuple[str, str, str]]:
    """Every element with its values, but for the diagram and the names that edges need."""
    return sorted(
        (
            str(one.tag),
            " ".join((one.text or "").split()),
            str(sorted((str(key), str(value)) for key, value in one.attrib.items() if key != "id")),
        )
        for one in safexml.parse(model).iter()
        if isinstance(one.tag, str)
        and not {"DI", "DC"} & {*str(one.tag).replace("}", "/").split("/")}
        and "DMNDI" not in str(one.tag)
    )
