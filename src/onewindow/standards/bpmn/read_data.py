"""Data of a model.

The names that it declares, data associations, loops. Source: BPMN 2.0.2 §10.3, §10.3.8 (loops).
"""

from onewindow.standards import feel
from onewindow.standards.bpmn.errors import ModelNotValid
from onewindow.standards.bpmn.expressions import Compiler
from onewindow.standards.bpmn.model import Association, Loop, Trigger
from onewindow.standards.bpmn.read_events import named, read
from onewindow.standards.bpmn.source import (
    MODEL,
    Source,
    Xml,
    child,
    children,
    flag,
    number,
    reference,
    tag,
    text,
    texts,
)

_HOLDERS = ("dataObject", "dataObjectReference", "dataInput", "dataOutput", "property", "dataStoreReference")
_PLACEHOLDER = "__targetRef_placeholder"
MULTI_INSTANCE_NAMES: tuple[str, ...] = (
    "loopCounter",
    "numberOfInstances",
    "numberOfActiveInstances",
    "numberOfCompletedInstances",
    "numberOfTerminatedInstances",
    "activationCount",
    "waitingForStart",
)


def variable(source: Source, pointer: str | None) -> str:
    """The FEEL name of the data element that an id points to; the text itself where it points to none."""
    xml = source.find(pointer)
    if xml is None:
        return (pointer or "").strip()
    if tag(xml) == "dataObjectReference":
        return xml.get("name") or variable(source, xml.get("dataObjectRef")) or xml.get("id") or ""
    if tag(xml) == "dataObject" and not xml.get("name"):
        for other in source.root.iter(f"{MODEL}dataObjectReference"):
            if reference(other.get("dataObjectRef")) == xml.get("id") and other.get("name"):
                return other.get("name") or ""
    if xml.get("name") == _PLACEHOLDER:
        return ""
    return xml.get("name") or xml.get("id") or ""


def declared_names(source: Source) -> set[str]:
    """Every name that the file declares for data, so that names with spaces are read as one."""
    found: set[str] = set(MULTI_INSTANCE_NAMES)
    for xml in source.by_id.values():
        if tag(xml) in _HOLDERS:
            found.add(variable(source, xml.get("id")))
        elif tag(xml) in ("scriptTask", "businessRuleTask", "multiInstanceLoopCharacteristics"):
            found.add(xml.get("id") or "")
    for kind in ("inputDataItem", "outputDataItem"):
        found |= {xml.get("name") or "" for xml in source.root.iter(f"{MODEL}{kind}")}
    return found - {""}


def local_data(source: Source, container: Xml) -> tuple[str, ...]:
    """Names of the data objects and properties that a sub-process has for itself."""
    return tuple(variable(source, one.get("id")) for one in children(container, "dataObject"))


def inputs(source: Source, xml: Xml, compiler: Compiler) -> tuple[Association, ...]:
    """Data input associations: what goes in, under which name."""
    found: list[Association] = []
    for one in children(xml, "dataInputAssociation"):
        where = texts(one, "sourceRef")
        origin = variable(source, where[0]) if where else ""
        target = variable(source, text(child(one, "targetRef"))) or origin
        found += _associations(one, origin, target, xml, compiler, spelled=origin)
    return tuple(found)


def outputs(source: Source, xml: Xml, compiler: Compiler) -> tuple[Association, ...]:
    """Data output associations: which part of what comes out goes where."""
    found: list[Association] = []
    for one in children(xml, "dataOutputAssociation"):
        where = texts(one, "sourceRef")
        origin = variable(source, where[0]) if where else ""
        target = variable(source, text(child(one, "targetRef")))
        found += _associations(one, origin, target, xml, compiler, spelled="")
    return tuple(found)


def _associations(
    xml: Xml, origin: str, target: str, owner: Xml, compiler: Compiler, *, spelled: str
) -> list[Association]:
    element = owner.get("id") or ""
    assigned = [
        Association(
            (text(child(one, "to")) or target).removeprefix("=").strip(),
            origin,
            compiler.expression(text(child(one, "from")), element=element),
        )
        for one in children(xml, "assignment")
    ]
    if assigned or not target:
        return assigned
    rule = text(child(xml, "transformation")) or spelled
    return [Association(target, origin, compiler.optional(rule, element=element))]


