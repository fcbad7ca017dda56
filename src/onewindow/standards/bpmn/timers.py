"""When timers are due.

Source: BPMN 2.0.2 §10.5.4 table 10.101, ISO 8601. No clock here: times come from the event.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any

from onewindow.standards import feel
from onewindow.standards.bpmn import effects
from onewindow.standards.bpmn.expressions import ISO_CYCLE, ISO_DURATION, ISO_MOMENT, length_of
from onewindow.standards.bpmn.model import Element, TimerRule, Trigger
from onewindow.standards.bpmn.run import Run, Stuck
from onewindow.standards.bpmn.state import EPOCH, Timer
from onewindow.standards.bpmn.tape import Again

_NEVER = datetime(9999, 12, 31, tzinfo=UTC)


def start_timer(run: Run, node: int, event: Element, trigger: Trigger) -> None:
    """Set the timer of a waiting event.

    :raises Stuck: its expression gives no time.
    """
    rule, tape = trigger.timer, run.data.tape
    if rule is None:
        return
    due, left = first_due(run, rule, node)
    name = run.set_timer(_timer(node, event.id, due, left, trigger.place))
    if rule.rest is not None:
        run.hole(tape, partial(_again, name, node, event.id, rule.months, rule.rest, trigger.place))
    run.effects.append(effects.SetTimer(name, event.id, due))


def _again(name: str, node: int, event: str, months: int, rest: timedelta, place: int, again: Again) -> None:
    due = _later(again.at, months, rest)
    again.timers[name] = _timer(node, event, due, 0, place)
    again.found.append(effects.SetTimer(name, event, due))


def repeat(run: Run, timer: Timer, trigger: Trigger) -> None:
    """Set a cycle's next timer, counted from when the last was due; nothing where no cycle is left.

    :raises Stuck: it has no length.
    """
    if trigger.timer is None or timer.left == 0:
        return
    step = cycle_of(_text(run, trigger.timer, timer.node))[2]
    due = _plus(timer.moment, step)
    left = timer.left - 1 if timer.left > 0 else -1
    name = run.set_timer(_timer(timer.node, timer.element, due, left, timer.place))
    run.effects.append(effects.SetTimer(name, timer.element, due))


def _timer(node: int, element: str, due: datetime, left: int, place: int) -> Timer:
    since = due - EPOCH
    micros = (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
    return Timer(node, element, micros, left, place)


def first_due(run: Run, rule: TimerRule, node: int) -> tuple[datetime, int]:
    """When a timer is due first, and how many times more after that (-1 for ever)."""
    if rule.rest is not None:
        return _later(run.at, rule.months, rule.rest), 0
    value = rule.literal if rule.literal is not None else _value(run, rule, node)
    if rule.kind == "timeCycle" and (not isinstance(value, str) or not ISO_MOMENT.fullmatch(value)):
        times, start, step = cycle_of(value)
        left = times - 1 if times > 0 else -1
        return (start if start is not None else _plus(run.at, step)), left
    return _due(run.at, value), 0


def _text(run: Run, rule: TimerRule, node: int) -> Any:
    return rule.literal if rule.literal is not None else _value(run, rule, node)


def _value(run: Run, rule: TimerRule, node: int) -> Any:
    if rule.expression is None:
        return None
    value, reasons = run.explained(rule.expression, node)
    if value is None:
        raise Stuck(f"The timer's expression gives no time. {reasons}".strip())
    return value


def cycle_of(value: Any) -> tuple[int, datetime | None, Any]:
    """Times (-1 for ever), start and length of a cycle; a plain duration repeats for ever.

    :raises Stuck: neither a cycle nor a duration.
    """
    if not isinstance(value, str):
        return -1, None, value
    found = ISO_CYCLE.fullmatch(value.strip())
    if found is None:
        if ISO_DURATION.fullmatch(value.strip()):
            return -1, None, value
        raise Stuck(f"“{value[:60]}” is not a cycle such as R3/PT1H.")
    times, start, step = found.groups()
    return int(times) if times else -1, _moment(start) if start else None, step


def _due(at: datetime, value: Any) -> datetime:
    if isinstance(value, str) and ISO_MOMENT.fullmatch(value.strip()):
        return _moment(value.strip())
    if isinstance(value, datetime):
        return _utc(value)
    if isinstance(value, date):
        return datetime.combine(value, time(), UTC)
    return _plus(at, value)


def _moment(text: str) -> datetime:
    try:
        return _utc(datetime.fromisoformat(text))
    except ValueError as error:
        raise Stuck(f"“{text}” is not a date.") from error


def _utc(moment: datetime) -> datetime:
    """A local time without a zone counts as UTC."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _plus(at: datetime, duration: Any) -> datetime:
    """A moment later by an ISO 8601 duration (text or FEEL's).

    Far beyond any calendar it is the last day of 9999.
    """
    if isinstance(duration, feel.DaysTimeDuration):
        months, rest = 0, timedelta(microseconds=duration.nanoseconds // 1000)
    elif isinstance(duration, feel.YearsMonthsDuration):
        months, rest = duration.total_months, timedelta()
    elif isinstance(duration, timedelta):
        months, rest = 0, duration
    else:
        months, rest = _lengths(str(duration))
    return _later(at, months, rest)


def _later(at: datetime, months: int, rest: timedelta) -> datetime:
    try:
        return _plus_months(at, months) + rest
    except (OverflowError, ValueError):
        return _NEVER


def _lengths(text: str) -> tuple[int, timedelta]:
    try:
        return length_of(text.strip())
    except ValueError as error:
        raise Stuck(f"“{text[:60]}” is not a time, a duration or a cycle.") from error


def _plus_months(at: datetime, months: int) -> datetime:
    """The same day of a later month, or its last day."""
    if not months:
        return at
    year, month = divmod(at.year * 12 + at.month - 1 + months, 12)
    for day in range(at.day, at.day - 4, -1):
        try:
            return at.replace(year=year, month=month + 1, day=day)
        except ValueError:
            if year > 9999:
                raise
    raise ValueError(at)
