"""Which sequence flows and rules of decision tables the scenarios of a package pass."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass

from onewindow.blocks.catalogue.types import ServicePackage
from onewindow.blocks.studio.types import Coverage, Uncovered
from onewindow.standards import bpmn, dmn
from onewindow.standards.dmn.model import DecisionTable


@dataclass(frozen=True, slots=True)
class RuleOf:
    """A rule of a table: where it is, and its place in the table from 1."""

    decision: str
    rule: str
    name: str
    place: int

    @property
    def id(self) -> str:
        """How ``scenarios/uncovered.yaml`` calls it."""
        return f"{self.decision}/{self.rule}"


def coverage_of(
    package: ServicePackage, *, flows: Collection[str], rules: Collection[tuple[str, str]]
) -> Coverage:
    """What was passed, held against all that there is."""
    all_rules = rules_of(package.decisions)
    missing = [*_flows_not_in(package, flows), *_rules_not_in(package, all_rules, rules)]
    return Coverage(
        flows=frozenset(flows),
        rules=frozenset(rules),
        all_flows=len(package.process.flows),
        all_rules=len(all_rules),
        uncovered=tuple(missing),
    )


def rules_of(decisions: dmn.Definitions | None) -> tuple[RuleOf, ...]:
    """Every rule of every table of a model, also of tables inside boxed expressions."""
    if decisions is None:
        return ()
    model = decisions.model
    found: list[RuleOf] = []
    for decision in model.decisions:
        found += _rules(decision.id, decision.name, decision.expression)
    for knowledge in model.knowledge:
        found += _rules(knowledge.id, knowledge.name, knowledge.function)
    return tuple(found)


def _rules(owner: str, name: str, part: object) -> Iterator[RuleOf]:
    for table in _tables(part):
        for place, rule in enumerate(table.rules, 1):
            yield RuleOf(owner, rule.id, name, place)


def _tables(part: object) -> Iterator[DecisionTable]:
    if isinstance(part, DecisionTable):
        yield part
    elif isinstance(part, tuple | list):
        for inner in part:
            yield from _tables(inner)
    elif isinstance(part, Mapping):
        for inner in part.values():
            yield from _tables(inner)
    elif is_dataclass(part) and not isinstance(part, type):
        for field in fields(part):
            yield from _tables(getattr(part, field.name))


def _flows_not_in(package: ServicePackage, flows: Collection[str]) -> Iterator[Uncovered]:
    for flow in package.process.flows.values():
        if flow.id not in flows:
            yield Uncovered("flow", flow.id, _told(flow), package.uncovered.get(flow.id, ""))


def _told(flow: bpmn.Flow) -> str:
    ends = f"{flow.source.id} → {flow.target.id}"
    return f"{ends} ({flow.name})" if flow.name else ends


def _rules_not_in(
    package: ServicePackage, all_rules: tuple[RuleOf, ...], fired: Collection[tuple[str, str]]
) -> Iterator[Uncovered]:
    for rule in all_rules:
        if (rule.decision, rule.rule) not in fired:
            reason = package.uncovered.get(rule.id, "")
            yield Uncovered("rule", rule.id, f"{rule.name}, {rule.place}", reason)
