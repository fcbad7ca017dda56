"""What the rules end: rows whose term is over go, unless a legal hold keeps them, and the record says so."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import models as fields
from django.db import transaction
from django.db.models import Model, Q, QuerySet

from onewindow.foundation.holdings import holds, registry
from onewindow.foundation.holdings.types import Disposed, Holding
from onewindow.foundation.record import api as record
from onewindow.kernel.clock import clock
from onewindow.kernel.reference import Reference

_BATCH = 500


def dispose(*, dry_run: bool, models: Collection[str] | None = None) -> list[Disposed]:
    """Apply every rule. Each batch is a transaction with its own entry in the record."""
    return [
        done
        for holding in registry.rules_leaves_first()
        if holding.retention.then in ("delete", "blank")
        and (models is None or holding.model in models)
        and (done := _dispose(holding, dry_run=dry_run)).rows + done.held_back
    ]


def _dispose(holding: Holding, *, dry_run: bool) -> Disposed:
    due = _due(holding)
    held = holds.rows_held(holding)
    held_back = due.filter(held).count() if held is not None else 0
    free = due.exclude(pk__in=due.filter(held).values("pk")) if held is not None else due
    rows = free.count() if dry_run else _end_all(holding, free)
    return Disposed(model=holding.model, then=holding.retention.then, rows=rows, held_back=held_back)


def _due(holding: Holding) -> "QuerySet[Model]":
    retention = holding.retention
    model = registry.model_of(holding)
    rows = model._default_manager.filter(**{f"{retention.after}__lt": _before(model, retention)})
    if retention.where is not None:
        rows = rows.filter(retention.where)
    if retention.then == "blank":
        rows = rows.exclude(**retention.blanks)
    return rows.order_by("pk")


def _before(model: "type[Model]", retention: object) -> date | datetime:
    """The moment or day before which the term must have begun."""
    after: str = retention.after  # type: ignore[attr-defined]
    days: int = retention.days  # type: ignore[attr-defined]
    field = model._meta.get_field(after.partition("__")[0])
    for part in after.split("__")[1:]:
        field = field.related_model._meta.get_field(part)  # type: ignore[union-attr]
    limit = clock.now() - timedelta(days=days)
    return limit if isinstance(field, fields.DateTimeField) else limit.date()


def _end_all(holding: Holding, rows: "QuerySet[Model]") -> int:
    ended = 0
    while True:
        with transaction.atomic():
            keys = list(
                rows.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True)[:_BATCH]
            )
            if not keys:
                return ended
            end(holding, Q(pk__in=keys))
            _tell(holding, len(keys))
        ended += len(keys)


def end(holding: Holding, which: Q) -> None:
    """Delete or blank some rows of a model."""
    rows = registry.model_of(holding)._default_manager.filter(which)
    if holding.retention.then == "blank":
        rows.update(**holding.retention.blanks)
    else:
        rows.delete()


def _tell(holding: Holding, rows: int) -> None:
    retention = holding.retention
    record.append(
        kind="holding.disposed",
        subject=Reference.of("holding", holding.model),
        payload={
            "rows": rows,
            "then": retention.then,
            "after": retention.after,
            "days": retention.days,
            "why": retention.why,
        },
    )
