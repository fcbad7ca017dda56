"""Whether running cases can be moved to another version, tried where the old version's scenarios wait."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from onewindow.blocks.catalogue.types import ServicePackage
from onewindow.blocks.studio.playing import Player, Stuck, do, given_of, prepared
from onewindow.standards import bpmn


def moves(old: ServicePackage, new: ServicePackage) -> tuple[tuple[str, ...], Mapping[str, tuple[str, ...]]]:
    """Elements at which waiting cases can be moved, and for the others why they cannot."""
    moved: dict[str, None] = {}
    stays: dict[str, dict[str, None]] = {}
    tried: set[frozenset[str]] = set()
    for state, at, environment in _stops(old):
        waiting = frozenset(node.element for node in state.nodes.values())
        if waiting in tried:
            continue
        tried.add(waiting)
        places = _places(old, waiting)
        try:
            bpmn.migrate(old.process, new.process, state, at=at, environment=environment)
        except bpmn.CannotMove as problem:
            for one in problem.reasons:
                stays.setdefault(one.element, {})[_(one.message).format(**one.values)] = None
        else:
            moved |= dict.fromkeys(sorted(places))
    kept = {element: tuple(reasons) for element, reasons in sorted(stays.items())}
    return tuple(sorted(set(moved) - set(kept))), kept


def _places(package: ServicePackage, waiting: frozenset[str]) -> set[str]:
    elements = package.process.elements
    return {name for name in waiting if name in elements and not elements[name].children}


def _stops(package: ServicePackage) -> Iterator[tuple[bpmn.State, datetime, Mapping[str, object]]]:
    """Every situation in which a scenario's case waits for somebody."""
    for scenario in package.scenarios:
        try:
            given = given_of(package, scenario)
            player = prepared(package, given)
            player.file(given)
            yield from _stop(player)
            for line in scenario.then:
                do(player, line)
                yield from _stop(player)
        except Stuck:
            continue


def _stop(player: Player) -> Iterator[tuple[bpmn.State, datetime, Mapping[str, object]]]:
    if player.state is not None and not player.ended:
        yield player.state, player.now, player.environment()
