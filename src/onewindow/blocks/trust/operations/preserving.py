"""What the house keeps for long is stamped anew before its proof ends (EN 319 102-1 §5.6)."""

import logging
from collections.abc import Callable, Sequence
from datetime import timedelta
from importlib import import_module
from typing import Any, cast

from django.db import transaction
from django.db.models import Q

from onewindow.blocks.trust import app_settings, queries
from onewindow.blocks.trust.models import Preserved
from onewindow.blocks.trust.operations.stamping import OwnEvidence, OwnTimestamps
from onewindow.blocks.trust.ports import KeptSignatures
from onewindow.blocks.trust.types import Due, KeptSignature
from onewindow.foundation.record import api as record
from onewindow.kernel.clock import clock
from onewindow.kernel.errors import OnewindowError
from onewindow.kernel.reference import Reference
from onewindow.standards.signing.lasting import Lasting, LastingForm, digest_until, lasting
from onewindow.standards.signing.material import Anchors

log = logging.getLogger(__name__)
_PAGE = 500
_TRIED_AGAIN_AFTER = timedelta(hours=20)
_MODULES = {"jades": "jades", "xades": "xades", "pades": "pades", "asic-e": "asic"}

sources: dict[str, KeptSignatures] = {}
"""By slug. Wiring fills it."""


def look_through() -> int:
    """Take up what rooms keep since the last look, and forget what they no longer keep.

    Every item is asked for, not only those after the last: a row that was written late has an older number.

    :returns: how many are new or gone.
    """
    return sum(_look_through(slug, source) for slug, source in sources.items())


def due(*, within: timedelta | None = None, limit: int = 1000) -> tuple[Due, ...]:
    """What ends within a time, the soonest first."""
    until = clock.now() + (app_settings.renewed_before_end() if within is None else within)
    rows = Preserved.objects.filter(ends_at__lte=until).defer("data").order_by("ends_at", "pk")
    return tuple(
        Due(source=row.source, item=row.item, form=row.form, ends_at=row.ends_at, problem=row.problem)
        for row in rows[:limit]
    )


def renew_due() -> int:
    """Stamp anew what ends soon, some at once. What cannot be renewed says why, and is tried the next day.

    :returns: how many were tried.
    """
    now = clock.now()
    ends_soon = Q(ends_at__lte=now + app_settings.renewed_before_end())
    not_tried = Q(tried_at=None) | Q(tried_at__lte=now - _TRIED_AGAIN_AFTER)
    with transaction.atomic():
        rows = Preserved.objects.select_for_update(skip_locked=True).filter(ends_soon, not_tried)
        found = list(rows.order_by("ends_at")[: app_settings.PRESERVED_AT_ONCE])
        for row in found:
            _renew_by_itself(row)
    return len(found)


def _renew_by_itself(row: Preserved) -> None:
    """One that trips over itself, in whatever way, stops no other: it is told of, like a refusal."""
    try:
        with transaction.atomic():
            _renew(row)
    except Exception as problem:  # years of formats, and rooms that read their own rows
        log.exception("a kept signature was not renewed", extra={"source": row.source, "item": row.item})
        told = f"{type(problem).__name__}: {problem}"[:300]
        Preserved.objects.filter(pk=row.pk).update(tried_at=clock.now(), problem=told)


def renewed(*, source: str, item: str) -> bytes | None:
    """The renewed form; None where it was not renewed yet."""
    row = Preserved.objects.filter(source=source, item=item).exclude(data=None).first()
    return bytes(row.data) if row is not None and row.data is not None else None


def _look_through(slug: str, source: KeptSignatures) -> int:
    began, after, new = clock.now(), "", 0
    while listed := source.listed(after=after, limit=_PAGE):
        after = listed[-1].item
        new += _take_up(slug, source, listed)
        items = [one.item for one in listed]
        Preserved.objects.filter(source=slug, item__in=items).update(seen_at=began)
    gone, _ = Preserved.objects.filter(source=slug, seen_at__lt=began).delete()
    return new + gone


def _take_up(slug: str, source: KeptSignatures, listed: Sequence[KeptSignature]) -> int:
    known = set(
        Preserved.objects.filter(source=slug, item__in=[one.item for one in listed]).values_list(
            "item", flat=True
        )
    )
    rows: list[Preserved] = []
    for one in listed:
        row = _read(slug, source, one) if one.item not in known else None
        if row is not None:
            rows.append(row)
    Preserved.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _read(slug: str, source: KeptSignatures, one: KeptSignature) -> Preserved | None:
    """None where it is gone; with its problem where it trips over itself."""
    try:
        data = source.read(item=one.item)
        return _row(slug, one, data) if data is not None else None
    except Exception as problem:  # see ``_renew_by_itself``
        log.exception("a kept signature was not read", extra={"source": slug, "item": one.item})
        row = _blank(slug, one)
        row.problem, row.tried_at = f"{type(problem).__name__}: {problem}"[:300], clock.now()
        return row


def _blank(slug: str, one: KeptSignature) -> Preserved:
    return Preserved(
        source=slug, item=one.item, holder=one.holder, form=one.form, seen_at=clock.now(),
        ends_at=clock.now(),
    )  # fmt: skip


def _row(slug: str, one: KeptSignature, data: bytes) -> Preserved:
    row = _blank(slug, one)
    try:
        _note(row, _lasting(one.form, data))
    except OnewindowError as problem:
        row.problem, row.tried_at = problem.text()[:300], clock.now()
    return row


def _renew(row: Preserved) -> None:
    now = clock.now()
    row.tried_at = now
    source = sources.get(row.source)
    data = bytes(row.data) if row.data is not None else source.read(item=row.item) if source else None
    if data is None:
        return row.save(update_fields=["tried_at"])
    ahead = now + 2 * app_settings.renewed_before_end()
    try:
        made = _extending(row.form)(
            data, level="LTA", at=now, timestamps=OwnTimestamps(), evidence=OwnEvidence(),
            digest=digest_until(at=ahead, policy=app_settings.policy()),
        )  # fmt: skip
        _note(row, _lasting(row.form, made))
    except OnewindowError as problem:
        row.problem = problem.text()[:300]
        return row.save(update_fields=["tried_at", "problem"])
    row.data, row.problem = made, ""
    row.save()
    record.append(
        kind="trust.preserved",
        subject=Reference.of("preserved", row.source, row.item),
        payload={"form": row.form, "ends_at": row.ends_at.isoformat()},
        actor=None,
    )
    return None


def _note(row: Preserved, found: Lasting) -> None:
    row.ends_at, row.stamped_at = found.ends_at, found.stamped_at


def _lasting(form: str, data: bytes) -> Lasting:
    policy, now = app_settings.policy(), clock.now()
    every = queries.anchors(at=now)
    anchors = Anchors(
        roots=tuple(one.certificate for one in every if one.uses & {"people", "seals"}),
        timestamp_roots=tuple(one.certificate for one in every if "timestamps" in one.uses),
    )
    known = queries.available_evidence().plus(queries.foreign_evidence())
    verdict = _module(form).verify(data, anchors=anchors, at=now, evidence=known, policy=policy)
    return lasting(data, form=cast("LastingForm", form), verdict=verdict, policy=policy)


def _extending(form: str) -> Callable[..., bytes]:
    return _module(form).extend


def _module(form: str) -> Any:
    """Loaded when first used: each brings a large library."""
    return import_module(f"onewindow.standards.signing.{_MODULES[form]}")
