"""Event definitions: what an event catches or throws. Source: BPMN 2.0.2 §10.5."""

from onewindow.standards import feel
from onewindow.standards.bpmn.errors import ModelNotValid
from onewindow.standards.bpmn.expressions import Compiler
from onewindow.standards.bpmn.model import TimerRule, Trigger
from onewindow.standards.bpmn.source import MODEL, Source, Xml, child, children, reference, tag, text

_KINDS = {
    "messageEventDefinition": "message",
    "signalEventDefinition": "signal",
    "timerEventDefinition": "timer",
    "errorEventDefinition": "error",
    "escalationEventDefinition": "escalation",
    "conditionalEventDefinition": "conditional",
    "linkEventDefinition": "link",
    "terminateEventDefinition": "terminate",
    "compensateEventDefinition": "compensate",
    "cancelEventDefinition": "cancel",
}
_POINTERS = {
    "message": ("messageRef", "name"),
    "signal": ("signalRef", "name"),
    "error": ("errorRef", "errorCode"),
    "escalation": ("escalationRef", "escalationCode"),
}
EVENTS = frozenset(
    {"startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"}
)


def triggers(
    source: Source, xml: Xml, compiler: Compiler, *, owner: Xml | None = None
) -> tuple[Trigger, ...]:
    """The event definitions of an event, those it holds and those it points to, in order."""
    found: list[Trigger] = []
    for one in xml.iterchildren():
        definition = source.find(text(one)) if tag(one) == "eventDefinitionRef" else one
        if definition is not None and tag(definition) in _KINDS:
            trigger = read(source, definition, owner=xml if owner is None else owner, compiler=compiler)
            trigger.place = len(found)
            found.append(trigger)
    return tuple(found)


def read(source: Source, definition: Xml, *, owner: Xml, compiler: Compiler) -> Trigger:
    """One event definition."""
    kind = _KINDS[tag(definition)]
    element = owner.get("id") or ""
    if kind in _POINTERS:
        return _pointer(source, definition, kind, owner, compiler)
    if kind == "timer":
        return Trigger(kind, timer=_timer(definition, element, compiler))
    if kind == "conditional":
        condition = child(definition, "condition")
        language = condition.get("language") if condition is not None else None
        compiled = compiler.expression(text(condition), element=element, language=language or "")
        return Trigger(kind, condition=compiled)
    if kind == "link":
        return Trigger(kind, name=definition.get("name") or "", names=_link_ends(definition))
    if kind == "compensate":
        return Trigger(kind, name=reference(definition.get("activityRef")))
    return Trigger(kind)


def _link_ends(definition: Xml) -> frozenset[str]:
    """A link's own id, and those of its other ends (§10.5.5)."""
    ends = [reference(text(one)) for one in children(definition, "source", "target")]
    return frozenset({definition.get("id") or "", *ends} - {""})


def _pointer(source: Source, definition: Xml, kind: str, owner: Xml, compiler: Compiler) -> Trigger:
    attribute, naming = _POINTERS[kind]
    target = source.find(definition.get(attribute))
    return named(source, target, kind=kind, naming=naming, owner=owner, compiler=compiler)


def named(
    source: Source, target: Xml | None, *, kind: str, naming: str, owner: Xml, compiler: Compiler
) -> Trigger:
    """What a message, signal, error or escalation reference means.

    Without one, any error or the event's own name.
    """
    if target is None:
        own = "" if kind in ("error", "escalation") else owner.get("name") or owner.get("id") or ""
        return Trigger(kind, own, frozenset({own} if own else ()))
    spellings = [target.get(naming), target.get("id")]
    if kind in ("error", "escalation"):
        spellings = [target.get(naming) or target.get("id")]
    names = [spelling for spelling in spellings if spelling]
    key = _correlation(source, target, owner, compiler) if kind == "message" else None
    return Trigger(kind, names[0], frozenset(names), correlation=key)


def _correlation(source: Source, message: Xml, owner: Xml, compiler: Compiler) -> feel.Expression | None:
    """The FEEL that gives this process's key for a message, from its correlation subscription (§8.4.2)."""
    properties: set[str] = set()
    for declared in children(source.root, "correlationProperty"):
        retrievals = children(declared, "correlationPropertyRetrievalExpression")
        if any(reference(one.get("messageRef")) == message.get("id") for one in retrievals):
            properties.add(declared.get("id") or "")
    for binding in source.root.iter(f"{MODEL}correlationPropertyBinding"):
        if reference(binding.get("correlationPropertyRef")) in properties:
            return compiler.optional(text(child(binding, "dataPath")), element=owner.get("id") or "")
    return None


def _timer(definition: Xml, element: str, compiler: Compiler) -> TimerRule:
    for one in children(definition, "timeDate", "timeDuration", "timeCycle"):
        return compiler.timer(text(one), kind=tag(one), element=element, language=one.get("language") or "")
    raise ModelNotValid(
        element=element, rule="The timer has no time.", fix="Give it a date, a duration or a cycle."
    )
