"""What ``onewindow service …`` prints: reports as text for people and as JSON for programs."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, is_dataclass
from datetime import date

from onewindow.blocks.catalogue.types import Finding
from onewindow.blocks.studio.types import CheckReport, Comparison, ScenarioResult, TestReport
from onewindow.kernel.errors import OnewindowError, Problems


def check_text(report: CheckReport) -> str:
    """The findings of a check, a paragraph each."""
    lines = [f"{report.key} {report.version[:12]}"]
    lines += [finding_text(found) for found in report.findings]
    for one in report.waived:
        lines.append(f"asked all the same: {one.form}/{one.field} ({one.known_by}): {one.reason}")
    lines += [f"note: {note}" for note in report.notes]
    lines.append(f"{_counted(len(report.faults), 'fault')}, {_counted(len(report.warnings), 'warning')}")
    return "\n".join(lines)


def _counted(many: int, what: str) -> str:
    return f"{many} {what}" if many == 1 else f"{many} {what}s"


def finding_text(found: Finding) -> str:
    """A finding: where, what, the way out."""
    place = f"{found.file}:{found.line}" if found.line else found.file
    key = f" {found.key}" if found.key else ""
    return f"{found.severity}: {place}{key}\n  {found.rule}\n  → {found.way_out}"


def scenario_text(result: ScenarioResult) -> str:
    """One scenario: a line, and what differs where it failed."""
    if result.passed:
        return f"passed  {result.scenario}"
    lines = [f"FAILED  {result.scenario}"]
    if result.stuck:
        lines.append(f"        it cannot go on: {result.stuck}")
    lines += [f"        {one}" for one in result.told]
    for key, wanted in result.expected.items():
        lines.append(f"        {key}: expected {wanted!r}, got {result.got.get(key)!r}")
    return "\n".join(lines)


def coverage_text(report: TestReport) -> str:
    """How many scenarios passed, and what is covered."""
    coverage = report.coverage
    flows = coverage.all_flows - sum(1 for one in coverage.uncovered if one.kind == "flow")
    rules = coverage.all_rules - sum(1 for one in coverage.uncovered if one.kind == "rule")
    lines = [
        f"{report.passed} of {len(report.results)} scenarios passed",
        f"covered: {flows} of {coverage.all_flows} sequence flows, {rules} of {coverage.all_rules} rules",
    ]
    for one in coverage.uncovered:
        why = f"  (explained: {one.reason})" if one.reason else ""
        lines.append(f"not covered: {one.kind} {one.id}: {one.told}{why}")
    if not coverage.complete:
        lines.append("Write a scenario for each, or say in scenarios/uncovered.yaml why there is none.")
    return "\n".join(lines)


def diff_text(comparison: Comparison) -> str:
    """What differs, a line or three each, and which cases stay."""
    lines: list[str] = []
    for one in comparison.differences:
        lines.append(f"{one.kind}: {one.part} {one.what}")
        if one.part != "scenario":
            lines += [f"  - {_short(one.old)}"] if one.old else []
            lines += [f"  + {_short(one.new)}"] if one.new else []
    lines.append(f"{len(comparison.differences)} differences")
    if comparison.moved:
        lines.append(f"running cases can be moved where they wait at: {', '.join(comparison.moved)}")
    for element, reasons in comparison.stays.items():
        lines.append(f"running cases that wait at {element} stay on the old version: {'; '.join(reasons)}")
    return "\n".join(lines)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 300 else f"{line[:299]}…"


def unreadable_text(problem: Problems) -> str:
    """Why a package cannot be read: every fault with its way out."""
    lines = [f"fault: {one.text()}" for one in _with_languages_together(problem.problems)]
    return "\n".join([*lines, f"{_counted(len(lines), 'fault')}: the package cannot be read"])


def _with_languages_together(faults: Iterable[OnewindowError]) -> list[OnewindowError]:
    """The faults; one that the texts of several languages have alike is told once, with all the files."""
    together: dict[tuple[object, ...], list[OnewindowError]] = {}
    for place, fault in enumerate(faults):
        told = fault.values
        in_texts = str(told.get("file", "")).startswith("texts/")
        alike = (told.get("key"), told.get("rule"), told.get("line")) if in_texts else (place,)
        together.setdefault(alike, []).append(fault)
    return [_one_of(alike) for alike in together.values()]


def _one_of(alike: list[OnewindowError]) -> OnewindowError:
    if len(alike) == 1:
        return alike[0]
    files = ", ".join(str(one.values["file"]) for one in alike)
    return type(alike[0])(**{**alike[0].values, "file": files})


def unreadable_json(problem: Problems) -> str:
    """The same as JSON."""
    faults = [{name: str(value) for name, value in one.values.items()} for one in problem.problems]
    return json.dumps({"readable": False, "faults": faults}, ensure_ascii=False, indent=2)


def json_of(report: object) -> str:
    """A report as JSON."""
    return json.dumps(_plain(report), ensure_ascii=False, indent=2)


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return {name: _plain(inner) for name, inner in asdict(value).items()}
    if isinstance(value, Mapping):
        return {str(name): _plain(inner) for name, inner in value.items()}
    if isinstance(value, frozenset | set):
        return sorted((_plain(inner) for inner in value), key=str)
    if isinstance(value, Iterable) and not isinstance(value, str | bytes):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value
