"""Fees are never negative: tried with many answers from the ranges that the forms declare.

No proof: the note says how many answers were tried, and a counterexample is shown with its answers.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.catalogue.types import (
    Fee,
    Field,
    Finding,
    Formula,
    PaymentStep,
    Scenario,
    ServicePackage,
)
from onewindow.blocks.studio.inspecting.chance import Chance
from onewindow.blocks.studio.playing import Player, Stuck, do, given_of, prepared
from onewindow.standards import feel

_TRIES = 60
_FAR = Decimal(1_000_000)


@dataclass
class _Tried:
    """What a fee came to over the answers that were tried."""

    count: int = 0
    least: Decimal | None = None
    answers: Mapping[str, object] | None = None

    def see(self, amount: Decimal, answers: Mapping[str, object]) -> None:
        """Remember the least."""
        self.count += 1
        if self.least is None or amount < self.least:
            self.least, self.answers = amount, answers


def negative_fees(package: ServicePackage) -> tuple[list[Finding], list[str]]:
    """Faults with a counterexample, and notes that say how far each fee was tried."""
    findings: list[Finding] = []
    notes: list[str] = []
    for fee in package.fees.values():
        tried = _tried(package, fee)
        if tried.least is None:
            notes.append(
                _("The fee “{fee}” could not be tried: no scenario asks for it.").format(fee=fee.fee)
            )
        elif tried.least < 0:
            findings.append(_finding(fee, tried))
        else:
            notes.append(
                _("The fee “{fee}” was tried with {count} sets of answers: it is {least} or more.").format(
                    fee=fee.fee, count=tried.count, least=f"{tried.least:f}"
                )
            )
    return findings, notes


def _tried(package: ServicePackage, fee: Fee) -> _Tried:
    tried = _Tried()
    literal = _number(fee.amount.literal) if fee.amount.expression is None else None
    if literal is not None:
        tried.see(literal, {})
        return tried
    chance = Chance(f"{package.key}/{fee.fee}")
    for player, given in _asked(package, fee):
        scope, form = player.scope(), package.starting_form
        _see(tried, fee, scope, player.now, given)
        if form.name not in fee.amount.names:
            continue
        for _turn in range(_TRIES):
            answers = _varied(form.fields, given, chance, player)
            checked = catalogue.check_answers(
                form=form, answers=answers, context=scope, lookups=player.registers, now=player.now
            )
            if checked.good:
                _see(tried, fee, {**scope, form.name: dict(checked.answers)}, player.now, answers)
    return tried


def _see(
    tried: _Tried, fee: Fee, scope: Mapping[str, object], now: datetime, answers: Mapping[str, object]
) -> None:
    try:
        amount = fee.amount.value(scope, now=now)
    except feel.BudgetSpent:
        return
    if isinstance(amount, Decimal):
        tried.see(amount, answers)


def _asked(package: ServicePackage, fee: Fee) -> Iterator[tuple[Player, Mapping[str, object]]]:
    """Cases of scenarios that stand where the fee is asked, with the answers that were given."""
    elements = {
        name for name, step in package.steps.items() if isinstance(step, PaymentStep) and step.fee == fee.fee
    }
    for scenario in package.scenarios:
        try:
            given = given_of(package, scenario)
            player = prepared(package, given)
        except Stuck:
            continue
        _play_until(player, given, scenario, elements)
        answers = given.get("answers")
        open_now = {element for element, _local in player.works.values()}
        if elements & open_now and isinstance(answers, Mapping):
            yield player, {str(name): value for name, value in answers.items()}


def _play_until(player: Player, given: Mapping[str, object], scenario: Scenario, elements: set[str]) -> None:
    """Play until a fee is asked at one of the elements; where it cannot go on, it stays there."""
    try:
        player.file(given)
        for line in scenario.then:
            if elements & {element for element, _local in player.works.values()}:
                return
            do(player, line)
    except Stuck:
        return


def _varied(
    fields: tuple[Field, ...], answers: Mapping[str, object], chance: Chance, player: Player
) -> dict[str, object]:
    """The answers with numbers and choices drawn anew from what the form allows."""
    varied = dict(answers)
    for field in fields:
        if field.field not in varied or not field.asked:
            continue
        if field.type in ("integer", "decimal", "money", "unit_price"):
            varied[field.field] = str(_drawn(field, chance, player))
        elif field.type == "choice" and field.options:
            varied[field.field] = chance.choice(field.options).value
        elif field.type == "yes_no":
            varied[field.field] = chance.choice(("yes", "no"))
        elif field.type == "list" and isinstance(varied[field.field], list):
            rows = varied[field.field]
            varied[field.field] = [_varied(field.fields, row, chance, player) for row in rows]  # pyright: ignore
    return varied


def _drawn(field: Field, chance: Chance, player: Player) -> Decimal:
    """A number in the field's range, its ends more often than what lies between."""
    low = _bound((field.minimum, field.more_than), player, -_FAR)
    high = _bound((field.maximum, field.less_than), player, _FAR)
    places = 0 if field.type == "integer" else min(field.decimals or 2, 2)
    step = Decimal(1).scaleb(-places)
    inside = Decimal(str(round(chance.uniform(float(low), float(high)), places)))
    small = max(low, min(high, Decimal(str(round(chance.uniform(0, 100), places)))))
    return chance.choice((low + step, high - step, low, high, inside, small, small))


def _bound(formulas: tuple[Formula | None, Formula | None], player: Player, other: Decimal) -> Decimal:
    for formula in formulas:
        value = _number(formula.value(player.scope(), now=player.now)) if formula is not None else None
        if value is not None:
            return value
    return other


def _number(value: object) -> Decimal | None:
    if isinstance(value, bool):
        return None
    return Decimal(value) if isinstance(value, int | Decimal) else None


def _finding(fee: Fee, tried: _Tried) -> Finding:
    shown = ", ".join(f"{name}: {value}" for name, value in (tried.answers or {}).items())[:300]
    return Finding(
        "service.yaml",
        None,
        f"fees/{fee.fee}/amount",
        _("The fee is {amount}, less than nothing, for the answers {answers}.").format(
            amount=f"{tried.least:f}", answers=shown
        ),
        _("Bound it below, as in “= max(0, …)”, or give the questions a minimum."),
    )
