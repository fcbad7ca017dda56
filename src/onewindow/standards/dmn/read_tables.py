"""Decision tables from XML (DMN 1.5 clause 8). Orientation is a matter of drawing: the XML is the same."""

from __future__ import annotations

from onewindow.standards.safexml import Element

from .errors import ModelNotValid
from .model import Boxed, DecisionTable, InputClause, OutputClause, Rule
from .xml import child, children, label_of, name_of

_POLICIES = frozenset({"UNIQUE", "ANY", "PRIORITY", "FIRST", "COLLECT", "RULE ORDER", "OUTPUT ORDER"})
_AGGREGATIONS = frozenset({"SUM", "COUNT", "MIN", "MAX"})


def read_table(element: Element) -> Boxed:
    """One table. Raises ModelNotValid where its shape is wrong."""
    label = element.get("id") or "decisionTable"
    policy = element.get("hitPolicy") or "UNIQUE"
    aggregation = element.get("aggregation")
    if policy not in _POLICIES or (aggregation is not None and aggregation not in _AGGREGATIONS):
        raise ModelNotValid(
            element=label, rule=f"there is no hit policy {policy} {aggregation or ''}".strip()
        )
    inputs = tuple(_input(part) for part in children(element, "input"))
    outputs = tuple(_output(part) for part in children(element, "output"))
    rules = tuple(_rule(part, at) for at, part in enumerate(children(element, "rule"), 1))
    for rule in rules:
        if len(rule.inputs) != len(inputs) or len(rule.outputs) != len(outputs):
            raise ModelNotValid(element=label, rule=f"rule {rule.id} must have a cell for each column")
    if not outputs:
        raise ModelNotValid(element=label, rule="a decision table needs an output")
    if len(outputs) > 1 and not all(output.name for output in outputs):
        raise ModelNotValid(element=label, rule="each of several outputs needs a name")
    annotations = tuple(name_of(part) for part in children(element, "annotation"))
    return DecisionTable(policy, aggregation, inputs, outputs, rules, annotations, element.get("typeRef"))


def _input(element: Element) -> InputClause:
    expression = child(element, "inputExpression")
    text = label_of(expression) or ""
    kind = expression.get("typeRef") if expression is not None else None
    return InputClause(
        element.get("label") or text,
        text,
        kind,
        label_of(child(element, "inputValues")),
        element.get("id") or "",
    )


def _output(element: Element) -> OutputClause:
    name = name_of(element) or None
    return OutputClause(
        name,
        element.get("label") or name or "",
        element.get("typeRef"),
        label_of(child(element, "outputValues")),
        label_of(child(element, "defaultOutputEntry")),
        element.get("id") or "",
    )


def _rule(element: Element, at: int) -> Rule:
    return Rule(
        element.get("id") or str(at),
        tuple(label_of(part) or "-" for part in children(element, "inputEntry")),
        tuple(label_of(part) or "" for part in children(element, "outputEntry")),
        tuple(label_of(part) or "" for part in children(element, "annotationEntry")),
    )
