"""The XML of a model, indexed. Only the standard's own elements are seen: vendor extensions do not exist
here.

Source: BPMN 2.0.2 (OMG formal/13-12-09), chapters 8, 10 and 15.
"""

from collections.abc import Iterator

from onewindow.standards import safexml
from onewindow.standards.bpmn.errors import ModelNotValid

MODEL = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
Xml = safexml.Element


def tag(xml: Xml) -> str:
    """The BPMN name of an element; "" for what is not BPMN."""
    return xml.tag[len(MODEL) :] if xml.tag.startswith(MODEL) else ""


def children(xml: Xml, *names: str) -> Iterator[Xml]:
    """Children of these BPMN names, in order."""
    for child in xml.iterchildren():
        if tag(child) in names:
            yield child


def child(xml: Xml, name: str) -> Xml | None:
    """The first child of this BPMN name."""
    return next(children(xml, name), None)


def text(xml: Xml | None) -> str:
    """Text of an element, without white space around it; "" where there is none."""
    return "".join(xml.itertext()).strip() if xml is not None else ""


def texts(xml: Xml, name: str) -> list[str]:
    return [text(one) for one in children(xml, name)]


def reference(value: str | None) -> str:
    """A QName reference without its prefix."""
    return (value or "").strip().rpartition(":")[2]


def flag(xml: Xml, name: str, default: bool) -> bool:
    value = xml.get(name)
    return default if value is None else value.strip() in ("true", "1")


def number(xml: Xml, name: str, default: int, least: int) -> int:
    """An integer attribute.

    :raises ModelNotValid: not an integer, or below ``least``.
    """
    value = xml.get(name)
    if value is None or not value.strip():
        return default
    try:
        found = int(value)
    except ValueError:
        found = least - 1
    if found < least:
        raise ModelNotValid(
            element=xml.get("id") or tag(xml),
            rule=f"{name} is “{value}”, but must be a whole number of at least {least}.",
            fix=f"Correct {name}, or leave it out.",
        )
    return found


class Source:
    """A definitions file: its root, and everything that has an id."""

    def __init__(self, data: bytes) -> None:
        self.root = safexml.parse(data)
        if tag(self.root) != "definitions":
            raise ModelNotValid(
                element=safexml.local_name(self.root),
                rule="The file is not a BPMN 2.0 model.",
                fix="Save the diagram as BPMN 2.0 XML; its first element is “definitions”.",
            )
        self.by_id: dict[str, Xml] = {}
        for xml in self.root.iter():
            name = xml.get("id")
            if name and tag(xml):
                if name in self.by_id and tag(xml) != "incoming":
                    raise ModelNotValid(
                        element=name, rule="Two elements have this id.", fix="Give one of them another id."
                    )
                self.by_id[name] = xml

    def find(self, name: str | None) -> Xml | None:
        """The element that a QName or id points to."""
        whole = (name or "").strip()
        return self.by_id.get(whole if whole in self.by_id else reference(whole))

    def processes(self) -> dict[str, Xml]:
        """Processes and global tasks by id."""
        kinds = ("process", "globalTask", *(f"global{kind}Task" for kind in ("User", "Manual", "Script")))
        found = children(self.root, *kinds, "globalBusinessRuleTask")
        return {xml.get("id") or "": xml for xml in found}
