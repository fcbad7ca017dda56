import pytest

from onewindow.standards import bpmn
from onewindow.standards.bpmn.tests.driving import Case, model

TASKS = '<startEvent id="s"/><userTask id="a"/><userTask id="b"/><userTask id="c"/><endEvent id="e"/>'


@pytest.mark.parametrize(("amount", "chosen"), [(5, "a"), (50, "b"), (500, "c"), (None, "c")])
def test_exclusive_takes_the_first_true_flow_or_the_default(amount: int | None, chosen: str) -> None:
    xml = model(
        TASKS + '<exclusiveGateway id="g" default="g_c"/>',
        "s -> g\ng -> a : amount < 10\ng -> b : amount < 100\ng -> c\na -> e\nb -> e\nc -> e",
    )
    case = Case(xml, {"amount": amount})
    assert case.waits == [("work", chosen)]
    case.done(chosen)
    assert case.outcome == "e"


def test_exclusive_without_a_true_flow_is_an_incident_that_a_change_resolves() -> None:
    xml = model(
        TASKS + '<exclusiveGateway id="g"/>', "s -> g\ng -> a : ok = 1\ng -> b : ok = 2\na -> e\nb -> e"
    )
    case = Case(xml, {"ok": 0})
    assert case.waits == [("incident", "g")]
    assert case.of(bpmn.Incident)[0].element == "g"
    case.send(bpmn.Change, data={"ok": 2})
    assert case.waits == [("work", "b")]


def test_parallel_waits_for_every_branch() -> None:
    xml = model(
        TASKS + '<parallelGateway id="f"/><parallelGateway id="j"/><userTask id="z"/>',
        "s -> f -> a -> j -> z -> e\nf -> b -> j\nf -> c -> j",
    )
    case = Case(xml)
    assert case.waits == [("work", "a"), ("work", "b"), ("work", "c")]
    case.done("b")
    case.done("a")
    assert case.works("z") == []
    case.done("c")
    assert case.waits == [("work", "z")]
    case.done("z")
    assert case.outcome == "e"


def test_parallel_join_keeps_a_second_token_of_one_branch_for_the_next_time() -> None:
    xml = model(
        TASKS + '<parallelGateway id="f"/><parallelGateway id="j"/><exclusiveGateway id="m"/>',
        "s -> f\nf -> m\nf -> a -> m\nm -> j\nf -> b -> j\nj -> c -> e",
    )
    case = Case(xml)
    case.done("a")
    assert case.works("c") == []
    case.done("b")
    assert len(case.works("c")) == 1
    case.done("c")
    assert case.outcome is None, "one token still waits at the join"


INCLUSIVE = model(
    TASKS + '<inclusiveGateway id="f" default="f_c"/><inclusiveGateway id="j"/><userTask id="z"/>',
    "s -> f\nf -> a : x > 0\nf -> b : x > 1\nf -> c\na -> j\nb -> j\nc -> j\nj -> z -> e",
)


@pytest.mark.parametrize(("x", "chosen"), [(0, ["c"]), (1, ["a"]), (2, ["a", "b"])])
def test_inclusive_joins_exactly_the_branches_that_were_taken(x: int, chosen: list[str]) -> None:
    case = Case(INCLUSIVE, {"x": x})
    assert [element for _, element in case.waits] == chosen
    for element in chosen:
        assert case.works("z") == []
        case.done(element)
    assert case.waits == [("work", "z")]
    case.done("z")
    assert case.outcome == "e"


def test_inclusive_join_waits_for_a_token_that_can_still_come_and_fires_when_it_cannot() -> None:
    """§13.4.3: the branch over x may still reach the join until it turns off."""
    xml = model(
        TASKS
        + '<parallelGateway id="f"/><inclusiveGateway id="j"/><exclusiveGateway id="x" default="x_o"/>'
        + '<endEvent id="o"/>',
        "s -> f\nf -> a -> j\nf -> b -> x\nx -> j : back\nx -> o\nj -> c -> e",
    )
    case = Case(xml, {"back": False})
    case.done("a")
    assert case.works("c") == []
    case.done("b")
    assert case.waits == [("work", "c")]
    other = Case(xml, {"back": True})
    other.done("a")
    other.done("b")
    assert len(other.works("c")) == 1


