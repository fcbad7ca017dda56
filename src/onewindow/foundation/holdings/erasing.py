"""Erasure before the term: keys of the record are destroyed, erasable rows go, and a backup cannot undo it.

The list of what was erased lies beside the keys, in a schema that no backup of the database holds. Whoever
brings an old backup back gets the rows back for a moment, and ``erase_again`` takes them away: what was there
when somebody was erased, and nothing that came after, which was never erased and may be under a hold.
"""

from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q

from onewindow.foundation.holdings import disposing, exporting, holds, registry
from onewindow.foundation.holdings.errors import ReasonMissing, SecondPersonNeeded, UnderHold
from onewindow.foundation.holdings.types import BeforeErasing, Held, Holding, Somebody
from onewindow.foundation.record import api as record
from onewindow.kernel.clock import clock
from onewindow.kernel.reference import Reference

_REMEMBER = """
    INSERT INTO apart.erased (person, account, email, subject, reason, at) VALUES (%s, %s, %s, %s, %s, %s)
"""
_REMEMBERED = "SELECT person, account, email, subject, reason, at FROM apart.erased ORDER BY at"


def erase(who: Somebody, *, reason: str, by: str, confirmed_by: str) -> dict[str, int]:
    """See ``api.erase``."""
    if not reason.strip():
        raise ReasonMissing(field="reason")
    if not by or not confirmed_by or by == confirmed_by:
        raise SecondPersonNeeded()
    with transaction.atomic():
        _refuse_held(who)
        counted = _erase(who, reason)
        with connection.cursor() as cursor:
            cursor.execute(
                _REMEMBER, [who.person, who.account, who.email, who.subject, reason[:300], clock.now()]
            )
        record.append(
            kind="holding.erased",
            subject=Reference.of("holding", "everything"),
            payload={"rows": {name: rows for name, rows in counted.items() if rows}, "reason": reason},
            actor=Reference.of("account", confirmed_by).text,
        )
    return counted


def before_erasing(who: Somebody) -> BeforeErasing:
    """See ``api.before_erasing``."""
    rules = [rule for rule in registry.rules() if rule.rows is not None]
    counted = [Held(rule=rule, rows=len(exporting.found(rule, who))) for rule in rules]
    try:
        _refuse_held(who)
        held = False
    except UnderHold:
        held = True
    return BeforeErasing(
        goes=tuple(each for each in counted if each.rows and each.rule.erasable),
        stays=tuple(each for each in counted if each.rows and not each.rule.erasable),
        entries=sum(_entries(subject) for subject in _subjects(who)),
        held=held,
    )


def _entries(subject: str) -> int:
    """Entries of the record about a subject that still say something."""
    found, last = 0, None
    while page := record.entries_of(subject=Reference(subject), after=last):
        found += sum(each.payload is not None and each.kind != "record.erased" for each in page)
        last = page[-1].id
    return found


def erase_again() -> int:
    """See ``api.erase_again``."""
    record.create_place_of_keys()
    with connection.cursor() as cursor:
        cursor.execute(_REMEMBERED)
        remembered = cursor.fetchall()
    for person, account, email, subject, reason, at in remembered:
        with transaction.atomic():
            who = Somebody(person=person, account=account, email=email, subject=subject)
            _erase(who, reason, before=at)
    record.tell_destroyed(reason="the key was destroyed after this backup was taken")
    return len(remembered)


def _erase(who: Somebody, reason: str, *, before: datetime | None = None) -> dict[str, int]:
    """Everything, or only what was there at a moment."""
    entries = [
        entry
        for subject in _subjects(who)
        for entry in record.destroy_keys(subject=subject, reason=reason, before=before)
    ]
    counted = {"record": len(entries)}
    for holding in registry.rules():
        if holding.erasable and holding.rows is not None:
            counted[holding.model] = _erase_rows(holding, who, before)
    return counted


def _subjects(who: Somebody) -> list[str]:
    """What entries of the record about somebody are about."""
    account = Reference.of("account", who.account).text if who.account else ""
    return [text for text in (who.person, who.subject, account) if text]


def _erase_rows(holding: Holding, who: Somebody, before: datetime | None) -> int:
    there = Q() if before is None else Q((f"{holding.begun}__lte", before))
    rows = [each.pk for each in exporting.found(holding, who, there)]
    if rows:
        disposing.end(holding, Q(pk__in=rows))
    return len(rows)


def _refuse_held(who: Somebody) -> None:
    """A hold on them, on one of their cases, or on the account keeps everything."""
    held = holds.in_force()
    for each in held:
        same = any(mine and mine == theirs for mine, theirs in zip(_texts(who), _texts(each), strict=True))
        if same or set(who.persons) & set(each.persons):
            raise UnderHold(subject=who.person or who.account or who.subject)
    for holding in registry.rules():
        kept = holds.rows_held(holding) if holding.erasable and held else None
        if kept is None or holding.rows is None:
            continue
        model = registry.model_of(holding)._default_manager
        if model.filter(pk__in=model.filter(kept).values("pk")).filter(holding.rows(who)).exists():
            raise UnderHold(subject=who.person or who.account or who.subject)


def _texts(who: Somebody) -> tuple[str, ...]:
    return (who.person, who.account, who.email, who.subject)
