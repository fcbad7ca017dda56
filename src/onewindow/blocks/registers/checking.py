"""What must hold of an entry before it is stored: rules, unique values, entries that it names."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from onewindow.blocks.registers import values
from onewindow.blocks.registers.declarations import Declaration, EntryRule, EventDeclared, Field
from onewindow.blocks.registers.errors import RuleBroken, TargetUnknown, ValueTaken
from onewindow.blocks.registers.models import Identifier
from onewindow.kernel.errors import OnewindowError
from onewindow.kernel.reference import Reference
from onewindow.standards import feel

_TAKEN = """
    SELECT attribute, value FROM registers_identifier
    WHERE register = %s AND key <> %s AND (attribute, value) IN (SELECT * FROM unnest(%s::text[], %s::text[]))
"""
_THERE = """
    SELECT DISTINCT ON (key) key, values IS NOT NULL FROM registers_fact
    WHERE register = %s AND key = ANY(%s) AND recorded_until IS NULL AND valid_from <= %s
    ORDER BY key, valid_from DESC
"""


def hold_rules(
    declaration: Declaration,
    key: str,
    stored: Mapping[str, Any],
    before: Mapping[str, Any] | None,
    *,
    now: datetime,
) -> None:
    """Judge every rule of the register over an entry.

    :param before: the entry as it was at that moment; None where it was not there.
    :raises RuleBroken: the first rule that is false; what cannot be judged passes.
    """
    rules = [rule for rule in declaration.rules if not rule.of]
    if rules:
        _judge(rules, _context(declaration, key, stored, before), now=now)


def hold_named_rules(
    declaration: Declaration,
    key: str,
    stored: Mapping[str, Any],
    before: Mapping[str, Any] | None,
    *,
    there: Callable[[str, str], Mapping[str, object] | None],
    now: datetime,
    event: EventDeclared | None = None,
) -> None:
    """Judge the rules of what an entry comes to name, and those of an event.

    :param there: gives an entry by register and key, typed; None where nobody knows it.
    :raises RuleBroken: the first rule that is false; what cannot be judged passes.
    """
    past = before or {}
    named = {slug for slug, value in stored.items() if value and value != past.get(slug)}
    rules = [rule for rule in declaration.rules if rule.of in named] if event is None else event.rules
    if not rules:
        return
    context = _context(declaration, key, stored, before)
    for rule in rules:
        if not rule.of:
            _judge([rule], context, now=now)
        elif rule.of in named:
            other = Reference(str(stored[rule.of]))
            register, _, key_there = other.text.removeprefix("register/").partition("/")
            _judge([rule], {**context, "there": there(register, key_there)}, now=now)


def _context(
    declaration: Declaration, key: str, stored: Mapping[str, Any], before: Mapping[str, Any] | None
) -> dict[str, object]:
    named = list(declaration.fields)
    typed = values.to_typed(declaration, dict(stored), named)
    past = values.to_typed(declaration, dict(before), named) if before is not None else None
    return {**typed, "key": key, "before": past}


def _judge(rules: Sequence[EntryRule], context: Mapping[str, object], *, now: datetime) -> None:
    for rule in rules:
        try:
            said = rule.expression.evaluate(context, now=now).value
        except (feel.BudgetSpent, feel.NotAFeelValue):
            said = False  # what cannot be computed must not pass
        if said is False:
            raise RuleBroken(field=rule.field, rule=rule.says)


def unique_values(declaration: Declaration, stored: Mapping[str, Any]) -> dict[str, str]:
    """Attribute to the value that no other entry may have."""
    return {slug: str(stored[slug]) for slug in declaration.unique if stored.get(slug) not in (None, "")}


def keep_unique(declaration: Declaration, key: str, told: Sequence[Mapping[str, Any]]) -> None:
    """Take the unique values for this entry, for ever: a number that was given is not given to another.

    :raises ValueTaken: another entry has it, or had it.
    """
    wanted = sorted({pair for stored in told for pair in unique_values(declaration, stored).items()})
    if not wanted:
        return
    Identifier.objects.bulk_create(
        (
            Identifier(register=declaration.slug, attribute=attribute, value=value, key=key)
            for attribute, value in wanted
        ),
        ignore_conflicts=True,  # ours already, or somebody else's: asked next
    )
    attributes, texts = zip(*wanted, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(_TAKEN, [declaration.slug, key, list(attributes), list(texts)])
        taken = cursor.fetchone()
    if taken is not None:
        attribute, value = taken
        raise ValueTaken(field=attribute, register=declaration.slug, attribute=attribute, value=value)


def hold_targets(declaration: Declaration, changes: Mapping[str, Any], *, at: datetime) -> None:
    """Every entry that the changes name must be there from the moment on that they hold.

    :raises TargetUnknown: the first one that is not; ``field`` is the path to it.
    """
    named = [
        found for slug, value in changes.items() for found in _named(declaration.fields[slug], value, slug)
    ]
    for register in sorted({register for register, _, _ in named}):
        asked = {key: path for slug, key, path in named if slug == register}
        there = _there(register, list(asked), at)
        for key, path in asked.items():
            if key not in there:
                raise TargetUnknown(field=path, register=register, key=key, day=at.date().isoformat())


def targets_lacking(
    declaration: Declaration, many: Mapping[str, Mapping[str, Any]], *, at: datetime
) -> list[TargetUnknown | None]:
    """For each of many entries (by key) the first one that it names and that is neither there nor of them."""
    named = [
        [found for slug, value in stored.items() for found in _named(declaration.fields[slug], value, slug)]
        for stored in many.values()
    ]
    asked: dict[str, set[str]] = {declaration.slug: set()}
    for found in named:
        for register, key, _ in found:
            asked.setdefault(register, set()).add(key)
    there = {register: _there(register, sorted(keys), at) for register, keys in asked.items()}
    there[declaration.slug] |= many.keys()
    lost = (next((one for one in found if one[1] not in there[one[0]]), None) for found in named)
    day = at.date().isoformat()
    return [
        TargetUnknown(field=one[2], register=one[0], key=one[1], day=day) if one is not None else None
        for one in lost
    ]


def _named(field: Field, value: object, path: str) -> Iterator[tuple[str, str, str]]:
    """Register, key and path of each entry that a value names."""
    if not value:
        return
    if isinstance(value, list):
        for number, row in enumerate(value):  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
            yield from _in_row(field, row, f"{path}/{number}")
    elif isinstance(value, Mapping):
        yield from _in_row(field, value, path)  # pyright: ignore[reportUnknownArgumentType]
    elif field.register and isinstance(value, str):
        yield (field.register, _key(field, value), path)


def _in_row(field: Field, row: object, path: str) -> Iterator[tuple[str, str, str]]:
    if isinstance(row, Mapping):
        for inner in field.fields:
            yield from _named(inner, row.get(inner.slug), f"{path}/{inner.slug}")  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]


def _key(field: Field, value: str) -> str:
    if field.type != "reference":
        return value
    register, _, key = Reference(value).key.partition("/")
    return key if register == field.register else ""


def _there(register: str, keys: list[str], at: datetime) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(_THERE, [register, keys, at])
        return {key for key, stands in cursor.fetchall() if stands}


def problem(
    declaration: Declaration, key: str, stored: Mapping[str, Any], *, now: datetime
) -> OnewindowError | None:
    """What is wrong with one entry of a load, without asking the database; None where nothing is."""
    try:
        hold_rules(declaration, key, stored, None, now=now)
    except OnewindowError as found:
        return found
    return None
