"""What the drawing alone says: what nothing leads to, and what nobody throws, sends or catches."""

from collections.abc import Collection, Iterator

from onewindow.standards.bpmn.loops import INSTANCES
from onewindow.standards.bpmn.model import CONTAINERS, Definition, Element
from onewindow.standards.bpmn.soundness.components import components
from onewindow.standards.bpmn.soundness.finding import Finding, finding

_THROWS = frozenset({"intermediateThrowEvent", "endEvent"})


def unreached(definition: Definition, passed: Collection[str]) -> Iterator[Finding]:
    """Elements that no token entered, each stretch of them told once, at its beginning."""
    missing = {name for name in definition.elements if name not in passed}
    told: set[str] = set()
    for name in definition.elements:
        element = definition.elements[name]
        if name not in missing or name in told or not _begins(element, missing):
            continue
        told.update(stretch(element))
        yield _of(element)
    for name in definition.elements:
        if name in missing and name not in told and not _is_covered(definition.elements[name], missing, told):
            told.update(stretch(definition.elements[name]))
            yield _of(definition.elements[name])


def _of(element: Element) -> Finding:
    boundary = element.kind == "boundaryEvent" or (
        element.container is not None and element.container.by_event and element.kind == "startEvent"
    )
    return finding("never-fires" if boundary else "unreachable", element)


def _begins(element: Element, missing: Collection[str]) -> bool:
    """Whether what comes right before it is reached, or nothing does."""
    if _is_hidden(element, missing):
        return False
    before = _before(element)
    return not before or any(one.id not in missing for one in before)


def _is_hidden(element: Element, missing: Collection[str]) -> bool:
    """Whether its container or host is missing already, or is told of by its start."""
    if element.kind == "boundaryEvent" and element.triggers and element.triggers[0].kind == "compensate":
        return True
    if element.by_event:
        return True
    if element.kind == "intermediateCatchEvent" and any(one.kind == "link" for one in element.triggers):
        return not any(one.link_target is element for one in _siblings(element))
    holder = element.attached_to or element.container
    return holder is not None and holder.id in missing and not holder.by_event


def _is_covered(element: Element, missing: Collection[str], told: Collection[str]) -> bool:
    holder = element.attached_to or element.container
    inside = holder is not None and (holder.id in missing or holder.id in told)
    return inside or _is_hidden(element, missing) or (element.for_compensation and not _compensates(element))


def _compensates(element: Element) -> bool:
    return any(one.handler is element for one in _siblings(element))


def _siblings(element: Element) -> list[Element]:
    return element.container.children if element.container is not None else []


def _before(element: Element) -> list[Element]:
    found = [flow.source for flow in element.incoming]
    if element.attached_to is not None:
        found.append(element.attached_to)
    found += [one for one in _siblings(element) if one.link_target is element or one.handler is element]
    return found


def stretch(element: Element) -> set[str]:
    """Everything that a token would come to from here on."""
    seen: set[str] = set()
    todo = [element]
    while todo:
        one = todo.pop()
        if one.id in seen:
            continue
        seen.add(one.id)
        todo += [flow.target for flow in one.outgoing]
        todo += one.boundaries
        if one.kind in CONTAINERS:
            todo += one.children
    return seen


def loose_ends(definition: Definition) -> Iterator[Finding]:
    """Elements that nothing leaves although the way should end at an end event."""
    for element in definition.elements.values():
        holder = element.container
        if holder is None or element.outgoing or element.kind == "endEvent" or element.link_target:
            continue
        if element.for_compensation or element.by_event or holder.kind == "adHocSubProcess":
            continue
        if element.triggers and element.triggers[0].kind == "compensate":
            continue
        if holder.kind == "process" and any(one.kind == "endEvent" for one in holder.children):
            yield finding("dead-end", element)


