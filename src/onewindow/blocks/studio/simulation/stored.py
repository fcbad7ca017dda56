"""A study as JSON, and back."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from onewindow.blocks.studio.simulation.report import (
    Comparison,
    CostReport,
    DeskReport,
    Loop,
    Report,
    Spread,
    StepReport,
    Study,
)


def study_to_json(study: Study) -> dict[str, Any]:
    """The whole study, for a database or a program."""
    return asdict(study)


def study_from_json(stored: Mapping[str, Any]) -> Study:
    """The study again."""
    return Study(_report(stored["baseline"]), tuple(_comparison(one) for one in stored["variants"]))


def _comparison(stored: Mapping[str, Any]) -> Comparison:
    interval = stored["interval"]
    return Comparison(
        _report(stored["variant"]), stored["saved_hours"], tuple(interval) if interval else None,
        stored["faster"], stored["slower"],
    )  # fmt: skip


def _report(stored: Mapping[str, Any]) -> Report:
    made: dict[str, Any] = dict(stored)
    for name in ("hours", "working_days"):
        made[name] = Spread(**stored[name]) if stored[name] else None
    made["desks"] = tuple(_desk(one) for one in stored["desks"])
    made["steps"] = tuple(StepReport(**one) for one in stored["steps"])
    made["cost"] = CostReport(**stored["cost"]) if stored["cost"] else None
    made["loops"] = tuple(Loop(**one) for one in stored["loops"])
    for name in ("histogram", "incidents"):
        made[name] = tuple(tuple(one) for one in stored[name])
    made["unused"] = tuple(stored["unused"])
    return Report(**made)


def _desk(stored: Mapping[str, Any]) -> DeskReport:
    made: dict[str, Any] = dict(stored)
    made["queue"] = tuple(tuple(one) for one in stored["queue"])
    return DeskReport(**made)
