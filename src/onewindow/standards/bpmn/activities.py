"""Tasks, sub-processes and calls: how they begin and how they end. Source: BPMN 2.0.2 §13.3.2 to §13.3.6."""

from collections.abc import Mapping
from functools import partial
from typing import Any, cast

from onewindow.kernel.errors import OnewindowError
from onewindow.standards import dmn, feel
from onewindow.standards.bpmn import effects, loops
from onewindow.standards.bpmn.data import ISOLATED, Data
from onewindow.standards.bpmn.flows import depart, leave_by_all, leave_by_some
from onewindow.standards.bpmn.model import CONTAINERS, JOINS_BY_REACH, Association, Element, Flow
from onewindow.standards.bpmn.run import OUT, Run, Stuck
from onewindow.standards.bpmn.state import Node
from onewindow.standards.bpmn.tape import Again, take
from onewindow.standards.bpmn.waits import arm


def enter(run: Run, element: Element, parent: int, flow: Flow | None) -> None:
    """A token arrives at an activity."""
    if element.start_quantity > 1 and not _enough_tokens(run, element, parent, flow):
        return
    if element.plain and element.kind not in CONTAINERS:
        if element.work:
            node = run.add(element, parent)
            run.effects.append(effects.entered(element.id, node.id))
            _open_work(run, node, element)
        else:
            _pass(run, element, parent)
        return
    if element.loop is not None:
        loops.begin(run, element, parent)
        return
    node = run.add(element, parent)
    run.effects.append(effects.entered(element.id, node.id))
    if element.listeners:
        arm(run, node, element)
    begin(run, node, element)


def _enough_tokens(run: Run, element: Element, parent: int, flow: Flow | None) -> bool:
    """Collect the tokens that an activity wants before it starts."""
    here = flow.id if flow else ""
    for node in run.nodes.values():
        if node.element == element.id and node.parent == parent and node.more and "f" in node.more:
            come = [*node.more["f"], here]
            if len(come) < element.start_quantity:
                run.mark(node.id, f=come)
                return False
            run.drop(node.id)
            return True
    run.add(element, parent, {"f": [here]})
    return False


def _pass(run: Run, element: Element, parent: int) -> None:
    """A task that needs nobody: done at once, without a node."""
    _do(run, element, parent)
    run.effects += element.passed
    for _ in range(element.completion_quantity):
        depart(run, element, parent)


def begin(run: Run, node: Node, element: Element) -> None:
    """The activity of a node starts, once its tokens and its loop are settled."""
    if element.work:
        _open_work(run, node, element)
    elif element.kind in CONTAINERS:
        _open(run, node, element)
    else:
        _do(run, element, node.id)
        finish(run, node)


def _open_work(run: Run, node: Node, element: Element) -> None:
    """Somebody has to work at this node."""
    local = run.data.particular(node.id) if run.data.locals else {}
    if element.inputs:
        local |= mapped(run, element, node.id)
    run.effects.append(effects.open_work(node.id, element.id, element.work, local))


def mapped(run: Run, element: Element, node: int) -> dict[str, Any]:
    """What the data input associations of an element give it."""
    if not element.inputs:
        return {}
    return {
        one.target: run.value(one.expression, node) for one in element.inputs if one.expression is not None
    }


def _open(run: Run, node: Node, element: Element) -> None:
    """Start what a container holds; an empty one is done at once."""
    inner = element.called or element
    local = dict.fromkeys(inner.local_data)
    if element.called is not None and element.inputs:
        local = {**mapped(run, element, node.id), ISOLATED: True}
    if local:
        data = run.data.local(node.id).copy()
        data.update(local)
        run.data.open(node.id, data)
    starts = inner.starts
    if element.one_by_one:
        run.mark(node.id, s=[one.id for one in starts[1:]])
        starts = starts[:1]
    for start in starts:
        run.send(start, node.id)
    if not starts:
        finish(run, node)


def _do(run: Run, element: Element, where: int) -> None:
    """The work of a script or business rule task. ``where`` is the node (or scope) whose names it sees."""
    mapping = element.inputs or element.outputs
    tape = None if mapping or run.data.scope_of(where) >= 0 else run.data.tape
    if element.script is not None:
        extra = mapped(run, element, where)
        value, reasons = run.explained(element.script, where, extra)
        _keep(run, element, where, value, reasons)
        run.data.told(tape, partial(_script_again, element, element.script))
    elif element.decision:
        extra = mapped(run, element, where)
        decided, reasons = _decide(run.definition.decisions, element, run.data, where, extra)
        run.hole(tape, partial(_decide_again, run.definition.decisions, element))
        run.effects.append(decided)
        _keep(run, element, where, decided.value, reasons)
        run.data.tape = tape


def _script_again(element: Element, script: feel.Expression, again: Again) -> None:
    value, reasons = again.explained(script)
    again.data.put(-1, _named(element, value, reasons))


def _decide_again(decisions: Mapping[str, dmn.Definitions], element: Element, again: Again) -> None:
    decided, reasons = _decide(decisions, element, again.data, -1, {})
    again.found.append(decided)
    again.data.put(-1, _named(element, decided.value, reasons))


