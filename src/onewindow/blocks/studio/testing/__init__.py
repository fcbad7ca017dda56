"""Testing a package: its scenarios, and how much of its flows and rules they pass."""

from onewindow.blocks.studio.testing.coverage import coverage_of, rules_of
from onewindow.blocks.studio.testing.running import run_scenario, run_scenarios

__all__ = ["coverage_of", "rules_of", "run_scenario", "run_scenarios"]
