"""Running the scenarios of a package."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from onewindow.blocks.catalogue.types import Scenario, ServicePackage
from onewindow.blocks.studio.playing import Player, Stuck, play
from onewindow.blocks.studio.testing.coverage import coverage_of
from onewindow.blocks.studio.types import ScenarioResult, TestReport

EXPECTED = ("outcome", "ended", "tasks", "fees", "documents", "notices", "problems", "undone")
"""What a scenario may expect."""


def run_scenarios(
    package: ServicePackage, *, told: Callable[[ScenarioResult], None] = lambda result: None
) -> TestReport:
    """Run every scenario, and say what they cover together.

    :param told: hears of each result at once.
    """
    results: list[ScenarioResult] = []
    flows, rules, entered = set[str](), set[tuple[str, str]](), set[str]()
    for scenario in package.scenarios:
        result, player = run_scenario(package, scenario)
        told(result)
        results.append(result)
        if player is not None:
            flows |= player.flows
            rules |= player.rules
            entered.update(player.entered)
    coverage = coverage_of(package, flows=flows, rules=rules)
    return TestReport(tuple(results), coverage, frozenset(entered))


def run_scenario(package: ServicePackage, scenario: Scenario) -> tuple[ScenarioResult, Player | None]:
    """Run one scenario; the player is None where it could not even begin."""
    try:
        player = play(package, scenario)
    except Stuck as stuck:
        told = tuple(stuck.player.told) if stuck.player is not None else ()
        return ScenarioResult(scenario.scenario, passed=False, stuck=_why(stuck), told=told), stuck.player
    found = what_came(player)
    wrong = {key: value for key, value in scenario.expect.items() if found.get(key, _UNKNOWN) != value}
    got = {key: found.get(key, _UNKNOWN) for key in wrong}
    told = tuple(player.told) if "problems" in wrong else ()
    return ScenarioResult(scenario.scenario, not wrong, wrong, got, told=told), player


def _why(stuck: Stuck) -> str:
    """Why a scenario cannot go on; that it was never filed explains most of what follows."""
    filed = stuck.player is None or not stuck.player.problems
    return str(stuck) if filed else f"{_('The request was not filed.')} ({stuck})"


def what_came(player: Player) -> Mapping[str, object]:
    """What a scenario may expect, as it came."""
    return {key: getattr(player, key) for key in EXPECTED}


_UNKNOWN = f"(a scenario expects some of {', '.join(EXPECTED)})"
