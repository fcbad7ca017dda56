"""Read a BPMN 2.0 file into a ``Definition``: everything is checked and compiled here, once.

Source: BPMN 2.0.2 (OMG formal/13-12-09), chapters 10 and 13.
"""

from collections.abc import Iterable, Mapping

from onewindow.standards import dmn
from onewindow.standards.bpmn.drawing import read_drawing
from onewindow.standards.bpmn.errors import ModelNotValid
from onewindow.standards.bpmn.expressions import Compiler
from onewindow.standards.bpmn.link import link
from onewindow.standards.bpmn.model import JOINS_BY_REACH, Definition, Element, Lane
from onewindow.standards.bpmn.read_data import declared_names
from onewindow.standards.bpmn.read_elements import Reader
from onewindow.standards.bpmn.source import MODEL, Source, flag, reference, tag, texts

HOUSE_NAMES = ("working days after", "working days between")
"""Names of more than one word that the house's environment offers to every expression."""


def load(
    xml: bytes,
    *,
    process: str | None = None,
    decisions: dmn.Definitions | None = None,
    called: Mapping[str, Definition] | None = None,
    rules: Mapping[str, str] | None = None,
    names: Iterable[str] = HOUSE_NAMES,
    outside: Iterable[str] = (),
) -> Definition:
    """Compile a model.

    :param xml: a BPMN 2.0 file of any editor; what is not of the standard is ignored.
    :param process: id of the process to run; without it the executable one that no other calls.
    :param decisions: where business rule tasks find their decisions.
    :param called: definitions for call activities, by the process id that ``calledElement`` names. Their
        elements
        appear as ``<process id>/<element id>``. Processes of the same file need not be given.
    :param rules: business rule task id to decision name or id; without it the task's id or name is the
        decision's.
    :param names: names with spaces that the environment of the events will offer.
    :param outside: call activities whose process runs somewhere else: they open work of kind ``call``, and
        are done when it is.
    :raises ModelNotValid: the element, the rule that it breaks, and what to do.
    :raises onewindow.standards.safexml.XmlRefused: not XML, or XML that we do not read.
    """
    source = Source(xml)
    rules = rules or {}
    compiler = Compiler({*declared_names(source), *_decision_names(decisions), *names, *rules})
    reader = Reader(source, compiler, called or {}, _Rules(decisions, rules), frozenset(outside))
    root = reader.process(_chosen(source, process))
    reader.finish()
    link(reader.elements)
    found = {"": decisions} if decisions is not None else {}
    elements = dict(reader.elements)
    flows = dict(reader.flows)
    for name, definition in (called or {}).items():
        elements |= reader.adopted.get(name, {})
        flows |= {f"{name}/{key}": flow for key, flow in definition.flows.items()}
        found |= {f"{name}/{key}": value for key, value in definition.decisions.items()}
    return Definition(
        id=root.id,
        name=root.name,
        root=root,
        elements=elements,
        flows=flows,
        lanes=_lanes(source, reader.elements),
        processes=tuple(source.processes()),
        drawing=read_drawing(source.root),
        decisions=found,
        conditional=any(one.trigger.kind == "conditional" for e in elements.values() for one in e.listeners),
        joins_by_reach=any(element.kind in JOINS_BY_REACH for element in elements.values()),
    )


def _decision_names(decisions: dmn.Definitions | None) -> set[str]:
    return {*decisions.decisions, *decisions.decisions_by_id} if decisions is not None else set()


def _input_names(decisions: dmn.Definitions | None) -> tuple[str, ...]:
    """What decisions look up in the data.

    Not the decisions themselves: a result of before would be taken for new.
    """
    if decisions is None:
        return ()
    declared = {name for item in decisions.inputs.values() for name in (item.name, item.id)}
    return tuple(sorted((declared | decisions.free_names) - _decision_names(decisions)))


class _Rules:
    """Which decision a business rule task takes."""

    def __init__(self, decisions: dmn.Definitions | None, rules: Mapping[str, str]) -> None:
        self.known = _decision_names(decisions)
        self.inputs = _input_names(decisions)
        self.rules = rules

    def decision_of(self, element: Element) -> str:
        """Name of the decision.

        :raises ModelNotValid: there is none of that name.
        """
        wanted = self.rules.get(element.id)
        for name in (wanted,) if wanted else (element.id, element.name):
            if name in self.known:
                element.decision_inputs = self.inputs
                return name
        raise ModelNotValid(
            element=element.id,
            rule=f"No decision is called “{wanted or element.name or element.id}”.",
            fix="Say under “rules” which decision this task takes, or name the task as the decision.",
        )


def _chosen(source: Source, process: str | None) -> str:
    found = source.processes()
    if process is not None:
        if process not in found:
            raise ModelNotValid(
                element=process,
                rule="The file has no process of this id.",
                fix=f"It has: {', '.join(found)}.",
            )
        return process
    called = {reference(xml.get("calledElement")) for xml in source.root.iter(f"{MODEL}callActivity")}
    processes = [name for name, xml in found.items() if tag(xml) == "process"]
    mains = [name for name in processes if flag(found[name], "isExecutable", True) and name not in called]
    for name in mains + processes:
        return name
    raise ModelNotValid(element="definitions", rule="The file has no process.", fix="Draw a process in it.")


def _lanes(source: Source, elements: Mapping[str, Element]) -> tuple[Lane, ...]:
    found: list[Lane] = []
    for xml in source.root.iter(f"{MODEL}lane"):
        nodes = tuple(name for name in texts(xml, "flowNodeRef") if name in elements)
        found.append(Lane(xml.get("id") or "", xml.get("name") or "", nodes))
    return tuple(found)
