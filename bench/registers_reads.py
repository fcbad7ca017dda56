"""Reading through the public door, with purpose check and access line, beside plain SQL."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from typing import Any

import orjson

from bench import registers_forms
from bench.report import line, note

_MANY = 400
_WARM = 20
_LETTERS = "abdehiklmnorstuz"
_WANTED = ("given_name", "family_name", "birth_date", "address", "municipality", "marital_status")
_ONE = """
    SELECT values FROM registers_fact
    WHERE register = 'people' AND key = %s AND recorded_until IS NULL AND valid_from <= %s
    ORDER BY valid_from DESC LIMIT 1
"""
_ALIKE = """
    SELECT key FROM registers_searchentry
    WHERE register = 'people' AND sort_key LIKE %s AND sort_key LIKE %s LIMIT 10
"""
_SOME = """
    SELECT key, values FROM registers_fact WHERE register = 'people' AND recorded_until IS NULL
        AND key = ANY(%s)
"""


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds of ours, and of plain SQL.

    :param cpu: mean seconds of this process's processor; waiting for the database is not among them.
    :param statements: how many an answer sends, on the average.
    """

    p50: float
    p99: float
    plain: float
    cpu: float
    statements: float


@dataclass(frozen=True, slots=True)
class Taken:
    """All figures at one size.

    :param found: of names with a typing error, the part where the person's name was among the answers.
    """

    people: int
    figures: dict[str, Times]
    found: float


def take(people: int) -> Taken:
    """Measure at the size that the country has now."""
    from onewindow.blocks.identity import api as identity
    from onewindow.blocks.registers import api as registers

    law = registers.Purpose(legal_basis="Law 94-41")
    officer = identity.actor_of_account(account="civil-registrar", assurance="high")
    sample = _sample(people)
    then = datetime(2015, 7, 1, tzinfo=UTC)
    wanted = list(_WANTED)

    def look_up(key: str, _: dict[str, Any]) -> None:
        registers.read(register="people", key=key, attributes=wanted, purpose=law, reader=officer)

    def as_of(key: str, _: dict[str, Any]) -> None:
        registers.read(register="people", key=key, attributes=wanted, purpose=law, reader=officer, as_of=then)

    old = [(key, said) for key, said in sample if said["birth_date"] < "2015-01-01"]
    answers, searching = _search(sample, law, officer)
    with registers_forms.drafts([key for key, _ in sample]) as form:
        figures = {
            "lookup with purpose and access line": _timed(look_up, sample, plain=_plain(_ONE)),
            "read as of 2015": _timed(as_of, old, plain=_plain(_ONE, at=then)),
            "prefilled form of one person": _timed(form, sample, plain=registers_forms.plain),
            "name search with a typing error": searching,
        }
    return Taken(people, figures, answers)


def _sample(people: int) -> list[tuple[str, dict[str, Any]]]:
    from django.db import connection

    from onewindow.commands.growing import numbers

    draw = Random(people)
    keys = [numbers.personal(draw.randrange(people)) for _ in range(_MANY + _WARM)]
    with connection.cursor() as cursor:
        cursor.execute(_SOME, [keys])
        known = {key: orjson.loads(values) for key, values in cursor.fetchall()}
    return [(key, known[key]) for key in dict.fromkeys(keys)]


def _plain(statement: str, *, at: datetime | None = None) -> Callable[[str, dict[str, Any]], None]:
    from django.db import connection

    moment = at or datetime.now(UTC)

    def ask(key: str, _: dict[str, Any]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, [key, moment])
            orjson.loads(cursor.fetchone()[0])

    return ask


Ask = Callable[[str, dict[str, Any]], None]


def _timed(ask: Ask, sample: list[tuple[str, dict[str, Any]]], *, plain: Ask) -> Times:
    began = time.process_time()
    ours = _spent(ask, sample)
    cpu = (time.process_time() - began) / len(sample)
    return _times(ours, _spent(plain, sample), cpu, _statements(ask, sample[:_WARM]))


