"""Runs: what was asked for, how far it is, and that it goes on where it stopped."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F

from onewindow.blocks.registers.models import BulkRun
from onewindow.blocks.registers.types import BulkView
from onewindow.kernel.clock import clock


def begin(
    *,
    name: str,
    kind: str,
    register: str,
    asked: Mapping[str, Any],
    by: str,
    total: int,
    state: str = "waiting",
) -> BulkRun:
    """The run of this name: a new one, or the one that was begun before; one that failed goes on."""
    with transaction.atomic():
        run, _ = BulkRun.objects.select_for_update().get_or_create(
            name=name,
            defaults={
                "state": state,
                "kind": kind,
                "register": register,
                "asked": dict(asked),
                "by": by,
                "total": total,
                "created": clock.now(),
            },
        )
        if run.state == "failed":
            run.state, run.problem, run.ended = "stopped", "", None
            run.save(update_fields=["state", "problem", "ended"])
        return run


def note(run: int, **counts: int) -> None:
    """Add to what a run has done so far."""
    BulkRun.objects.filter(pk=run).update(**{name: F(name) + count for name, count in counts.items()})


def end(run: int, *, state: str, problem: str = "") -> None:
    """A run is through, or it cannot go on."""
    BulkRun.objects.filter(pk=run).update(state=state, problem=problem, ended=clock.now())


def view(run: BulkRun) -> BulkView:
    """A run as others see it."""
    return BulkView(
        number=run.pk,
        name=run.name,
        kind=run.kind,
        register=run.register,
        asked=run.asked,
        state=run.state,
        by=run.by,
        total=run.total,
        done=run.done,
        new=run.new,
        changed=run.changed,
        rejected=run.rejected,
        problem=run.problem,
        created=run.created,
        ended=run.ended,
    )
