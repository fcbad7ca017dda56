"""Working on a task: claim it, hand it over, propose, confirm, complete."""

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from django.db import transaction

from onewindow.blocks.cases.access import (
    acted_for,
    may_do,
    party_of_work,
    require_alone,
    require_assurance,
)
from onewindow.blocks.cases.environment import text_of
from onewindow.blocks.cases.errors import (
    ChangedSince,
    SecondPersonNeeded,
    WorkClaimed,
    WorkEnded,
    WorkNotFound,
)
from onewindow.blocks.cases.impartiality import require_impartial
from onewindow.blocks.cases.lookups import RegisterLookups
from onewindow.blocks.cases.models import Work
from onewindow.blocks.cases.operations.locking import lock_case
from onewindow.blocks.cases.operations.noting import note
from onewindow.blocks.cases.operations.once import once
from onewindow.blocks.cases.operations.performing import give_number, settle
from onewindow.blocks.cases.process import By, Process
from onewindow.blocks.cases.signing_off import officer_of
from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.catalogue.types import WorkStep
from onewindow.blocks.identity import api as identity
from onewindow.blocks.registers import api as registers
from onewindow.foundation.access.api import Actor
from onewindow.kernel.clock import clock
from onewindow.kernel.errors import NotAllowed, Problems
from onewindow.standards import feel


def claim_work(*, work: int, actor: Actor, revision: int | None = None) -> int:
    """See ``cases.api.claim_work``."""
    with transaction.atomic():
        row = open_work(work, actor, revision)
        if row.claimed_by and row.claimed_by != actor.account:
            raise WorkClaimed(name=_name(row.claimed_by))
        return row.revision if row.claimed_by else _claim(row, actor.account or "")


def release_work(*, work: int, actor: Actor) -> int:
    """See ``cases.api.release_work``."""
    with transaction.atomic():
        row = open_work(work, actor, None)
        if row.claimed_by not in ("", actor.account) and not _leads(actor, row):
            raise WorkClaimed(name=_name(row.claimed_by))
        return _claim(row, "") if row.claimed_by else row.revision


def hand_over_work(*, work: int, actor: Actor, to: str) -> int:
    """See ``cases.api.hand_over_work``."""
    with transaction.atomic():
        row = open_work(work, actor, None)
        if row.claimed_by not in ("", actor.account) and not _leads(actor, row):
            raise WorkClaimed(name=_name(row.claimed_by))
        if not may_do(identity.actor_of_account(account=to), row, row.case):
            raise NotAllowed(field="to")
        return _claim(row, to)


def complete_work(
    *,
    work: int,
    actor: Actor,
    answers: Mapping[str, object],
    key: str | None,
    revision: int | None = None,
    together: Sequence[str] = (),
) -> dict[str, object]:
    """See ``cases.api.complete_work``.

    :param together: the names of those who signed it, where the party is bound only by several.
    """
    request = {"do": "complete", "work": work, "answers": feel.to_json(dict(answers))}
    result, _ = once(
        caller=actor.account or "house", key=key, request=request,
        do=lambda: _complete(work, actor, answers, revision, together),
    )  # fmt: skip
    return result


def return_proposal(*, work: int, actor: Actor, reason: str, revision: int | None = None) -> int:
    """See ``cases.api.return_proposal``."""
    with transaction.atomic():
        row = open_work(work, actor, revision)
        if row.proposed is None:
            raise WorkEnded()
        row.proposed = None
        row.local = {**row.local, "returned": {"reason": reason[:2000], "by": actor.name}}
        row.claimed_by, row.proposed_by = row.proposed_by, ""
        by = By(actor.account or "", row.agency, row.role)
        note(row.case, kind="returned", by=by, element=row.element)
        return _bump(row)


def open_work(work: int, actor: Actor, revision: int | None) -> Work:
    """A task that the actor may do and that is open; its case's row and then its own are locked.

    :raises WorkNotFound, WorkEnded, ChangedSince: as named.
    """
    row = Work.objects.select_related("case").filter(pk=work).first()
    if row is None or not may_do(actor, row, row.case):
        raise WorkNotFound()
    lock_case(row.case.number)
    row = Work.objects.select_for_update(of=("self",)).select_related("case").get(pk=work)
    if row.state != "open":
        raise WorkEnded()
    if revision is not None and revision != row.revision:
        raise ChangedSince()
    return row


