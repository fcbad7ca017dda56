import pytest

from onewindow.standards import bpmn
from onewindow.standards.bpmn.tests.driving import Case, model

PLAIN = '<startEvent id="s"/><userTask id="a"/><endEvent id="e"/>'


@pytest.mark.parametrize(
    ("body", "path", "element"),
    [
        (PLAIN, "s -> a -> nowhere", "a_nowhere"),
        (
            PLAIN + '<boundaryEvent id="x" attachedToRef="g"><errorEventDefinition/></boundaryEvent>',
            "s -> a",
            "x",
        ),
        (PLAIN + '<boundaryEvent id="x" attachedToRef="a"/>', "s -> a", "x"),
        ('<startEvent id="s"/><exclusiveGateway id="g" default="no"/>', "s -> g", "g"),
        (PLAIN + '<userTask id="a"/>', "s -> a", "a"),
        (PLAIN + "<userTask/>", "s -> a", "userTask"),
        (PLAIN, "s -> a\na -> e : ((", "a_e"),
        (PLAIN + '<intermediateCatchEvent id="c"/>', "s -> a", "c"),
        (
            PLAIN + '<intermediateCatchEvent id="c"><timerEventDefinition/></intermediateCatchEvent>',
            "s -> a",
            "c",
        ),
        (
            PLAIN + '<intermediateThrowEvent id="l"><linkEventDefinition name="x"/></intermediateThrowEvent>',
            "s -> l",
            "l",
        ),
        (PLAIN + '<eventBasedGateway id="g"/>', "s -> g -> a", "g"),
        (PLAIN + '<task id="t" startQuantity="0"/>', "s -> a", "t"),
        (PLAIN + '<businessRuleTask id="r" name="Rule"/>', "s -> r", "r"),
        (
            PLAIN + '<subProcess id="x" triggeredByEvent="true"><startEvent id="xs"/></subProcess>',
            "s -> a",
            "x",
        ),
        (PLAIN + '<callActivity id="k"/>', "s -> k", "k"),
    ],
)
def test_what_cannot_run_is_refused_with_its_element_and_a_way_out(
    body: str, path: str, element: str
) -> None:
    with pytest.raises(bpmn.ModelNotValid) as caught:
        bpmn.load(model(body, path))
    assert caught.value.element == element
    assert caught.value.rule and caught.value.fix
    assert element in str(caught.value)


@pytest.mark.parametrize(
    "xml", [b"<html/>", b'<definitions xmlns="http://www.omg.org/spec/DMN/20191111/MODEL/"/>']
)
def test_other_files_are_refused(xml: bytes) -> None:
    with pytest.raises(bpmn.ModelNotValid):
        bpmn.load(xml)


def test_a_file_without_a_process_is_refused() -> None:
    with pytest.raises(bpmn.ModelNotValid):
        bpmn.load(b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>')


def test_vendor_extensions_do_nothing() -> None:
    xml = model(
        '<startEvent id="s" camunda:initiator="me"/>'
        '<serviceTask id="a" camunda:class="evil.Code" bioc:stroke="red">'
        '<extensionElements><camunda:executionListener event="start">'
        '<camunda:script scriptFormat="groovy">boom'
        "</camunda:script></camunda:executionListener></extensionElements></serviceTask>"
        '<endEvent id="e"/><textAnnotation id="n"><text>note</text></textAnnotation><group id="gr"/>',
        "s -> a -> e",
    )
    assert Case(xml).waits == [("work", "a")]


def test_the_process_can_be_named() -> None:
    around = '<process id="other" isExecutable="true"><startEvent id="os"/><userTask id="ot"/></process>'
    xml = model(PLAIN, "s -> a -> e", around=around)
    assert bpmn.load(xml).id == "other"
    assert bpmn.load(xml, process="p").id == "p"
    with pytest.raises(bpmn.ModelNotValid):
        bpmn.load(xml, process="third")


def test_a_start_event_is_not_needed() -> None:
    case = Case(model('<userTask id="a"/><userTask id="b"/>', ""))
    assert case.waits == [("work", "a"), ("work", "b")]
    case.done("a")
    case.done("b")
    assert case.outcome == "b"


def test_stop_ends_everything() -> None:
    case = Case(model(PLAIN, "s -> a -> e"))
    case.send(bpmn.Stop, reason="withdrawn")
    assert case.of(bpmn.CloseWork) == [bpmn.CloseWork("1", "withdrawn")]
    assert case.waits == []
    with pytest.raises(bpmn.NothingWaits):
        case.send(bpmn.Change, data={})


def test_errors_survive_pickling() -> None:
    import pickle

    error = bpmn.ModelNotValid(element="a", rule="wrong", fix="do")
    assert pickle.loads(pickle.dumps(error)).element == "a"
