"""What came of the services that are parts of the one that is played: a scenario says it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.catalogue.types import ServicePackage, ServiceStep
from onewindow.blocks.studio.playing.registers import feel_value
from onewindow.blocks.studio.playing.stuck import Stuck
from onewindow.standards import bpmn

if TYPE_CHECKING:
    from onewindow.blocks.studio.playing.player import Player

_GOOD = ("granted", "closed")


def part(player: Player, element: str, line: Mapping[str, object]) -> None:
    """Let a part come to its outcome; ``out`` is what it leaves to its caller.

    :raises Stuck: the part is not open, or its form would refuse what the caller answers to it.
    """
    work = next((name for name, (found, _) in player.works.items() if found == element), None)
    step = player.package.steps.get(element)
    if work is None or not isinstance(step, ServiceStep):
        raise Stuck(f"the part {element} is not open")
    callee = player.package.called.get(step.service)
    if callee is not None:
        _check(player, step, callee, player.works[work][1])
    outcome = str(line.get("outcome", "granted"))
    out = line.get("out")
    left = {str(name): feel_value(value) for name, value in out.items()} if isinstance(out, Mapping) else {}
    output = {
        step.into: {
            "number": f"{callee.number_prefix if callee else 'PART'}-{player.now.year}-000001",
            "service": step.service, "outcome": outcome, "documents": {},
            **dict.fromkeys(step.takes),
            **left,
        }
    }  # fmt: skip
    if outcome in _GOOD:
        player.complete(work, output)
        return
    player.take(bpmn.Change(at=player.now, data=output, environment=player.environment()))
    player.fail(work, outcome)


def _check(player: Player, step: ServiceStep, callee: ServicePackage, local: Mapping[str, object]) -> None:
    """Would the called form take what it is answered? Its registers are those of the scenario."""
    scope = player.scope(local)
    answers = catalogue.answers_for_part(
        package=player.package, step=step, callee=callee, scope=scope, now=player.now
    )
    facts = {
        name: player.registers.read(fact.register, fact.key.value(scope, now=player.now), fact.attributes)
        for name, fact in callee.facts.items()
    }
    checked = catalogue.check_answers(
        form=callee.starting_form, answers=answers, context={**scope, "facts": facts},
        lookups=player.registers, now=player.now,
    )  # fmt: skip
    if not checked.good:
        told = "; ".join(f"{problem.field}: {problem.text()}" for problem in checked.problems)
        raise Stuck(f"{step.element}: {callee.key} would refuse what it is answered: {told}")
