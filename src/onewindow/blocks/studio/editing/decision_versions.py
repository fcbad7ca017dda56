"""A decision model on its way into the browser's editor and back.

The editor (dmn-js) reads DMN 1.3 and forgets what came later. So a model goes there with the names of 1.3;
expressions and constraints that 1.3 does not know travel along in ``extensionElements``, which every tool has
to keep (DMN 1.5 §6.3.1), and come back where they were.
"""

import base64
import re
from collections.abc import Iterator

from lxml import etree

from onewindow.blocks.studio.editing.drawn_requirements import draw_requirements
from onewindow.standards import safexml
from onewindow.standards.safexml import Element, local_name

_EDITORS = "20191111"
_NAMESPACE = re.compile(
    rb'(xmlns(?::[\w.-]+)?="https?://www\.omg\.org/spec/DMN/)(\d{8})(/(?:MODEL|DMNDI)/?")'
)
_MODEL = "{{https://www.omg.org/spec/DMN/{}/MODEL/}}"
_KEPT = "{https://onewindow.example/kept}"
_LATER = frozenset({"conditional", "filter", "for", "some", "every"})
"""Boxed expressions that came with DMN 1.4 (§10.2.2)."""

PLACEHOLDER = '"This expression is kept as it is. Edit it as text."'
"""What stands in the editor for an expression that it cannot show. FEEL, so that nothing complains."""


def to_editor(model: bytes) -> bytes:
    """The model as the editor reads it: names of DMN 1.3, later parts kept aside, every requirement drawn.

    :raises safexml.XmlRefused: it is not XML that we read.
    """
    renamed = _renamed(etree.tostring(safexml.parse(model)), _EDITORS)
    root = safexml.parse(renamed)
    for holder in list(_holders(root)):
        _keep_expression(holder)
    for constraint in list(root.iter(_MODEL.format(_EDITORS) + "typeConstraint")):
        _keep(constraint, "typeConstraint")
    draw_requirements(root)
    return _written(root)


def from_editor(model: bytes, *, before: bytes) -> bytes:
    """What the editor saved, as a model of the version that it had before: nothing lost.

    :param before: the model that went to the editor, as it was stored.
    :raises safexml.XmlRefused: it is not XML that we read.
    """
    root = safexml.parse(model)
    for kept in list(root.iter(f"{_KEPT}part")):
        _restore(kept)
    _restore_diagrams(root, before)
    etree.cleanup_namespaces(root, keep_ns_prefixes=_prefixes_in_values(root))
    return _renamed(_written(root), version_of(before))


def _restore_diagrams(root: Element, before: bytes) -> None:
    """Bring back notation and label styles (DMN 1.5 §13.4), which the editor does not know."""
    said = {_drawn(one): one.attrib for one in safexml.parse(before).iter("{*}DMNDiagram", "{*}DMNLabel")}
    for one in root.iter("{*}DMNDiagram", "{*}DMNLabel"):
        known = said.get(_drawn(one), {})
        for name in ("useAlternativeInputDataShape", "sharedStyle"):
            if name in known:
                one.set(name, known[name])


def _drawn(part: Element) -> tuple[str, str]:
    """What names a part of a diagram: its id, or that of what it labels."""
    above = part.getparent()
    name = part.get("id") or ("" if above is None else above.get("id") or above.get("dmnElementRef"))
    return local_name(part), name or ""


def version_of(model: bytes) -> str:
    """The year, month and day in the model's namespace, such as ``20230324`` for DMN 1.5."""
    found = _NAMESPACE.search(etree.tostring(safexml.parse(model)))
    return found[2].decode() if found else _EDITORS


def _renamed(xml: bytes, version: str) -> bytes:
    def rename(found: "re.Match[bytes]") -> bytes:
        start = found[1].replace(b"http://", b"https://")
        return start + version.encode() + found[3]

    return _NAMESPACE.sub(rename, xml)


