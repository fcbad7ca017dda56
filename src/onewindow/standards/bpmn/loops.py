"""Standard loops and multi-instance activities. Source: BPMN 2.0.2 §13.3.6 and §13.3.7.

A loop has one node as its body and one node for each instance that runs. Instances are begun through the
queue.
"""

from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from typing import Any, cast

from onewindow.standards import feel
from onewindow.standards.bpmn import effects
from onewindow.standards.bpmn.data import ITEMS, Data
from onewindow.standards.bpmn.model import Behavior, Element, Loop
from onewindow.standards.bpmn.run import BEGIN, THROW, Run, Stuck
from onewindow.standards.bpmn.state import Node
from onewindow.standards.bpmn.stored import StoredData
from onewindow.standards.bpmn.tape import Again
from onewindow.standards.bpmn.waits import arm

INSTANCES = 5_000
"""More instances of one activity than this are an incident, not a load."""


def begin(run: Run, element: Element, parent: int) -> None:
    """The body of a loop starts, and the instances that may start with it."""
    loop = cast(Loop, element.loop)
    items = _items(run, loop, parent)
    total = len(items) if items is not None else _cardinality(run, loop, parent)
    many = 0 if loop.kind == "loop" else min(total, 1) if loop.kind == "sequential" else total
    more: dict[str, Any] = {"m": loop.kind[0], "n": total, "d": 0, "a": many}
    if loop.item and items is not None:
        more["v"] = loop.item
    body = run.add(element, parent, more)
    run.effects.append(effects.entered(element.id, body.id))
    local = StoredData({}, {} if items is None else {ITEMS: items})
    if loop.kind != "loop":
        local.put_json(loop.output or element.id, [None] * total)
    tape = run.data.tape if items is None and loop.count is not None else None
    run.data.open(body.id, local)
    run.data.told(tape, partial(_open_again, body.id, loop.output or element.id, total))
    arm(run, body, element)
    if loop.kind == "loop":
        if _goes_on(run, loop, body.id, 0, before=True):
            _start(run, body, element)
    else:
        for place in range(many):
            _start_at(run, body.id, element, place)
    if not run.alive.get(body.id):
        run.done.append(body.id)


def _open_again(body: int, name: str, total: int, again: Again) -> None:
    again.data.open(body, StoredData({name: [None] * total}, {}))


def _items(run: Run, loop: Loop, parent: int) -> list[Any] | None:
    if loop.collection is None:
        return None
    items = run.value(loop.collection, parent)
    if items is None:
        raise Stuck("The collection of the multi-instance has no value.")
    found = cast("list[Any]", items) if isinstance(items, list) else [items]
    if len(found) > INSTANCES:
        raise Stuck(f"The multi-instance would have {len(found)} instances; the limit is {INSTANCES}.")
    return found


def _cardinality(run: Run, loop: Loop, parent: int) -> int:
    if loop.count is not None and loop.count <= INSTANCES:
        return loop.count
    if loop.cardinality is None:
        return 0
    value = run.value(loop.cardinality, parent)
    if not isinstance(value, int | Decimal) or isinstance(value, bool) or value != int(value):
        raise Stuck(f"The loop cardinality is not a whole number but “{value}”.")
    if not 0 <= value <= INSTANCES:
        raise Stuck(f"The loop cardinality is {value}; it must lie between 0 and {INSTANCES}.")
    return int(value)


def _start(run: Run, body: Node, element: Element) -> None:
    """The next instance."""
    place = int(body.marks["a"])
    run.mark(body.id, a=place + 1)
    _start_at(run, body.id, element, place)


def _start_at(run: Run, body: int, element: Element, place: int) -> None:
    """An instance. Its item and its counter follow from its place: see ``Data.own``."""
    instance = run.add(element, body, {"i": place})
    if element.listeners:
        arm(run, instance, element)
    if element.work and not element.inputs:
        # nothing can go wrong or go on here, so it need not wait for its turn
        run.effects.append(
            effects.open_work(instance.id, element.id, element.work, run.data.particular(instance.id))
        )
    else:
        run.queue.append((BEGIN, element, instance.id, None))


