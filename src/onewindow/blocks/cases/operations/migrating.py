"""Moving a running case to another version of its package, where its process and its open steps allow it."""

from collections.abc import Iterator

from onewindow.blocks.cases.access import ADMINISTRATOR, administers, may_see
from onewindow.blocks.cases.errors import CannotMoveCase, CaseNotFound, ChangedSince
from onewindow.blocks.cases.models import Case, Happening
from onewindow.blocks.cases.operations.locking import lock_case
from onewindow.blocks.cases.operations.once import once
from onewindow.blocks.cases.operations.performing import settle
from onewindow.blocks.cases.process import By, Process
from onewindow.blocks.cases.types import MoveBlocker, MoveTarget, MoveView
from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.catalogue.types import ServicePackage, WorkStep
from onewindow.blocks.notifications import api as notifications
from onewindow.foundation.access.api import Actor
from onewindow.kernel.clock import clock
from onewindow.kernel.errors import N_, NotAllowed
from onewindow.kernel.reference import Reference
from onewindow.standards import bpmn

_NO_STEP = N_("The new version does not say who does “{name}”.")
_OTHER_STEP = N_("In the new version “{name}” is done by somebody else.")


def movable_case(*, number: str, actor: Actor) -> MoveView:
    """See ``cases.api.movable_case``."""
    case = Case.objects.filter(number=number).first()
    if case is None:
        raise CaseNotFound(number=number)
    _require_administrator(actor, case)
    old = catalogue.package(service=case.service, version=case.version)
    others = [one for one in catalogue.versions(service=case.service) if one.version != case.version]
    targets = tuple(
        MoveTarget(one.version, one.imported_at, one.current, _blockers(case, old, one.version))
        for one in others
    )
    return MoveView(case.number, case.service, case.version, case.revision, targets)


def move_case(
    *, number: str, version: str, actor: Actor, reason: str, key: str | None, revision: int | None = None
) -> dict[str, object]:
    """See ``cases.api.move_case``."""
    request = {"move": number, "to": version, "reason": reason}
    result, _ = once(
        caller=actor.account or "house", key=key, request=request,
        do=lambda: _move(number, version, actor, reason, revision),
    )  # fmt: skip
    return result


def _move(number: str, version: str, actor: Actor, reason: str, revision: int | None) -> dict[str, object]:
    case = lock_case(number)
    _require_administrator(actor, case)
    if case.version != version:
        if revision is not None and revision != case.revision:
            raise ChangedSince()
        _carry_over(case, version, By(actor.account or "", case.agency, ADMINISTRATOR), reason)
    return {"case": case.number, "version": case.version, "revision": case.revision, "status": case.status}


def _carry_over(case: Case, version: str, by: By, reason: str) -> None:
    old = catalogue.package(service=case.service, version=case.version)
    new = catalogue.package(service=case.service, version=version)
    blockers = tuple(_blocked_steps(case, old, new))
    if blockers:
        raise CannotMoveCase(blockers=blockers)
    process = Process.of(case, new, at=clock.now())
    state, effects = _migrated(process, old)
    told = Happening(
        case=case, at=process.at, kind="moved", agency=by.agency, role=by.role, by=by.account,
        detail={"from": case.version, "to": new.version, "reason": reason},
    )  # fmt: skip
    case.version = new.version
    process.go_on_from(state, effects, told)
    settle(process)
    process.save()
    _tell_applicant(case, new, reason)


def _migrated(process: Process, old: ServicePackage) -> tuple[bpmn.State, tuple[bpmn.Effect, ...]]:
    """The state in the new version.

    :raises CannotMoveCase: the process does not allow it.
    """
    if process.state is None:
        raise CaseNotFound(number=process.case.number)
    try:
        return bpmn.migrate(
            old.process, process.package.process, process.state, at=process.at,
            environment=process.environment(),
        )  # fmt: skip
    except bpmn.CannotMove as refused:
        blockers = tuple(MoveBlocker(one.element, one.message, one.values) for one in refused.reasons)
        raise CannotMoveCase(blockers=blockers) from refused


def _blockers(case: Case, old: ServicePackage, version: str) -> tuple[MoveBlocker, ...]:
    new = catalogue.package(service=case.service, version=version)
    found = tuple(_blocked_steps(case, old, new))
    if found:
        return found
    try:
        _migrated(Process.of(case, new, at=clock.now()), old)
    except CannotMoveCase as refused:
        return refused.blockers
    return ()


def _blocked_steps(case: Case, old: ServicePackage, new: ServicePackage) -> Iterator[MoveBlocker]:
    """Open work must mean the same to whoever does it now."""
    for work in case.works.filter(state="open"):
        before, now = old.steps.get(work.element), new.steps.get(work.element)
        values = {"name": old.process.elements[work.element].name or work.element}
        if before is not None and now is None:
            yield MoveBlocker(work.element, _NO_STEP, values)
        elif type(before) is not type(now) or _party(before) != _party(now):
            yield MoveBlocker(work.element, _OTHER_STEP, values)


def _party(step: object) -> tuple[str, str]:
    return (step.party, step.role or "") if isinstance(step, WorkStep) else ("", "")


def _require_administrator(actor: Actor, case: Case) -> None:
    """
    :raises NotAllowed: the actor sees the case, but does not administer its agency.
    :raises CaseNotFound: neither.
    """
    if administers(actor, case.agency):
        return
    if may_see(actor, case):
        raise NotAllowed()
    raise CaseNotFound(number=case.number)


def _tell_applicant(case: Case, package: ServicePackage, reason: str) -> None:
    notifications.notify(
        to=Reference(case.applicant), template="cases.case-moved", subject=Reference.of("case", case.number),
        values={"case": case.number, "service": package.name, "reason": reason}, language=case.language,
        key=f"{case.number}:moved:{case.revision}",
    )  # fmt: skip
