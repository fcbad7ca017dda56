"""Playing a scenario of a package from filing to its last line."""

from collections.abc import Mapping
from datetime import UTC, datetime

from onewindow.blocks.catalogue.types import Scenario, ServicePackage
from onewindow.blocks.studio.playing.environment import Calendars, plain_calendar
from onewindow.blocks.studio.playing.people import do
from onewindow.blocks.studio.playing.player import Player
from onewindow.blocks.studio.playing.registers import ScenarioRegisters
from onewindow.blocks.studio.playing.stuck import Stuck


def play(package: ServicePackage, scenario: Scenario, *, calendars: Calendars = plain_calendar) -> Player:
    """Run a scenario to its end.

    :raises Stuck: what it says does not fit the process; ``Stuck.player`` holds how far it came.
    """
    given = given_of(package, scenario)
    player = prepared(package, given, calendars=calendars)
    try:
        player.file(given)
        for line in scenario.then:
            do(player, line)
    except Stuck as stuck:
        stuck.player = player
        raise
    return player


def prepared(
    package: ServicePackage, given: Mapping[str, object], *, calendars: Calendars = plain_calendar
) -> Player:
    """A player with the registers and the clock of what is given, before filing."""
    entries = given.get("registers") or {}
    if not isinstance(entries, Mapping):
        raise Stuck("given/registers: here stands a mapping")
    try:
        at = datetime.fromisoformat(str(given.get("at"))).astimezone(UTC)
    except ValueError as problem:
        raise Stuck("given/at: here stands a moment such as 2026-03-02T09:00:00+00:00") from problem
    return Player(package, ScenarioRegisters(entries), at, calendars)


def given_of(package: ServicePackage, scenario: Scenario, *, depth: int = 0) -> dict[str, object]:
    """What is given; ``like`` takes it from another scenario, and what stands here replaces it."""
    given = dict(scenario.given)
    like = given.pop("like", None)
    if like is None:
        return given
    base = next((one for one in package.scenarios if one.scenario == like), None)
    if base is None or depth > 20:
        raise Stuck(f"given/like: there is no scenario “{like}” to begin from")
    return _merged(given_of(package, base, depth=depth + 1), given)


def _merged(under: Mapping[str, object], over: Mapping[str, object]) -> dict[str, object]:
    merged = dict(under)
    for key, value in over.items():
        below = merged.get(key)
        both = isinstance(below, Mapping) and isinstance(value, Mapping)
        merged[key] = _merged(below, value) if both else value  # pyright: ignore
    return merged