def endless_circles(definition: Definition) -> Iterator[Finding]:
    """Circles in which nothing waits and no data changes: what leads round once leads round for ever."""
    elements = [one for one in definition.elements.values() if _passes_idly(one)]
    places = {one.id: place for place, one in enumerate(elements)}
    after = [[places[other.id] for other in _next(one) if other.id in places] for one in elements]
    for group in components(after):
        if len(group) > 1 or group[0] in after[group[0]]:
            yield finding("endless-circle", elements[min(group)])


def _passes_idly(element: Element) -> bool:
    if element.kind in ("task", "intermediateThrowEvent") or element.kind.endswith("Gateway"):
        waits = element.kind == "eventBasedGateway" or element.loop or element.listeners
        return not (waits or any(one.kind == "compensate" for one in element.triggers))
    return element.kind == "intermediateCatchEvent" and any(one.kind == "link" for one in element.triggers)


def _next(element: Element) -> Iterator[Element]:
    yield from (flow.target for flow in element.outgoing)
    if element.link_target is not None:
        yield element.link_target


def uncaught_escalations(definition: Definition) -> Iterator[Finding]:
    """Escalations that rise to the process without anybody who catches them."""
    callers: dict[str, list[Element]] = {}
    for element in definition.elements.values():
        if element.called is not None:
            callers.setdefault(element.called.id, []).append(element)
    for element in definition.elements.values():
        for trigger in element.triggers if element.kind in _THROWS else ():
            if trigger.kind == "escalation" and not _rises_to(element.container, trigger.name, callers):
                yield finding("unhandled-escalation", element, code=trigger.name)


def _rises_to(holder: Element | None, code: str, callers: dict[str, list[Element]]) -> bool:
    todo, seen = [holder], set[str]()
    while todo:
        one = todo.pop()
        if one is None or one.id in seen:
            continue
        seen.add(one.id)
        for listener in one.listeners:
            trigger = listener.trigger
            if trigger.kind == "escalation" and (not trigger.names or code in trigger.names):
                return True
        todo += [one.container, *callers.get(one.id, ())]
    return False


def unsent_messages(definition: Definition, sent: Collection[str]) -> Iterator[Finding]:
    """Messages that are awaited, and that neither this process nor anybody around it sends."""
    own = {
        name
        for element in definition.elements.values()
        if element.kind in _THROWS or element.kind == "sendTask"
        for trigger in element.triggers
        for name in trigger.names
        if trigger.kind == "message"
    }
    told: set[str] = set()
    for element in definition.elements.values():
        for listener in element.listeners:
            trigger, event = listener.trigger, listener.event
            if trigger.kind != "message" or event.id in told or trigger.names & own:
                continue
            if not trigger.names.intersection(sent):
                told.add(event.id)
                yield finding("message-not-sent", event, name=trigger.name)


def too_many(definition: Definition) -> Iterator[Finding]:
    """Activities with more instances than the engine begins."""
    for element in definition.elements.values():
        count = element.loop.count if element.loop is not None else None
        if count is not None and count > INSTANCES:
            yield finding("too-many-instances", element, count=count, most=INSTANCES)


def repeatable(definition: Definition) -> frozenset[str]:
    """Elements that only events which interrupt nothing lead to: several tokens there are meant."""
    side = [one for e in definition.elements.values() for one in e.boundaries if not one.interrupting]
    beside = {name for one in side for name in stretch(one)}
    main: set[str] = set()
    for element in definition.elements.values():
        if element.kind == "process" or element.kind in CONTAINERS:
            for start in [*element.starts, *[one for one in element.children if one.kind == "startEvent"]]:
                main |= _along(start, side)
    return frozenset(beside - main)


def _along(start: Element, without: Collection[Element]) -> set[str]:
    seen: set[str] = set()
    todo = [start]
    while todo:
        one = todo.pop()
        if one.id in seen or one in without:
            continue
        seen.add(one.id)
        todo += [*_next(one), *one.boundaries]
    return seen
