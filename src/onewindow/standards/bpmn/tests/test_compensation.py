from onewindow.standards import bpmn
from onewindow.standards.bpmn.tests.driving import Case, model
from onewindow.standards.bpmn.tests.test_subprocesses import sub


def undoable(name: str) -> str:
    return (
        f'<userTask id="{name}"/><userTask id="undo-{name}" isForCompensation="true"/>'
        f'<boundaryEvent id="c-{name}" attachedToRef="{name}"><compensateEventDefinition/></boundaryEvent>'
        f'<association id="as-{name}" sourceRef="c-{name}" targetRef="undo-{name}" '
        f'associationDirection="One"/>'
    )


def throw(reference: str = "") -> str:
    pointer = f'activityRef="{reference}"' if reference else ""
    return f'<intermediateThrowEvent id="t"><compensateEventDefinition {pointer}/></intermediateThrowEvent>'


def test_done_activities_are_undone_last_first() -> None:
    xml = model(
        f'<startEvent id="s"/>{undoable("a")}{undoable("b")}{throw()}<userTask id="z"/>',
        "s -> a -> b -> t -> z",
    )
    case = Case(xml)
    case.done("a")
    case.done("b")
    assert case.waits == [("work", "undo-b")]
    case.done("undo-b")
    assert case.waits == [("work", "undo-a")]
    case.done("undo-a")
    assert case.waits == [("work", "z")]


def test_one_activity_can_be_named_and_what_was_not_done_is_not_undone() -> None:
    xml = model(
        f'<startEvent id="s"/>{undoable("a")}{undoable("b")}{undoable("c")}{throw("a")}<userTask id="z"/>',
        "s -> a -> b -> t -> z -> c",
    )
    case = Case(xml)
    case.done("a")
    case.done("b")
    case.done("undo-a")
    assert case.waits == [("work", "z")]


def test_a_done_sub_process_is_undone_piece_by_piece() -> None:
    inner = sub("p1", f'<startEvent id="is"/>{undoable("a")}{undoable("b")}', "is -> a -> b")
    case = Case(model(f'<startEvent id="s"/>{inner}{throw()}<endEvent id="e"/>', "s -> p1 -> t -> e"))
    case.done("a")
    case.done("b")
    case.done("undo-b")
    case.done("undo-a")
    assert case.outcome == "e"


def test_a_compensation_event_sub_process_takes_the_place_of_that() -> None:
    own = sub(
        "h",
        '<startEvent id="hs"><compensateEventDefinition/></startEvent><userTask id="ht"/>',
        "hs -> ht",
        'triggeredByEvent="true"',
    )
    inner = sub("p1", f'<startEvent id="is"/>{undoable("a")}{own}', "is -> a")
    case = Case(model(f'<startEvent id="s"/>{inner}{throw()}<endEvent id="e"/>', "s -> p1 -> t -> e"))
    case.done("a")
    assert case.waits == [("work", "ht")]
    case.done("ht")
    assert case.outcome == "e"


def test_a_cancelled_transaction_undoes_what_was_done_then_leaves_by_its_cancel_event() -> None:
    inner = sub(
        "p1",
        f'<startEvent id="is"/>{undoable("a")}<parallelGateway id="f"/><userTask id="b"/><userTask id="c"/>'
        '<endEvent id="ie"><cancelEventDefinition/></endEvent>',
        "is -> a -> f\nf -> b -> ie\nf -> c",
        kind="transaction",
    )
    xml = model(
        f'<startEvent id="s"/>{inner}<endEvent id="e"/><endEvent id="o"/>'
        '<boundaryEvent id="x" attachedToRef="p1"><cancelEventDefinition/></boundaryEvent>',
        "s -> p1 -> e\nx -> o",
    )
    case = Case(xml)
    case.done("a")
    case.done("b")
    assert case.waits == [("work", "undo-a")]
    assert len(case.of(bpmn.CloseWork)) == 1
    case.done("undo-a")
    assert case.outcome == "o"
