"""Findings, tests and differences as tables of a page."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.catalogue.types import Finding, ServicePackage
from onewindow.blocks.studio.types import Comparison, DraftView, ScenarioResult, TestReport, Waived
from onewindow.foundation.web.api import process_diagram, show_datetime
from onewindow.foundation.web.types import Cell, Diagram, ShapeState, Table, Tag
from onewindow.standards import bpmn, dmn


def findings_table(findings: Iterable[Finding]) -> Table:
    """What was found: where, what, and the way out."""
    return Table(
        caption=_("What was found"),
        head=(_("Where"), _("How bad"), _("What it is"), _("What to do")),
        rows=tuple(
            (
                Cell(_where(one)),
                Cell(
                    "", tag=Tag(_("Fault"), "red") if one.severity == "fault" else Tag(_("Warning"), "yellow")
                ),
                Cell(one.rule),
                Cell(one.way_out),
            )
            for one in findings
        ),
        empty=_("Nothing: the package is as it should be."),
    )


def waived_table(waived: Iterable[Waived]) -> Table:
    """Questions that are asked although the state knows the answer."""
    return Table(
        caption=_("Asked although the state knows it"),
        head=(_("Question"), _("Who knows it"), _("Why it is asked")),
        rows=tuple((Cell(f"{one.form}/{one.field}"), Cell(one.known_by), Cell(one.reason)) for one in waived),
    )


def scenarios_table(report: TestReport) -> Table:
    """Each scenario, and what came where it failed."""
    return Table(
        caption=_("Scenarios"),
        head=(_("Scenario"), _("Result"), _("What differs")),
        rows=tuple(
            (
                Cell(one.scenario),
                Cell("", tag=Tag(_("Passed"), "green") if one.passed else Tag(_("Failed"), "red")),
                Cell("; ".join(_what_differs(one))),
            )
            for one in report.results
        ),
        empty=_("The package has no scenario."),
    )


def _what_differs(one: ScenarioResult) -> Iterator[str]:
    if one.stuck:
        yield one.stuck
    yield from one.told
    for key in one.expected:
        if key != "problems" or not one.told:
            yield _differs(key, one.expected[key], one.got[key])


def uncovered_table(report: TestReport) -> Table:
    """What no scenario passes."""
    kinds = {"flow": _("Flow"), "rule": _("Rule")}
    return Table(
        caption=_("What no scenario passes"),
        head=(_("What"), _("Kind"), _("Reason")),
        rows=tuple(
            (Cell(one.told), Cell(kinds[one.kind]), Cell(one.reason or _("None is written")))
            for one in report.coverage.uncovered
        ),
        empty=_("Nothing: every flow and every rule is passed."),
    )


def rule_tables(package: ServicePackage, report: TestReport) -> list[Table]:
    """Every decision table, with the rules that no scenario lets fire."""
    decisions = package.decisions
    if decisions is None:
        return []
    fired = {rule for _decision, rule in report.coverage.rules}
    model = decisions.model
    views = (decisions.table(one.id) for one in (*model.decisions, *model.knowledge))
    return [_rules(view, fired) for view in views if view is not None]


def _rules(view: dmn.TableView, fired: set[str]) -> Table:
    columns = (*view.inputs, *view.outputs)
    return Table(
        caption=f"{view.decision} ({view.hit_policy})",
        head=(_("Rule"), *(column.label or column.expression for column in columns), _("Scenarios")),
        rows=tuple(
            (
                Cell(str(place)),
                *(Cell(entry) for entry in (*rule.inputs, *rule.outputs)),
                Cell(
                    "", tag=Tag(_("Covered"), "green") if rule.id in fired else Tag(_("Not covered"), "red")
                ),
            )
            for place, rule in enumerate(view.rules, 1)
        ),
        marked=frozenset(place for place, rule in enumerate(view.rules) if rule.id not in fired),
    )


def coverage_diagram(package: ServicePackage, report: TestReport, language: str) -> Diagram:
    """The process, with what the scenarios enter."""
    drawn = bpmn.diagram(package.process)
    inside = {shape.id for shape in drawn.shapes} & set(package.process.elements)
    nodes = {one for one in inside if package.process.elements[one].kind != "process"}
    missed = nodes - report.entered
    states: dict[str, ShapeState] = {
        **dict.fromkeys(nodes & report.entered, "done"),
        **dict.fromkeys(missed, "stopped"),
    }
    texts = {
        **dict.fromkeys(nodes & report.entered, _("a scenario comes here")),
        **dict.fromkeys(missed, _("no scenario comes here")),
    }
    return process_diagram(
        drawn=drawn,
        title=_("What the scenarios pass"),
        names=catalogue.names_in_drawing(package=package, language=language),
        states=states,
        texts=texts,
        passed=report.entered,
    )


def differences_table(comparison: Comparison) -> Table:
    """What differs between two versions."""
    kinds = {"added": Tag(_("Added"), "green"), "removed": Tag(_("Removed"), "red")}
    return Table(
        caption=_("What differs"),
        head=(_("What"), _("How"), _("Before"), _("Now")),
        rows=tuple(
            (
                Cell(f"{part_name(one.part)}: {one.what}"),
                Cell("", tag=kinds.get(one.kind, Tag(_("Changed"), "blue"))),
                Cell(_short(one.old)),
                Cell(_short(one.new)),
            )
            for one in comparison.differences
        ),
        empty=_("Nothing differs."),
    )


def part_name(part: str) -> str:
    """What a part of a package is called."""
    return {
        "service": _("Service"),
        "deadline": _("Deadline"),
        "question": _("Question"),
        "check": _("Check of answers"),
        "fact": _("Known fact"),
        "decision": _("Decision"),
        "rule": _("Rule"),
        "fee": _("Fee"),
        "element": _("Element of the process"),
        "flow": _("Flow"),
        "step": _("Step"),
        "after": _("What may be done later"),
        "outcome": _("Outcome"),
        "document": _("Document"),
        "benefit": _("Benefit"),
        "text": _("Text"),
        "scenario": _("Scenario"),
    }.get(part, part)


def drafts_table(drafts: Iterable[DraftView], names: dict[str, str]) -> Table:
    """Drafts under work."""
    return Table(
        caption=_("Drafts"),
        head=(_("Draft"), _("Service"), _("What for"), _("Who works on it"), _("Changed")),
        rows=tuple(
            (
                Cell(_("Draft %(number)s") % {"number": one.draft}, link=f"/studio/drafts/{one.draft}/"),
                Cell(one.service),
                Cell(one.note or _("Nothing was said")),
                Cell(", ".join(names.get(account, account) for account in one.authors)),
                Cell(show_datetime(one.changed_at)),
            )
            for one in drafts
        ),
        empty=_("Nobody works on a service now."),
    )


def _where(one: Finding) -> str:
    place = f"{one.file}, {one.line}" if one.line else one.file
    return f"{place}: {one.key}" if one.key else place


def _differs(key: str, expected: object, got: object) -> str:
    return _("%(key)s: expected %(expected)s, got %(got)s") % {"key": key, "expected": expected, "got": got}


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 240 else f"{line[:239]}…"
