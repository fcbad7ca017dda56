"""Static checks of a process model: soundness by exploring its situations, and the lengths of its ways."""

from onewindow.standards.bpmn.soundness.check import BUDGET, check, check_from
from onewindow.standards.bpmn.soundness.finding import WORDINGS, Finding, Leg
from onewindow.standards.bpmn.soundness.lengths import PathLength, longest_paths

__all__ = ["BUDGET", "WORDINGS", "Finding", "Leg", "PathLength", "check", "check_from", "longest_paths"]
