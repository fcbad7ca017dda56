"""Call activities whose process runs somewhere else."""

from datetime import UTC, datetime

import pytest

from onewindow.standards import bpmn

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
MODEL = b"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t">
  <error id="e" name="refused" errorCode="refused"/>
  <process id="p" isExecutable="true">
    <startEvent id="s"/>
    <transaction id="all">
      <startEvent id="s2"/>
      <callActivity id="one"/><callActivity id="two"/>
      <boundaryEvent id="b" attachedToRef="two"><errorEventDefinition errorRef="e"/></boundaryEvent>
      <boundaryEvent id="c" attachedToRef="one"><compensateEventDefinition/></boundaryEvent>
      <serviceTask id="undo-one" isForCompensation="true"/>
      <association id="a" sourceRef="c" targetRef="undo-one" associationDirection="One"/>
      <endEvent id="e2"/>
      <endEvent id="stop"><cancelEventDefinition/></endEvent>
      <sequenceFlow id="g1" sourceRef="s2" targetRef="one"/>
      <sequenceFlow id="g2" sourceRef="one" targetRef="two"/>
      <sequenceFlow id="g3" sourceRef="two" targetRef="e2"/>
      <sequenceFlow id="g4" sourceRef="b" targetRef="stop"/>
    </transaction>
    <boundaryEvent id="cancelled" attachedToRef="all"><cancelEventDefinition/></boundaryEvent>
    <endEvent id="good"/><endEvent id="undone"/>
    <sequenceFlow id="f1" sourceRef="s" targetRef="all"/>
    <sequenceFlow id="f2" sourceRef="all" targetRef="good"/>
    <sequenceFlow id="f3" sourceRef="cancelled" targetRef="undone"/>
  </process>
</definitions>"""


def _opened(effects: tuple[bpmn.Effect, ...]) -> list[tuple[str, str, str]]:
    return [(one.work, one.element, one.kind) for one in effects if isinstance(one, bpmn.OpenWork)]


def test_a_call_that_runs_elsewhere_opens_work_and_goes_on_when_that_is_done() -> None:
    definition = bpmn.load(MODEL, outside=["one", "two"])
    state, effects = bpmn.step(definition, None, bpmn.Start(at=AT, data={}))
    ((work, element, kind),) = _opened(effects)
    assert (element, kind) == ("one", "call")
    state, effects = bpmn.step(definition, state, bpmn.Complete(at=AT, work=work, output={"one": "done"}))
    ((work, element, _),) = _opened(effects)
    assert element == "two"
    state, effects = bpmn.step(definition, state, bpmn.Complete(at=AT, work=work, output={}))
    assert [one.outcome for one in effects if isinstance(one, bpmn.Ended)] == ["good"]


def test_a_part_that_fails_undoes_what_the_parts_before_have_done() -> None:
    definition = bpmn.load(MODEL, outside=["one", "two"])
    state, effects = bpmn.step(definition, None, bpmn.Start(at=AT, data={}))
    state, effects = bpmn.step(
        definition, state, bpmn.Complete(at=AT, work=_opened(effects)[0][0], output={})
    )
    failed = bpmn.Fail(at=AT, work=_opened(effects)[0][0], code="refused", message="no")
    state, effects = bpmn.step(definition, state, failed)
    ((work, element, _),) = _opened(effects)
    assert element == "undo-one"
    state, effects = bpmn.step(definition, state, bpmn.Complete(at=AT, work=work, output={}))
    assert [one.outcome for one in effects if isinstance(one, bpmn.Ended)] == ["undone"]


def test_a_call_that_names_nothing_is_refused_where_it_runs_here() -> None:
    with pytest.raises(bpmn.ModelNotValid) as refused:
        bpmn.load(MODEL, outside=["one"])
    assert refused.value.element == "two"
