"""Take a called definition's elements into the caller's, under its name, so that one state holds both."""

import copy

from onewindow.standards.bpmn.model import Definition, Element, Flow, Listener


def adopt(definition: Definition, *, prefix: str) -> dict[str, Element]:
    """Copies of every element with ``prefix/`` before its id, linked among themselves."""
    fresh = {element.id: copy.copy(element) for element in definition.elements.values()}
    flows: dict[str, Flow] = {}
    for element in fresh.values():
        for flow in element.outgoing:
            flows[flow.id] = Flow(
                flow.id, flow.name, fresh[element.id], fresh[flow.target.id], flow.condition, flow.text
            )
    for element in fresh.values():
        _relink(element, fresh, flows)
    for element in fresh.values():
        _rename(element, prefix)
    return {element.id: element for element in fresh.values()}


def _relink(element: Element, fresh: dict[str, Element], flows: dict[str, Flow]) -> None:
    def same(other: Element | None) -> Element | None:
        return fresh[other.id] if other is not None else None

    element.container = same(element.container)
    element.attached_to = same(element.attached_to)
    element.handler = same(element.handler)
    element.called = same(element.called)
    element.link_target = same(element.link_target)
    element.default = flows[element.default.id] if element.default else None
    element.only_way = flows[element.only_way.id] if element.only_way else None
    element.incoming = [flows[flow.id] for flow in element.incoming]
    element.outgoing = [flows[flow.id] for flow in element.outgoing]
    element.boundaries = [fresh[one.id] for one in element.boundaries]
    element.children = [fresh[one.id] for one in element.children]
    element.starts = [fresh[one.id] for one in element.starts]
    element.event_subprocesses = [fresh[one.id] for one in element.event_subprocesses]
    element.listeners = tuple(
        Listener(fresh[one.event.id], one.trigger, one.how) for one in element.listeners
    )


def _rename(element: Element, prefix: str) -> None:
    element.id = f"{prefix}/{element.id}"
    element.name_effects()
    element.reach = {
        flow: frozenset(f"{prefix}/{name}" for name in names) for flow, names in element.reach.items()
    }
    if element.decision:
        element.decision = f"{prefix}/{element.decision}"