def _complete(
    work: int,
    actor: Actor,
    answers: Mapping[str, object],
    revision: int | None,
    together: Sequence[str],
) -> dict[str, object]:
    row = open_work(work, actor, revision)
    if row.claimed_by and row.claimed_by != actor.account and row.proposed is None:
        raise WorkClaimed(name=_name(row.claimed_by))
    case = row.case
    package = catalogue.package(service=case.service, version=case.version)
    process = Process.of(case, package, at=clock.now())
    step = process.step_of(row)
    if not isinstance(step, WorkStep):
        raise WorkNotFound()
    if row.side == "person":
        require_assurance(package, actor)
    if row.side == "officer":
        require_impartial(case, actor, agency=row.agency, role=row.role)
    elif not together:
        require_alone(package, actor, party_of_work(row, case))
    _different_person(process, step, row, actor)
    output = _checked(process, step, row, actor, answers)
    if _waits_for_second(process, step, row, actor, output):
        return _propose(row, actor, answers)
    if step.number is not None:
        scope = process.scope({**feel.from_json(row.local), **output})
        output = {**output, **give_number(process, step.number, scope)}
    acted = acted_for(actor, case, row.side, row.person, together=together)
    by = By(actor.account or "", row.agency, row.role, acted=acted)
    Work.objects.filter(pk=row.pk).update(ended_by=actor.account or "", revision=row.revision + 1)
    process.finish(row.work, output, kind="done", by=by, element=row.element)
    settle(process)
    process.save()
    return {"case": case.number, "revision": case.revision, "status": case.status, "proposed": False}


def _checked(
    process: Process, step: WorkStep, row: Work, actor: Actor, answers: Mapping[str, object]
) -> dict[str, object]:
    local = feel.from_json(row.local)
    scope = process.scope({**local, "officer": officer_of(actor, agency=row.agency, role=row.role)})
    checked = catalogue.check_answers(
        form=process.package.forms[step.form], answers=answers, context=scope, lookups=RegisterLookups(actor),
        language=actor.language, now=process.at,
    )  # fmt: skip
    if not checked.good:
        raise Problems(list(checked.problems))
    return {step.into: {**checked.answers, **signed(process, actor, row.agency, row.role)}}


def signed(process: Process, actor: Actor, agency: str, role: str) -> dict[str, object]:
    """Who answered and when, as FEEL sees it beside the answers."""
    zone = ZoneInfo(registers.calendar(name=agency or process.package.agency).zone)
    return {
        "by": officer_of(actor, agency=agency, role=role),
        "on": process.at.astimezone(zone).date(),
    }


def _different_person(process: Process, step: WorkStep, row: Work, actor: Actor) -> None:
    if row.proposed is not None and same_person(row.proposed_by, actor):
        raise SecondPersonNeeded()
    done = Work.objects.filter(case=row.case, element__in=step.not_by, state="done").values_list("ended_by")
    others = _workers_of(text_of(step.not_by_case, process.scope(), now=process.at))
    if any(same_person(account, actor) for account in (*(account for (account,) in done), *others)):
        raise SecondPersonNeeded()


def _workers_of(case: str) -> set[str]:
    """The accounts that finished an officer's work of another case."""
    if not case:
        return set()
    done = Work.objects.filter(case__number=case, side="officer", state="done")
    return set(done.values_list("ended_by", flat=True))


def same_person(account: str, actor: Actor) -> bool:
    """Whether an account is the actor's, or another account of the same person."""
    if not account:
        return False
    return account == actor.account or actor.account in identity.accounts_of_person(account=account)


def _waits_for_second(
    process: Process, step: WorkStep, row: Work, actor: Actor, output: Mapping[str, object]
) -> bool:
    """Two persons must want the same: who changes a proposal makes one of their own."""
    if step.four_eyes is None:
        return False
    if not step.four_eyes.holds(process.scope({**feel.from_json(row.local), **output}), now=process.at):
        return False
    if row.proposed is None:
        return True
    try:
        return _checked(process, step, row, actor, feel.from_json(row.proposed)) != output
    except Problems:
        return True  # what was proposed then cannot be decided any more


def _propose(row: Work, actor: Actor, answers: Mapping[str, object]) -> dict[str, object]:
    row.proposed, row.proposed_by, row.claimed_by = feel.to_json(dict(answers)), actor.account or "", ""
    _bump(row)
    case = row.case
    note(case, kind="proposed", by=By(actor.account or "", row.agency, row.role), element=row.element)
    return {"case": case.number, "revision": case.revision, "status": case.status, "proposed": True}


def _claim(row: Work, account: str) -> int:
    row.claimed_by = account
    row.claimed_at = clock.now() if account else None
    return _bump(row)


def _bump(row: Work) -> int:
    row.revision += 1
    row.save()
    return row.revision


def _leads(actor: Actor, row: Work) -> bool:
    return actor.has_post(agency=row.agency, role="head")


def _name(account: str) -> str:
    return identity.account(account=account).name if account else ""