def _times(ours: list[float], plain: list[float], cpu: float, statements: float) -> Times:
    return Times(_at(ours, 0.5), _at(ours, 0.99), _at(plain, 0.5), cpu, statements)


def _statements(ask: Ask, sample: list[tuple[str, dict[str, Any]]]) -> float:
    """Sent for one answer; in a run of its own, for counting takes time."""
    from django.db import connection

    sent = 0

    def count(execute: Callable[..., Any], *arguments: Any) -> Any:
        nonlocal sent
        sent += 1
        return execute(*arguments)

    with connection.execute_wrapper(count):
        for key, said in sample:
            ask(key, said)
    return sent / len(sample)


def _spent(ask: Ask, sample: list[tuple[str, dict[str, Any]]]) -> list[float]:
    spent: list[float] = []
    for key, said in sample:
        began = time.perf_counter()
        ask(key, said)
        spent.append(time.perf_counter() - began)
    return sorted(spent[_WARM:])


def _at(spent: list[float], part: float) -> float:
    return spent[min(int(len(spent) * part), len(spent) - 1)]


def _search(sample: list[tuple[str, dict[str, Any]]], law: Any, officer: Any) -> tuple[float, Times]:
    """Latin or Arabic, with one letter wrong, missing, too many or swapped in one of the names."""
    from django.db import connection

    from onewindow.blocks.registers import api as registers
    from onewindow.blocks.registers.search_keys import sort_key

    draw = Random(7)
    good = 0

    def search(_: str, said: dict[str, Any]) -> None:
        nonlocal good
        script = "_ar" if draw.random() < 0.3 and "given_name_ar" in said else ""
        given, family = said[f"given_name{script}"], said[f"family_name{script}"]
        if draw.random() < 0.4:
            given = _mistyped(draw, given)
        else:
            family = _mistyped(draw, family)
        asked = f"{given} {family}"
        found = registers.find(register="people", text=asked, limit=10, purpose=law, reader=officer)
        name = f"{said['given_name']} {said['family_name']}"
        good += any(each.label == name for each in found)

    def plain(_: str, said: dict[str, Any]) -> None:
        with connection.cursor() as cursor:
            given, family = (sort_key(said[name]).replace("e", "_") for name in ("given_name", "family_name"))
            cursor.execute(_ALIKE, [f"%{given}%", f"%{family}%"])
            cursor.fetchall()

    began = time.process_time()
    spent = _spent(search, sample)
    cpu = (time.process_time() - began) / len(sample)
    part = good / len(sample)
    slow = _spent(plain, sample[: _WARM + 5])
    return part, _times(spent, slow, cpu, _statements(search, sample[:_WARM]))


def _mistyped(draw: Random, name: str) -> str:
    """One typing error inside a name."""
    place = draw.randrange(1, len(name)) if len(name) > 1 else 0
    letter = draw.choice(_LETTERS)
    match draw.randrange(4):
        case 0:
            return name[:place] + name[place + 1 :]
        case 1:
            return name[:place] + letter + name[place:]
        case 2:
            return name[:place] + letter + name[place + 1 :]
        case _:
            return name[: place - 1] + name[place : place + 1] + name[place - 1 : place] + name[place + 1 :]


def report(taken: Taken) -> bool:
    """Print the figures at the whole size with their goals."""
    goals = {"lookup with purpose and access line": (3, 10), "name search with a typing error": (None, 150)}
    reached = True
    for name, times in taken.figures.items():
        p50, p99 = goals.get(name, (None, None))
        for what, value, goal in (("p50", times.p50, p50), ("p99", times.p99, p99)):
            reached &= line(
                name=f"{name}, {what}",
                value=value * 1000,
                unit="ms",
                peer=times.plain * 1000 if what == "p50" else None,
                goal=goal,
                of="value",
                smaller_is_better=True,
            )
        note(f"{name}: {times.statements:.1f} statements, {times.cpu * 1000:.2f} ms of our own processor")
    note(f"of names with a typing error, {taken.found:.0%} found the name among ten answers")
    return reached
