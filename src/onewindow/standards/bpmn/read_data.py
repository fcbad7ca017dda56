"""Data of a model.

The names that it declares, data associations, loops. Source: BPMN 2.0.2 §10.3, §10.3.8 (loops).
"""

import re

from onewindow.standards.bpmn.errors import ModelNotValid
from onewindow.standards.bpmn.expressions import Compiler
from onewindow.standards.bpmn.model import Association, Behavior, Loop, Trigger
from onewindow.standards.bpmn.read_events import named, read, triggers
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
_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
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
    if _is_negative(cardinality):
        raise ModelNotValid(
            element=element,
            rule=f"Its loopCardinality is “{cardinality}”, but must be a whole number of at least 0.",
            fix="Correct the loopCardinality.",
        )
    items = {kind: child(xml, kind) for kind in ("inputDataItem", "outputDataItem")}
    names = {kind: (one.get("name") or one.get("id") or "") for kind, one in items.items() if one is not None}
    return Loop(
        "sequential" if flag(xml, "isSequential", False) else "parallel",
        condition=compiler.optional(text(child(xml, "completionCondition")), element=element),
        cardinality=compiler.optional(cardinality, element=element),
        count=int(cardinality) if cardinality.isascii() and cardinality.isdecimal() else None,
        collection=compiler.optional(_collection(source, collection, owner), element=element),
        item=names.get("inputDataItem", ""),
        output=variable(source, text(child(xml, "loopDataOutputRef"))),
        output_item=names.get("outputDataItem", ""),
        events=_behaviors(source, xml, owner, compiler),
    )


def _is_negative(cardinality: str) -> bool:
    """Whether it is written as a number, but as one that no instances can have."""
    number = cardinality.removeprefix("=").strip()
    return bool(_NUMBER.fullmatch(number)) and not number.isdecimal()


def _collection(source: Source, pointer: str, owner: Xml) -> str:
    """A dataInput that an association fills means what fills it.

    A data object its name; else the text is FEEL.
    """
    for one in children(owner, "dataInputAssociation"):
        if reference(text(child(one, "targetRef"))) == pointer and child(one, "sourceRef") is not None:
            return variable(source, texts(one, "sourceRef")[0])
    return variable(source, pointer)


def _behaviors(source: Source, xml: Xml, owner: Xml, compiler: Compiler) -> tuple[Behavior, ...]:
    """The events that are thrown when instances are done (§13.3.7, table 10.31)."""
    behavior = xml.get("behavior") or "All"
    if behavior in ("None", "One"):
        trigger = _thrown(source, xml.get(f"{behavior.lower()}BehaviorEventRef"), owner, compiler)
        return (Behavior(trigger, first_only=behavior == "One"),) if trigger is not None else ()
    found: list[Behavior] = []
    for one in children(xml, "complexBehaviorDefinition") if behavior == "Complex" else ():
        when = compiler.optional(text(child(one, "condition")), element=owner.get("id") or "")
        holder = child(one, "event")
        thrown = triggers(source, holder, compiler, owner=owner) if holder is not None else ()
        found += [Behavior(trigger, when=when) for trigger in thrown]
    return tuple(found)


def _thrown(source: Source, pointer: str | None, owner: Xml, compiler: Compiler) -> Trigger | None:
    xml = source.find(pointer)
    if xml is None:
        return None
    if tag(xml) == "signal":
        return named(source, xml, kind="signal", naming="name", owner=owner, compiler=compiler)
    return read(source, xml, owner=owner, compiler=compiler)
