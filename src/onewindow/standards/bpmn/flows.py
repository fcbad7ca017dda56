"""How tokens leave elements. Source: BPMN 2.0.2 §13.3.1 (implicit splits), §13.4 (gateways)."""

from collections.abc import Mapping

from onewindow.standards.bpmn.model import Element, Flow
from onewindow.standards.bpmn.run import OUT, Run, Stuck


def leave_by_all(run: Run, element: Element, parent: int) -> None:
    """Tokens on every flow that leaves an activity or event whose condition, if it has one, is true.

    :raises Stuck: every condition is false and there is no default.
    """
    if not element.outgoing:
        run.last = element.id
    elif not element.conditional_out and element.default is None:
        for flow in element.outgoing:
            run.send(flow.target, parent, flow)
    else:
        for flow in _true_flows(run, element, parent, unconditional=True):
            run.send(flow.target, parent, flow)


def depart(run: Run, element: Element, parent: int) -> None:
    """As ``leave_by_all``, after something was done that must not be done again.

    A token that is stuck waits here.
    """
    try:
        leave_by_all(run, element, parent)
    except Stuck as stuck:
        run.park((OUT, element, run.add(element, parent).id, None), str(stuck))


def leave_by_one(run: Run, element: Element, parent: int) -> None:
    """Exclusive: the first flow whose condition is true, else the default."""
    for flow in element.outgoing:
        if flow is not element.default and (flow.condition is None or run.holds(flow.condition, parent)):
            run.send(flow.target, parent, flow)
            return
    if element.default is not None:
        run.send(element.default.target, parent, element.default)
    elif element.outgoing:
        raise Stuck(_NO_WAY_ON)
    else:
        run.last = element.id


def leave_by_some(run: Run, element: Element, parent: int, extra: Mapping[str, object] | None = None) -> None:
    """Inclusive and complex: every flow whose condition is true, else the default."""
    if not element.outgoing:
        run.last = element.id
        return
    for flow in _true_flows(run, element, parent, unconditional=False, extra=extra):
        run.send(flow.target, parent, flow)


_NO_WAY_ON = "No condition of the flows that leave it is true, and none of them is the default."


def _true_flows(
    run: Run, element: Element, parent: int, *, unconditional: bool, extra: Mapping[str, object] | None = None
) -> list[Flow]:
    """``unconditional``: flows without condition do not keep the default from being taken (an activity's)."""
    free = [flow for flow in element.outgoing if flow.condition is None and flow is not element.default]
    bound = [flow for flow in element.outgoing if flow.condition and run.holds(flow.condition, parent, extra)]
    if not bound and element.default is not None and (unconditional or not free):
        bound = [element.default]
    chosen = set(free) | set(bound)
    if not chosen:
        raise Stuck(_NO_WAY_ON)
    return [flow for flow in element.outgoing if flow in chosen]
