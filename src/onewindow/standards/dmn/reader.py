"""DMN XML, versions 1.1 to 1.5, to a model. What vendors add is passed over."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from onewindow.standards import safexml
from onewindow.standards.safexml import Element, local_name

from .errors import ModelNotValid
from .model import (
    Decision,
    DecisionService,
    Import,
    InputData,
    ItemDefinition,
    KnowledgeModel,
    Model,
)
from .read_expressions import read_expression, read_function
from .xml import NAMESPACES, child, children, label_of, name_of, text_of

_Read = TypeVar("_Read")


def read_model(data: bytes, *, tolerant: bool = False) -> Model:
    """Read one file.

    :param tolerant: a decision or function whose logic is not well made answers null.
    :raises ModelNotValid: with the element and the rule that it breaks.
    :raises safexml.XmlRefused: where it is no safe XML.
    """
    root = safexml.parse(data)
    namespace = root.tag.rpartition("}")[0].removeprefix("{")
    if local_name(root) != "definitions" or namespace not in NAMESPACES:
        raise ModelNotValid(
            element=local_name(root), rule="the root must be DMN definitions, version 1.2 to 1.5"
        )
    problems: list[str] | None = [] if tolerant else None
    decisions = tuple(_decision(element, problems) for element in children(root, "decision"))
    known = tuple(_knowledge(element, problems) for element in children(root, "businessKnowledgeModel"))
    return Model(
        name=root.get("name") or "",
        namespace=root.get("namespace") or "",
        items=tuple(_item(element) for element in children(root, "itemDefinition")),
        inputs=tuple(_input(element) for element in children(root, "inputData")),
        decisions=decisions,
        knowledge=known,
        services=tuple(_service(element) for element in children(root, "decisionService")),
        imports=tuple(
            Import(name_of(element), element.get("namespace") or "")
            for element in children(root, "import")
            if (element.get("importType") or namespace) in NAMESPACES
        ),
        problems=tuple(problems or ()),
    )


def _type_ref(element: Element) -> str | None:
    variable = child(element, "variable")
    return variable.get("typeRef") if variable is not None else None


def _id(element: Element) -> str:
    return element.get("id") or name_of(element)


def _input(element: Element) -> InputData:
    return InputData(_id(element), name_of(element), _type_ref(element))


def _logic(read: Callable[[], _Read], element: Element, problems: list[str] | None) -> _Read | None:
    """What is read; None, and the problem kept, where it is not well made and that is let pass."""
    try:
        return read()
    except ModelNotValid as problem:
        if problems is None:
            raise
        problems.append(f"{name_of(element)}: {problem}")
        return None


def _decision(element: Element, problems: list[str] | None) -> Decision:
    return Decision(
        _id(element),
        name_of(element),
        _type_ref(element),
        _references(element, "informationRequirement", ("requiredInput", "requiredDecision")),
        _references(element, "knowledgeRequirement", ("requiredKnowledge",)),
        _logic(lambda: read_expression(element), element, problems),
    )


def _knowledge(element: Element, problems: list[str] | None) -> KnowledgeModel:
    logic = child(element, "encapsulatedLogic")
    return KnowledgeModel(
        _id(element),
        name_of(element),
        _type_ref(element),
        _references(element, "knowledgeRequirement", ("requiredKnowledge",)),
        None if logic is None else _logic(lambda: read_function(logic), element, problems),
    )


def _service(element: Element) -> DecisionService:
    def ids(tag: str) -> tuple[str, ...]:
        return tuple(_reference(part) for part in children(element, tag))

    return DecisionService(
        _id(element),
        name_of(element),
        _type_ref(element),
        ids("outputDecision"),
        ids("encapsulatedDecision"),
        ids("inputDecision"),
        ids("inputData"),
    )


def _references(element: Element, group: str, tags: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(
        _reference(part)
        for requirement in children(element, group)
        for tag in tags
        for part in children(requirement, tag)
    )


def _reference(element: Element) -> str:
    """The id after ``#``, with the namespace before it where it is of another file."""
    home, _, identifier = (element.get("href") or "").rpartition("#")
    own = _root(element).get("namespace")
    return identifier if home in ("", own) else f"{home}#{identifier}"


def _item(element: Element) -> ItemDefinition:
    function = child(element, "functionItem")
    return ItemDefinition(
        name=name_of(element),
        type_ref=text_of(child(element, "typeRef")) or None,
        components=tuple(_item(part) for part in children(element, "itemComponent")),
        is_collection=element.get("isCollection") in ("true", "1"),
        allowed=label_of(child(element, "allowedValues")),
        constraint=label_of(child(element, "typeConstraint")),
        function=None if function is None else _function_item(function),
    )


def _function_item(element: Element) -> tuple[tuple[str | None, ...], str | None]:
    parameters = tuple(part.get("typeRef") for part in children(element, "parameters"))
    return parameters, element.get("outputTypeRef")


def _root(element: Element) -> Element:
    above = element.getparent()
    while above is not None:
        element, above = above, above.getparent()
    return element
