"""What people do in a scenario: one function for each kind of line under ``then``."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.catalogue.types import PaymentStep, WorkStep
from onewindow.blocks.studio.playing import house
from onewindow.blocks.studio.playing.parts import part
from onewindow.blocks.studio.playing.player import Player
from onewindow.blocks.studio.playing.stuck import Stuck
from onewindow.standards import bpmn

_DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?")


def do(player: Player, line: Mapping[str, object]) -> None:
    """Do one line: ``wait``, ``after``, ``pay``, ``part`` or ``work``.

    :raises Stuck: nothing of the kind is open, or the answers break a rule.
    """
    if "wait" in line:
        wait(player, str(line["wait"]))
    elif "after" in line:
        _after(player, str(line["after"]), line)
    elif "pay" in line:
        pay(player, str(line["pay"]))
    elif "work" in line:
        _work(player, str(line["work"]), line)
    elif "part" in line:
        part(player, str(line["part"]), line)
    else:
        raise Stuck(f"a line says work, pay, after, part or wait; this one says {', '.join(map(str, line))}")


def wait(player: Player, duration: str) -> None:
    """Let time pass (days, hours and minutes, such as P5D or PT2H); timers ring when they are due."""
    found = _DURATION.fullmatch(duration)
    if found is None or not any(found.groups()):
        raise Stuck(f"wait: {duration} is no duration such as P5D or PT2H")
    days, hours, minutes = (int(part or 0) for part in found.groups())
    pass_time(player, until=player.now + timedelta(days=days, hours=hours, minutes=minutes))


def pass_time(player: Player, *, until: datetime) -> None:
    """Let time pass to a moment; timers ring when they are due."""
    while due := min(((at, timer) for timer, at in player.timers.items() if at <= until), default=None):
        moment, timer = due
        player.now = max(player.now, moment)
        del player.timers[timer]
        player.take(bpmn.TimerDue(at=player.now, timer=timer, environment=player.environment()))
    player.now = max(player.now, until)


def pay(player: Player, element: str) -> None:
    """Pay the fee that is asked at an element."""
    work = _find(player, element, None)
    step = player.package.steps[element]
    if not isinstance(step, PaymentStep):
        raise Stuck(f"{element} asks no fee")
    money = house.fee_of(player, step, player.works[work][1])
    if money is None:
        raise Stuck(f"{element} asks nothing")
    player.fees.append(str(money))
    paid = {
        "amount": money.amount,
        "currency": money.currency,
        "paid_on": player.now.date(),
        "receipt": "R1",
    }
    player.complete(work, {step.into: paid})


def _work(player: Player, element: str, line: Mapping[str, object]) -> None:
    by = line.get("by")
    agency = str(by.get("agency")) if isinstance(by, Mapping) else None
    work = _find(player, element, agency)
    step = player.package.steps[element]
    if not isinstance(step, WorkStep):
        raise Stuck(f"{element} is not done by people")
    local = player.works[work][1]
    answered = _answers(player, step.form, line, {**local, "officer": by})
    output: dict[str, object] = {step.into: {**answered, "by": by, "on": player.now.date()}}
    scope = player.scope({**local, **output})
    if step.four_eyes is not None and step.four_eyes.holds(scope, now=player.now) and "second" not in line:
        raise Stuck(f"{element} needs a second officer: say who under “second”")
    if step.number is not None:
        output |= house.number_of(player, step.number, scope)
    player.complete(work, output)


def _find(player: Player, element: str, agency: str | None) -> str:
    for work, (found, local) in player.works.items():
        if found != element:
            continue
        step = player.package.steps[found]
        if not isinstance(step, WorkStep) or step.agency is None:
            return work
        if step.agency.value(player.scope(local), now=player.now) == agency:
            return work
    waiting = ", ".join(sorted(found for found, _local in player.works.values())) or "nothing"
    whom = f" for {agency}" if agency else ""
    raise Stuck(f"nothing is open at {element}{whom}; open is {waiting}")


def _answers(
    player: Player, form: str, line: Mapping[str, object], local: Mapping[str, object]
) -> dict[str, object]:
    raw = line.get("answers") or {}
    if not isinstance(raw, Mapping):
        raise Stuck("answers: here stands a mapping")
    checked = catalogue.check_answers(
        form=player.package.forms[form], answers={str(name): value for name, value in raw.items()},
        context=player.scope(local), lookups=player.registers, now=player.now,
    )  # fmt: skip
    player.rules |= checked.fired
    if not checked.good:
        raise Stuck(f"{form}: {'; '.join(problem.text() for problem in checked.problems)}")
    return dict(checked.answers)


def _after(player: Player, name: str, line: Mapping[str, object]) -> None:
    after = player.package.after.get(name)
    if after is None:
        raise Stuck(f"after: the service has no “{name}”")
    if after.available is not None and not after.available.holds(player.scope(), now=player.now):
        raise Stuck(f"{name} is not available now")
    answered = _answers(player, after.form, line, {"officer": line.get("by")}) if after.form else {}
    said = {**answered, "by": line.get("by"), "on": player.now.date()}
    player.take(
        bpmn.Deliver(
            at=player.now,
            message=after.message,
            payload={after.into: said},
            environment=player.environment(),
        )
    )