def loop(source: Source, xml: Xml, compiler: Compiler) -> Loop | None:
    """Loop characteristics of an activity."""
    for one in children(xml, "standardLoopCharacteristics", "multiInstanceLoopCharacteristics"):
        standard = tag(one) == "standardLoopCharacteristics"
        return _standard(one, xml, compiler) if standard else _instances(source, one, xml, compiler)
    return None


def _standard(xml: Xml, owner: Xml, compiler: Compiler) -> Loop:
    condition = text(child(xml, "loopCondition"))
    maximum = number(xml, "loopMaximum", -1, 0)
    element = owner.get("id") or ""
    if not condition and maximum < 0:
        raise ModelNotValid(
            element=element, rule="The loop never ends.", fix="Give it a loopCondition or a loopMaximum."
        )
    return Loop(
        "loop",
        condition=compiler.optional(condition, element=element),
        test_before=flag(xml, "testBefore", False),
        maximum=maximum if maximum >= 0 else None,
    )


def _instances(source: Source, xml: Xml, owner: Xml, compiler: Compiler) -> Loop:
    element = owner.get("id") or ""
    cardinality = text(child(xml, "loopCardinality"))
    collection = text(child(xml, "loopDataInputRef"))
    if not cardinality and not collection:
        raise ModelNotValid(
            element=element,
            rule="It is not said how often the activity is done.",
            fix="Give its multi-instance a loopCardinality or a loopDataInputRef.",
        )
    items = {kind: child(xml, kind) for kind in ("inputDataItem", "outputDataItem")}
    names = {kind: (one.get("name") or one.get("id") or "") for kind, one in items.items() if one is not None}
    behavior = xml.get("behavior") or "All"
    event, when = _behavior(source, xml, owner, behavior, compiler)
    return Loop(
        "sequential" if flag(xml, "isSequential", False) else "parallel",
        condition=compiler.optional(text(child(xml, "completionCondition")), element=element),
        cardinality=compiler.optional(cardinality, element=element),
        count=int(cardinality) if cardinality.isascii() and cardinality.isdecimal() else None,
        collection=compiler.optional(_collection(source, collection, owner), element=element),
        item=names.get("inputDataItem", ""),
        output=variable(source, text(child(xml, "loopDataOutputRef"))),
        output_item=names.get("outputDataItem", ""),
        behavior=behavior,
        event=event,
        event_when=when,
    )


def _collection(source: Source, pointer: str, owner: Xml) -> str:
    """A dataInput that an association fills means what fills it.

    A data object its name; else the text is FEEL.
    """
    for one in children(owner, "dataInputAssociation"):
        if reference(text(child(one, "targetRef"))) == pointer and child(one, "sourceRef") is not None:
            return variable(source, texts(one, "sourceRef")[0])
    return variable(source, pointer)


def _behavior(
    source: Source, xml: Xml, owner: Xml, behavior: str, compiler: Compiler
) -> tuple[Trigger | None, feel.Expression | None]:
    """The event that instances throw when they are done, and when (§13.3.7)."""
    pointer = {"None": "noneBehaviorEventRef", "One": "oneBehaviorEventRef"}.get(behavior)
    if pointer:
        return _thrown(source, xml.get(pointer), owner, compiler), None
    for one in children(xml, "complexBehaviorDefinition") if behavior == "Complex" else ():
        holder = child(one, "event")
        definitions = list(holder.iterchildren()) if holder is not None else []
        thrown = next((one for one in definitions if tag(one).endswith("EventDefinition")), None)
        event = read(source, thrown, owner=owner, compiler=compiler) if thrown is not None else None
        return event, compiler.optional(text(child(one, "condition")), element=owner.get("id") or "")
    return None, None


def _thrown(source: Source, pointer: str | None, owner: Xml, compiler: Compiler) -> Trigger | None:
    xml = source.find(pointer)
    if xml is None:
        return None
    if tag(xml) == "signal":
        return named(source, xml, kind="signal", naming="name", owner=owner, compiler=compiler)
    return read(source, xml, owner=owner, compiler=compiler)
