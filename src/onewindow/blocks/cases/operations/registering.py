"""What a decision changes in a register: the step of the house that writes it."""

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import cast
from zoneinfo import ZoneInfo

from onewindow.blocks.cases.access import HOUSE_ACTOR
from onewindow.blocks.cases.errors import EntryAlreadyThere, EntryNotThere, RegisterNotOurs
from onewindow.blocks.catalogue.types import WriteStep
from onewindow.blocks.registers import api as registers
from onewindow.kernel.period import Period


def write_register(
    step: WriteStep, scope: Mapping[str, object], *, agency: str, case: str, at: datetime
) -> None:
    """Write what a step says, with the case as its source.

    :raises RegisterNotOurs: the register's owner let nobody of this agency write it.
    :raises EntryAlreadyThere, EntryNotThere: against the step's action; nothing was stored.
    :raises ValueNotValid, KeyNotValid, AttributeUnknown: the register refuses what the package computed.
    """
    declared = registers.register(slug=step.register)
    if agency not in declared.writing_agencies:
        raise RegisterNotOurs(register=step.register, agency=agency)
    named = step.key.value(scope, now=at)
    key = named if isinstance(named, str) else ""
    if step.action != "write":
        _hold(step, key)
    types = {field.slug: field.type for field in declared.fields}
    changes = {
        name: _value(types.get(name, ""), formula.value(scope, now=at))
        for name, formula in step.values.items()
    }
    since = step.since.value(scope, now=at) if step.since else None
    zone = ZoneInfo(registers.calendar(name=agency).zone)
    start = datetime.combine(since, time.min, zone) if isinstance(since, date) else None
    registers.write(
        register=step.register, key=key, changes=changes, valid=Period(start, None), source=f"case/{case}",
        writer=HOUSE_ACTOR, agency=agency,
    )  # fmt: skip


def _hold(step: WriteStep, key: str) -> None:
    there = bool(key) and registers.exists(register=step.register, key=key)
    if step.action == "add" and there:
        raise EntryAlreadyThere(register=step.register, key=key)
    if step.action == "change" and not there:
        raise EntryNotThere(register=step.register, key=key)


def _value(kind: str, value: object) -> object:
    """FEEL has one kind of number; a register's whole numbers are integers."""
    if kind == "integer" and isinstance(value, Decimal) and value == value.to_integral_value():
        return int(value)
    if isinstance(value, list):
        return [_value(kind, part) for part in cast("list[object]", value)]
    return value
