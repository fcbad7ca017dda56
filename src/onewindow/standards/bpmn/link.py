"""Second pass over the elements: where containers start, who listens to what, what a join must wait for."""

from collections.abc import Mapping

from onewindow.standards.bpmn.errors import ModelNotValid
from onewindow.standards.bpmn.model import ACTIVITIES, CONTAINERS, JOINS_BY_REACH, Element, Flow, Listener

_INERT = frozenset({"boundaryEvent", "intermediateCatchEvent"})


def link(elements: Mapping[str, Element]) -> None:
    """Complete the elements in place.

    :raises ModelNotValid: something that cannot run, such as an event gateway that leads to a task.
    """
    for element in elements.values():
        if element.kind in CONTAINERS and element.kind != "callActivity":
            _starts(element)
    for element in elements.values():
        _check(element)
        _links(element)
        element.conditional_out = any(flow.condition for flow in element.outgoing)
    for element in elements.values():
        element.name_effects()
        element.listeners = tuple(_listeners(element))
        element.plain = not (
            element.loop
            or element.listeners
            or element.handler
            or element.start_quantity > 1
            or _is_counted(element)
        )
        element.only_way = _only_way(element)
        element.collected = _collected(element)
        element.compensable = element.handler is not None or _undoes_itself(element)
        throws = element.kind in ("intermediateThrowEvent", "endEvent")
        element.late = throws and any(one.kind == "signal" for one in element.triggers)
        if element.kind in JOINS_BY_REACH and len(element.incoming) > 1:
            element.reach = {flow.id: _reaching(element, flow.source) for flow in element.incoming}


def _starts(container: Element) -> None:
    """What gets a token when the container is entered.

    Its none start, else what nothing flows into (§13.3.4).
    """
    container.event_subprocesses = [one for one in container.children if one.by_event]
    events = [one for one in container.children if one.kind == "startEvent"]
    plain = [one for one in events if not one.triggers]
    loose = [one for one in container.children if _is_loose(one)]
    container.starts = plain[:1] or ([] if events else loose)
    if container.kind == "adHocSubProcess":
        container.starts = loose
    if container.by_event:
        container.starts = events[:1]
        if len(events) != 1 or not events[0].triggers:
            raise ModelNotValid(
                element=container.id,
                rule="An event sub-process needs one start event that says what triggers it.",
                fix="Give it one start event with a message, timer, signal, error or condition.",
            )
    elif container.kind != "process" and events and not plain:
        raise ModelNotValid(
            element=container.id, rule="A sub-process must start plainly.", fix="Give it a plain start event."
        )


def _is_loose(element: Element) -> bool:
    catches = element.kind in _INERT or element.kind == "startEvent"
    return not (element.incoming or element.by_event or element.for_compensation or catches)


def _check(element: Element) -> None:
    if element.kind == "eventBasedGateway":
        for flow in element.outgoing:
            if flow.target.kind not in ("intermediateCatchEvent", "receiveTask"):
                raise ModelNotValid(
                    element=element.id,
                    rule=f"Its flow “{flow.id}” leads to “{flow.target.id}”, which cannot be awaited.",
                    fix="Lead it to a catching event or a receive task.",
                )
    if element.incoming and element.kind in ("startEvent", "boundaryEvent"):
        raise ModelNotValid(
            element=element.id,
            rule="A sequence flow leads to it, but it begins a path.",
            fix="Lead the flow to what comes after it.",
        )
    if element.outgoing and element.kind == "endEvent":
        raise ModelNotValid(
            element=element.id,
            rule="A sequence flow leaves it, but it ends a path.",
            fix="Remove the flow, or use an intermediate event.",
        )
    if element.kind.endswith("Gateway") and not element.outgoing and not element.incoming:
        raise ModelNotValid(
            element=element.id, rule="It is connected to nothing.", fix="Connect it or remove it."
        )


def _only_way(element: Element) -> Flow | None:
    """The flow by which a done activity always goes on with one token, where there is nothing to decide."""
    if _is_counted(element) or element.conditional_out or element.completion_quantity != 1:
        return None
    if len(element.outgoing) != 1:
        return None
    return element.outgoing[0] if element.kind in ACTIVITIES and element.default is None else None


def _is_counted(element: Element) -> bool:
    """Whether an ad-hoc sub-process asks, when it is done, if that is enough."""
    return element.container is not None and element.container.completion is not None


def _undoes_itself(element: Element) -> bool:
    """Whether a sub-process has a compensation event sub-process (§10.5.6)."""
    inside = (element.called or element).event_subprocesses if element.kind in CONTAINERS else ()
    return any(one.kind == "compensate" for sub in inside for one in sub.starts[0].triggers)


def _collected(element: Element) -> bool:
    """Whether what the work of one of many gave goes straight to its place in the collection."""
    loop = element.loop
    if loop is None or loop.kind == "loop" or loop.condition is not None or loop.output_item:
        return False
    bound = element.outputs or element.handler or element.kind == "sendTask" or loop.events
    return bool(element.work) and not bound


def _links(element: Element) -> None:
    """A link throw goes on at the link catch of the same name and level (§10.5.5)."""
    if element.kind != "intermediateThrowEvent" or not element.triggers or element.triggers[0].kind != "link":
        return
    name = element.triggers[0].name or element.name
    for other in element.container.children if element.container else ():
        link = other.triggers[0] if other.triggers and other.kind == "intermediateCatchEvent" else None
        if link is None or link.kind != "link":
            continue
        if link.names & element.triggers[0].names or (link.name or other.name) == name:
            element.link_target = other
            return
    raise ModelNotValid(
        element=element.id,
        rule=f"No link event on this level catches “{name}”.",
        fix="Add a catching link event of the same name.",
    )


def _listeners(element: Element) -> list[Listener]:
    if element.kind == "intermediateCatchEvent":
        return _of(element, "self")
    if element.kind == "eventBasedGateway":
        return [one for flow in element.outgoing for one in _of(flow.target, "gate")]
    found = _of(element, "self") if element.kind == "receiveTask" else []
    for boundary in element.boundaries:
        found += _of(boundary, "boundary")
    scope = element.called if element.kind == "callActivity" and element.called else element
    for subprocess in scope.event_subprocesses:
        found += _of(subprocess.starts[0], "start")
    return found


def _of(event: Element, how: str) -> list[Listener]:
    return [Listener(event, trigger, how) for trigger in event.triggers]


def _reaching(join: Element, source: Element) -> frozenset[str]:
    """Ids of the elements from which a token can come to ``source`` without passing ``join`` (§13.4.3)."""
    seen: set[str] = set()
    todo = [source]
    while todo:
        element = todo.pop()
        if element is join or element.id in seen:
            continue
        seen.add(element.id)
        todo += [flow.source for flow in element.incoming]
        if element.attached_to is not None:
            todo.append(element.attached_to)
        for other in element.container.children if element.container else ():
            if other.link_target is element:
                todo.append(other)
    return frozenset(seen)
