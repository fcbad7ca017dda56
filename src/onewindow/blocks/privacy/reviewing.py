"""The report on looks with no case: who stands out, for the agency's data protection officer."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from onewindow.blocks.privacy import officers
from onewindow.blocks.privacy.ports import CaseInvolvement
from onewindow.blocks.privacy.types import LookNoticed
from onewindow.blocks.registers import api as registers
from onewindow.foundation.access.types import Actor
from onewindow.foundation.record import api as record
from onewindow.kernel.clock import clock
from onewindow.kernel.reference import Reference


def _nobody(*, looks: Sequence[tuple[str, Reference, frozenset[str], datetime, datetime]]) -> frozenset[int]:
    return frozenset()


class _Port:
    involvement: CaseInvolvement = staticmethod(_nobody)


def use_case_involvement(involvement: CaseInvolvement) -> None:
    """Join the port to its adapter; without it no case explains a look."""
    _Port.involvement = staticmethod(involvement)


def looked_without_cause(*, days: int, agency: str | None) -> list[LookNoticed]:
    """The pairs of officer and person that stand out in the last days."""
    until = clock.now()
    found = registers.looks_to_review(
        since=until - timedelta(days=days), until=until, agency=agency, involved=_involved
    )
    return [_view(each) for each in found]


def report_for(actor: Actor, *, days: int, agency: str) -> list[LookNoticed]:
    """The same for one agency's data protection officer; the record says that the report was read."""
    officers.require(actor, agency)
    found = looked_without_cause(days=days, agency=agency)
    with transaction.atomic():
        record.append(
            kind="privacy.looks-reviewed",
            subject=Reference.of("agency", agency),
            payload={"days": days, "found": len(found)},
            actor=Reference.of("account", actor.account).text if actor.account else None,
        )
    return found


def _involved(looks: Sequence[registers.Looks]) -> frozenset[int]:
    asked = [
        (each.reader.removeprefix("account/"), each.concerned, each.cases, each.first_at, each.last_at)
        for each in looks
    ]
    return _Port.involvement(looks=asked)


def _view(found: registers.Noticed) -> LookNoticed:
    looks = found.looks
    return LookNoticed(
        reader=looks.reader,
        reader_name=looks.reader_name,
        agency=looks.agency,
        office=looks.office,
        concerned=looks.concerned.key.partition("/")[2],
        times=looks.times,
        first_at=looks.first_at,
        last_at=looks.last_at,
        cases=tuple(sorted(looks.cases)),
        legal_bases=tuple(sorted(looks.legal_bases)),
        has_case=found.has_case,
        signs=found.signs,
        score=found.score,
        lines=looks.lines,
    )
