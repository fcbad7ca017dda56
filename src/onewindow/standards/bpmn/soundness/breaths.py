"""Places at which tokens of the abstract model rest although the engine would move them on.

The engine moves a token until it waits. An exploration that only saw these situations would neither see two
tokens pass a merge one after the other, nor come to the end of a circle in which nothing waits. So a token
rests, at a *breath*, before every merge and behind the joins and links that a circle may close with.
"""

from onewindow.standards.bpmn.model import ACTIVITIES, JOINS_BY_REACH, Definition, Element, Flow

MARK = "~"
"""Begins the id of a breath; no XML id does."""
_WAITS = frozenset({"eventBasedGateway", "intermediateCatchEvent", "endEvent", "startEvent"})
_JOINS = JOINS_BY_REACH | {"parallelGateway"}


def breathe(definition: Definition, *, before_joins: bool = False) -> None:
    """Put breaths into an abstract definition, in place.

    :param before_joins: also before what joins, where each way in is a place of its own.
    """
    elements = dict(definition.elements)
    for element in definition.elements.values():
        if merges(element) or (before_joins and element.kind in _JOINS and len(element.incoming) > 1):
            for flow in element.incoming:
                if not flow.source.id.startswith(MARK):
                    _between(elements, flow, element)
        if not merges(element) and _may_close_a_circle(element):
            for flow in element.outgoing:
                if not flow.source.id.startswith(MARK) and not flow.target.id.startswith(MARK):
                    _between(elements, flow, flow.target)
    object.__setattr__(definition, "elements", elements)


def merges(element: Element) -> bool:
    """Whether several flows come in, each of which lets the element run once more without waiting."""
    waits = element.kind in _WAITS or element.kind in _JOINS or element.work or element.start_quantity > 1
    return not waits and len(element.incoming) > 1


def _may_close_a_circle(element: Element) -> bool:
    joins = element.kind in JOINS_BY_REACH and len(element.incoming) > 1
    catches_link = element.kind == "intermediateCatchEvent" and any(
        one.kind == "link" for one in element.triggers
    )
    return joins or catches_link


def _between(elements: dict[str, Element], flow: Flow, target: Element) -> None:
    """A breath on a flow. The half that reaches the target keeps the flow's id, for joins count by it."""
    source = flow.source
    breath = Element(f"{MARK}{flow.id}", target.id, "userTask", container=source.container, work="breath")
    first = Flow(f"{MARK}{flow.id}", "", source, breath, flow.condition, flow.text)
    source.outgoing = [first if one is flow else one for one in source.outgoing]
    source.default = first if source.default is flow else source.default
    if source.kind in ACTIVITIES and source.only_way is flow:
        source.only_way = first
    flow.source, flow.condition = breath, None
    breath.incoming, breath.outgoing, breath.only_way, breath.plain = [first], [flow], flow, True
    breath.name_effects()
    elements[breath.id] = breath
    _widen(elements, breath, flow, target)


def _widen(elements: dict[str, Element], breath: Element, flow: Flow, target: Element) -> None:
    """A token at the breath can reach whatever its target reaches (``Element.reach``)."""
    for join in elements.values():
        if join.reach:
            join.reach = {
                name: names | {breath.id}
                if target.id in names or (join is target and name == flow.id)
                else names
                for name, names in join.reach.items()
            }