def _decide(
    decisions: Mapping[str, dmn.Definitions],
    element: Element,
    data: Data,
    where: int,
    extra: Mapping[str, Any],
) -> tuple[effects.Decided, str]:
    prefix, _, name = element.decision.rpartition("/")
    inputs = data.context(where).found(element.decision_inputs)
    if extra:
        inputs |= extra
    try:
        decided = dmn.evaluate(decisions[prefix], decision=name, inputs=inputs, now=data.at)
    except OnewindowError as error:
        raise Stuck(str(error)) from error
    told = effects.Decided(element.id, name, decided.value, decided.fired)
    return told, "; ".join(reason.text() for reason in decided.reasons) if decided.reasons else ""


def _keep(run: Run, element: Element, where: int, value: Any, reasons: str) -> None:
    if element.outputs and not (value is None and reasons):
        run.data.assign(where, _associated(run, element.outputs, where, value))
    else:
        run.data.assign(where, _named(element, value, reasons))


def _named(element: Element, value: Any, reasons: str) -> dict[str, Any]:
    """A context's entries become data by their names, another value by the task's id."""
    if value is None and reasons:
        raise Stuck(reasons)
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {element.id: value}


def _associated(run: Run, outputs: tuple[Association, ...], where: int, value: Any) -> dict[str, Any]:
    """What data output associations make of a result.

    A part of it by name, an expression over it, or all of it.
    """
    parts = cast("dict[str, Any]", value) if isinstance(value, dict) else {}
    found: dict[str, Any] = {}
    for one in outputs:
        if one.expression is not None:
            found[one.target] = run.value(one.expression, where, parts)
        elif one.source in parts or one.target in parts:
            found[one.target] = parts[one.source if one.source in parts else one.target]
        elif len(outputs) == 1:
            found[one.target] = value
    return found


def accept(run: Run, node: Node, element: Element, output: Mapping[str, Any]) -> None:
    """Output of work, or a message's payload, becomes data.

    Of the instance where there are many, else of the scope.
    """
    data = run.data
    scope = data.scope_of(node.id)
    data.told(None if scope >= 0 or element.outputs else data.tape, take)
    if not output:
        return
    if element.outputs:
        output = {**output, **_associated(run, element.outputs, node.id, dict(output))}
    data.take(scope, output)
    if node.more and "i" in node.more:
        run.mark(node.id, o=list(output))


def complete(run: Run, node: Node, element: Element, output: Mapping[str, Any]) -> None:
    """Work is done."""
    if element.collected and len(node.marks) == 1 and str(node.id) not in run.data.locals:
        loops.work_done(run, node, element, output)
        return
    accept(run, node, element, output)
    if element.kind == "sendTask":
        run.effects.append(
            effects.SendMessage(element.id, element.triggers[0].name, mapped(run, element, node.id))
        )
    finish(run, run.nodes[node.id])


def finish(run: Run, node: Node) -> None:
    """An activity is done: the next instance of its loop, or the way on."""
    element, more = run.elements[node.element], node.more
    if more and "i" in more:
        remember(run, node, element, run.nodes[node.parent].parent)
        loops.instance_done(run, node, element)
        return
    if more or element.compensable:
        remember(run, node, element, node.parent)
    leave(run, node, element)


def close(run: Run, node: Node, element: Element) -> None:
    """Nothing runs in a sub-process or call any more.

    A call hands its outputs over, then the activity is done.
    """
    if element.called is not None and element.outputs:
        run.data.tape = None
        seen = run.data.context(node.id)
        found = {
            one.target: run.value(one.expression, node.id)
            if one.expression is not None
            else seen.get(one.source)
            for one in element.outputs
        }
        outer = run.nodes[node.parent]
        run.data.put(run.data.scope_of(node.id if node.more and "i" in node.more else outer.id), found)
    finish(run, node)


def remember(run: Run, node: Node, element: Element, scope: int) -> None:
    """Note what could be compensated later, in order of completion (§13.3.6)."""
    more = run.nodes[node.id].more
    inner = more.get("k") if more else None
    if element.compensable or inner:
        records = list(run.nodes[scope].marks.get("k") or ())
        run.mark(scope, k=[*records, [element.id, inner] if inner else [element.id]])


def leave(run: Run, node: Node, element: Element) -> None:
    """A done activity's tokens go on, and its node goes."""
    run.effects.append(element.left)
    way = element.only_way
    if way is None:
        go_on(run, node, element)
    else:
        run.send(way.target, node.parent, way)
        run.drop(node.id)


def go_on(run: Run, node: Node, element: Element) -> None:
    """The tokens of a done activity. Where no flow can be taken, the node stays with an incident."""
    try:
        if element.kind in JOINS_BY_REACH:
            leave_by_some(run, element, node.parent)
        else:
            leave_by_all(run, element, node.parent)
            for _ in range(element.completion_quantity - 1):
                leave_by_all(run, element, node.parent)
    except Stuck as stuck:
        run.park((OUT, element, node.id, None), str(stuck))
        return
    run.drop(node.id)
    if element.container is not None and element.container.completion is not None:
        _check_ad_hoc(run, node.parent)


def _check_ad_hoc(run: Run, scope: int) -> None:
    """An ad-hoc sub-process ends once its condition is true (§13.3.5)."""
    holder = run.elements[run.nodes[scope].element] if scope in run.nodes else None
    if holder is None or holder.completion is None or not run.is_true(holder.completion, scope):
        return
    run.mark(scope, s=None)
    if holder.cancel_rest:
        run.cut(scope, holder.id)
        run.done.append(scope)