def _written(root: Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _holders(root: Element) -> Iterator[Element]:
    """Decisions and knowledge models whose logic uses a later expression anywhere inside."""
    names = tuple(_MODEL.format(_EDITORS) + name for name in sorted(_LATER))
    for holder in root.iter(
        _MODEL.format(_EDITORS) + "decision", _MODEL.format(_EDITORS) + "businessKnowledgeModel"
    ):
        if next(holder.iter(*names), None) is not None:
            yield holder


def _keep_expression(holder: Element) -> None:
    inside = holder.find(_MODEL.format(_EDITORS) + "encapsulatedLogic")
    place = holder if inside is None else inside
    expression = next(child for child in place if _is_expression(child))
    stand_in = place.makeelement(_MODEL.format(_EDITORS) + "literalExpression", {})
    text = etree.SubElement(stand_in, _MODEL.format(_EDITORS) + "text")
    text.text = PLACEHOLDER
    place.replace(expression, stand_in)
    _put_aside(holder, expression, "expression")


_EXPRESSIONS = _LATER | {
    "context", "decisionTable", "functionDefinition", "invocation", "list", "literalExpression", "relation",
}  # fmt: skip


def _is_expression(element: Element) -> bool:
    return local_name(element) in _EXPRESSIONS


def _keep(part: Element, what: str) -> None:
    holder = part.getparent()
    if holder is not None:
        holder.remove(part)
        _put_aside(holder, part, what)


def _put_aside(holder: Element, part: Element, what: str) -> None:
    extensions = holder.find(_MODEL.format(_EDITORS) + "extensionElements")
    if extensions is None:
        extensions = holder.makeelement(_MODEL.format(_EDITORS) + "extensionElements", {})
        described = holder.find(_MODEL.format(_EDITORS) + "description")
        holder.insert(0 if described is None else holder.index(described) + 1, extensions)
    kept = etree.SubElement(extensions, f"{_KEPT}part", nsmap={"kept": _KEPT[1:-1]})
    kept.set("what", what)
    # Encoded, for editors differ in what they keep of whitespace and prefixes inside parts they do not know.
    kept.set("data", base64.b64encode(etree.tostring(part, with_tail=False)).decode())


def _restore(kept: Element) -> None:
    extensions = kept.getparent()
    holder = None if extensions is None else extensions.getparent()
    if extensions is None or holder is None:
        return
    part = safexml.parse(base64.b64decode(kept.get("data") or ""))
    extensions.remove(kept)
    if not len(extensions):
        holder.remove(extensions)
    if kept.get("what") == "expression":
        _restore_expression(holder, part)
    else:
        _restore_constraint(holder, part)


def _restore_expression(holder: Element, part: Element) -> None:
    """Put it back, unless somebody wrote another expression in its place."""
    for text in holder.iter(_MODEL.format(_EDITORS) + "text"):
        stand_in = text.getparent()
        place = None if stand_in is None else stand_in.getparent()
        if stand_in is not None and place is not None and (text.text or "").strip() == PLACEHOLDER:
            place.replace(stand_in, part)
            return


def _restore_constraint(holder: Element, part: Element) -> None:
    """A constraint follows the type's name and allowed values, before components (DMN 1.5 §7.3.3)."""
    before = {"description", "extensionElements", "typeRef", "allowedValues"}
    index = sum(1 for child in holder if local_name(child) in before)
    holder.insert(index, part)


def _prefixes_in_values(root: Element) -> list[str]:
    """Prefixes that stand in values (``typeRef="kit:tAmount"``): no tag shows that they are needed."""
    found: set[str] = set()
    for element in root.iter():
        for value in element.attrib.values():
            prefix, colon, _ = str(value).partition(":")
            if colon and prefix in element.nsmap:
                found.add(prefix)
        for child in element:
            if local_name(child) == "typeRef" and ":" in (child.text or ""):
                found.add((child.text or "").partition(":")[0].strip())
    return sorted(found)
