"""What the house does by itself, at once: numbers, registers, letters, documents, fees of nothing."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from onewindow.blocks.catalogue.types import (
    DocumentStep,
    NoticeStep,
    NumberRule,
    NumberStep,
    PaymentStep,
    RegisterStep,
    UndoStep,
    WriteStep,
)
from onewindow.blocks.studio.playing.stuck import Stuck
from onewindow.kernel.money import Money

if TYPE_CHECKING:
    from onewindow.blocks.studio.playing.player import Player


def do_own(player: Player, work: str, element: str) -> None:
    """Do a step of the house, if it is still wanted.

    :raises Stuck: nobody does such a step, or what it needs is missing.
    """
    if work not in player.works:
        return
    scope = player.scope(player.works[work][1])
    match player.package.steps.get(element):
        case NumberStep(number=rule):
            player.complete(work, number_of(player, rule, scope))
        case DocumentStep() as step:
            player.complete(work, _document(player, step, scope))
        case NoticeStep(notice=notice):
            player.notices.append(notice)
            _write(player, notice, scope)
            player.complete(work, {})
        case RegisterStep() as step:
            key = step.key.value(scope, now=player.now)
            found = player.registers.read(step.register, key, step.attributes)
            player.complete(work, {step.into: found})
        case WriteStep() as step:
            _write_register(player, work, step, scope)
        case PaymentStep() as step:
            player.complete(work, {step.into: None})
        case UndoStep(step=part):
            player.undone.append(part)
            player.complete(work, {})
        case _:
            raise Stuck(f"{element}: nobody does this step")


def number_of(player: Player, rule: NumberRule, scope: Mapping[str, object]) -> dict[str, object]:
    """The next number of a rule's sequence, under its name; nothing where the sequence is null."""
    sequence = rule.sequence.value(scope, now=player.now)
    if sequence is None:
        return {}
    name = "/".join(str(part) for part in sequence) if isinstance(sequence, list) else str(sequence)
    player.counters[name] += 1
    following = Decimal(player.counters[name])
    number = rule.pattern.value({**scope, "n": following}, now=player.now)
    return {rule.into: number if isinstance(number, str) else str(following)}


def fee_of(player: Player, step: PaymentStep, local: Mapping[str, object]) -> Money | None:
    """What a step of payment asks now; None where it asks nothing."""
    fee = player.package.fees[step.fee]
    amount = fee.amount.value(player.scope(local), now=player.now)
    if isinstance(amount, Decimal) and amount < 0:
        raise Stuck(f"{step.element}: the fee {fee.fee} is {amount}, less than nothing")
    money = Money.rounded(amount, fee.currency) if isinstance(amount, Decimal) else None
    return money if money is not None and money.minor > 0 else None


def _write_register(player: Player, work: str, step: WriteStep, scope: Mapping[str, object]) -> None:
    """Write the scenario's own registers; an entry that is there, or not there, against the action fails."""
    key = step.key.value(scope, now=player.now)
    there = player.registers.known(step.register, str(key))
    problem = {("add", True): "entry-exists", ("change", False): "entry-unknown"}.get((step.action, there))
    if problem is not None:
        player.fail(work, problem)
        return
    values = {name: formula.value(scope, now=player.now) for name, formula in step.values.items()}
    player.registers.write(step.register, str(key), values)
    player.written.append(f"{step.register}/{key}")
    player.complete(work, {})


def _document(player: Player, step: DocumentStep, scope: Mapping[str, object]) -> dict[str, object]:
    player.documents.append(f"{step.document} {step.action}")
    source = player.package.documents[step.document]
    number = source.number.value(scope, now=player.now)
    if number is None:
        raise Stuck(f"{step.element}: the document {step.document} has no number")
    documents = scope.get("documents")
    issued = {"code": "CODE", "number": number, "issued_on": player.now.date()}
    known = documents if isinstance(documents, Mapping) else {}
    return {"documents": {**known, step.document.replace("-", "_"): issued}}


def _write(player: Player, notice: str, scope: Mapping[str, object]) -> None:
    """Fill in a letter in every language: a place that stays empty is a fault of the text."""
    found = player.package.notices[notice]
    for language in player.package.languages:
        for filling in (found.subject[language], found.body[language]):
            for part in filling.parts:
                if not isinstance(part, str) and part.value(scope, now=player.now) is None:
                    raise Stuck(f"texts/{language}.yaml, notices/{notice}: {part.source} gives nothing")
    body = found.body.get("en") or found.body[player.package.languages[0]]
    player.letters.append(body.filled(scope, show=str, now=player.now))