def test_inclusive_join_in_a_loop_does_not_wait_for_its_own_future() -> None:
    xml = model(
        TASKS + '<inclusiveGateway id="j"/><exclusiveGateway id="x" default="x_e"/>',
        "s -> j -> a -> x\nx -> j : again\nx -> e",
    )
    case = Case(xml, {"again": True})
    case.done("a", {"again": True})
    case.done("a", {"again": False})
    assert case.outcome == "e"


EVENT_GATEWAY = model(
    TASKS
    + '<eventBasedGateway id="g"/>'
    + '<intermediateCatchEvent id="m"><messageEventDefinition messageRef="M"/></intermediateCatchEvent>'
    + '<intermediateCatchEvent id="t"><timerEventDefinition><timeDuration>P2D</timeDuration>'
    "</timerEventDefinition>" + '</intermediateCatchEvent><receiveTask id="r" messageRef="N"/>',
    "s -> g\ng -> m -> a -> e\ng -> t -> b -> e\ng -> r -> c -> e",
    around='<message id="M" name="answer"/><message id="N" name="withdrawal"/>',
)


def test_event_gateway_goes_with_the_first_event_and_forgets_the_others() -> None:
    case = Case(EVENT_GATEWAY)
    assert sorted(case.waits) == [("message", "m"), ("message", "r"), ("timer", "t")]
    case.send(bpmn.Deliver, message="answer", payload={"text": "yes"})
    assert case.waits == [("work", "a")]
    assert case.data["text"] == "yes"
    assert [type(one) for one in case.effects if isinstance(one, bpmn.CancelTimer)] == [bpmn.CancelTimer]
    with pytest.raises(bpmn.NothingWaits):
        case.send(bpmn.Deliver, message="withdrawal")


def test_event_gateway_takes_the_receive_task_too() -> None:
    case = Case(EVENT_GATEWAY)
    case.send(bpmn.Deliver, message="withdrawal")
    assert case.waits == [("work", "c")]


def test_complex_gateway_goes_on_with_the_second_token_and_swallows_the_third() -> None:
    xml = model(
        TASKS
        + '<parallelGateway id="f"/><userTask id="z"/>'
        + '<complexGateway id="j"><activationCondition>activationCount &gt;= 2</activationCondition>'
        "</complexGateway>",
        "s -> f\nf -> a -> j\nf -> b -> j\nf -> c -> j\nj -> z -> e",
    )
    case = Case(xml)
    case.done("a")
    assert case.works("z") == []
    case.done("c")
    assert case.waits == [("work", "b"), ("work", "z")]
    case.done("z")
    assert case.outcome is None
    case.done("b")
    assert case.outcome == "e"
    assert case.left.count("z") == 1


def test_conditional_and_default_flows_of_a_task() -> None:
    xml = model(
        '<startEvent id="s"/><userTask id="a" default="a_c"/><userTask id="b"/><userTask id="c"/>',
        "s -> a\na -> b : n > 1\na -> c",
    )
    one, two = Case(xml, {"n": 1}), Case(xml, {"n": 2})
    one.done("a")
    two.done("a")
    assert (one.waits, two.waits) == ([("work", "c")], [("work", "b")])


def test_a_circle_of_joins_is_an_incident_too() -> None:
    body = '<startEvent id="s"/><inclusiveGateway id="j"/>'
    case = Case(model(body, "s -> j\nj -> j"))
    assert [one.element for one in case.of(bpmn.Incident)] == ["j"]
    assert case.waits == [("incident", "j")]