def work_done(run: Run, node: Node, element: Element, output: Mapping[str, Any]) -> None:
    """The work of an instance of many is done, where nobody looks at its data before they are collected."""
    loop = cast(Loop, element.loop)
    body = run.nodes[node.parent]
    more: dict[str, Any] = dict(body.marks)
    more["d"] += 1
    run.mark(body.id, d=more["d"])
    tape, place = run.data.tape, (body.id, loop.output or element.id, int(node.marks["i"]))
    if output:
        run.data.put_item(*place, StoredData.json_from(output))
    run.data.told(tape, partial(_collect_again, *place))
    if loop.kind == "sequential" and more["a"] < more["n"]:
        _start(run, run.nodes[body.id], element)
    run.drop(node.id)


def _collect_again(body: int, name: str, place: int, again: Again) -> None:
    if again.brought:
        again.data.put_item(body, name, place, StoredData.json_from(again.brought))


def instance_done(run: Run, node: Node, element: Element) -> None:
    """One instance is done: collect what it gave, then start the next, or end the loop."""
    loop = cast(Loop, element.loop)
    body = run.mark(node.parent, d=int(run.nodes[node.parent].marks["d"]) + 1)
    if loop.kind == "loop":
        if _goes_on(run, loop, body.id, int(body.marks["d"]), before=False):
            _start(run, body, element)
        run.drop(node.id)
        return
    _collect(run, loop, element, node)
    counts = counts_of(body)
    ended = loop.condition is not None and run.holds(loop.condition, node.id, counts)
    thrown = [place for place, one in enumerate(loop.events) if _is_thrown(run, one, node, counts)]
    if thrown:
        # a token keeps the body alive, and what follows waits, until its events are thrown
        run.mark(body.id, b=thrown, y=1 if ended else None)
        run.alive[body.id] += 1
        run.queue.appendleft((THROW, element, body.id, None))
    if not thrown and not ended:
        go_on(run, body, element, ended=False)
    run.drop(node.id)
    if not thrown and ended:
        go_on(run, body, element, ended=True)


def go_on(run: Run, body: Node, element: Element, *, ended: bool) -> None:
    """After an instance: the next one, or the end of them all."""
    loop = cast(Loop, element.loop)
    if ended:
        run.cut(body.id, element.id)
        run.done.append(body.id)
    elif loop.kind == "sequential" and body.marks["a"] < body.marks["n"]:
        _start(run, run.nodes[body.id], element)


def _is_thrown(run: Run, one: Behavior, node: Node, counts: dict[str, Any]) -> bool:
    if one.first_only:
        return counts["numberOfCompletedInstances"] == 1
    return one.when is None or run.holds(one.when, node.id, counts)


def counts_of(body: Node) -> dict[str, Any]:
    """The attributes of table 10.33, seen by the completion condition and carried by thrown events."""
    more = body.marks
    return {
        "numberOfInstances": more["n"],
        "numberOfActiveInstances": more["a"] - more["d"],
        "numberOfCompletedInstances": more["d"],
        "numberOfTerminatedInstances": 0,
    }


def _goes_on(run: Run, loop: Loop, body: int, done: int, *, before: bool) -> bool:
    """Whether a standard loop runs (again); its condition sees how often it ran as loopCounter."""
    if loop.maximum is not None and done >= loop.maximum:
        return False
    if before and not loop.test_before:
        return True
    return loop.condition is None or run.holds(loop.condition, body, {"loopCounter": done})


def _collect(run: Run, loop: Loop, element: Element, node: Node) -> None:
    """The instance's output takes its place in the collection: the item named, or all that it gave."""
    more = run.nodes[node.id].marks
    if loop.output_item:
        value: Any = feel.to_json(run.data.own(node.id).get(loop.output_item))
    elif "o" in more:
        value = run.data.local(node.id).part(more["o"])
    else:
        return
    run.data.put_item(node.parent, loop.output or element.id, int(more["i"]), value)


def hand_over(run: Run, body: Node, element: Element) -> None:
    """The finished loop gives its collection to the scope around it.

    Instances that never ended leave no gap.
    """
    loop = cast(Loop, element.loop)
    name = loop.output or element.id
    if loop.kind != "loop":
        tape = run.data.tape if run.data.scope_of(body.parent) < 0 else None
        _give(run.data, body.id, body.parent, name, always=bool(loop.output))
        line = partial(_give, body=body.id, scope=-1, name=name, always=bool(loop.output))
        run.data.told(tape, lambda again: line(again.data))


def _give(data: Data, body: int, scope: int, name: str, *, always: bool) -> None:
    done = [one for one in data.local(body).json_of(name) if one is not None]
    if done or always:
        data.put_json(scope, name, done)
