"""Acting on a case from outside its present work: withdraw, amend, extend, correct, revoke.

Which of these there are, who may do them and when is the package's business: each is a message that the
process waits for.
"""

from collections.abc import Mapping, Sequence

from onewindow.blocks.cases.access import acted_for, cases_of, require_alone
from onewindow.blocks.cases.choices import may_take, offered, post_of
from onewindow.blocks.cases.errors import CaseNotFound, ChangedSince, NotAtThisTime, SecondPersonNeeded
from onewindow.blocks.cases.impartiality import require_impartial
from onewindow.blocks.cases.lookups import RegisterLookups
from onewindow.blocks.cases.models import Case
from onewindow.blocks.cases.operations.locking import lock_case
from onewindow.blocks.cases.operations.noting import note
from onewindow.blocks.cases.operations.once import once
from onewindow.blocks.cases.operations.performing import settle
from onewindow.blocks.cases.operations.working import same_person, signed
from onewindow.blocks.cases.process import By, Process
from onewindow.blocks.cases.signing_off import officer_of
from onewindow.blocks.cases.worth import basis_for_worth
from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.catalogue.types import After
from onewindow.foundation.access.api import Actor
from onewindow.kernel.clock import clock
from onewindow.kernel.errors import NotAllowed, Problems
from onewindow.kernel.reference import Reference
from onewindow.standards import bpmn, feel


def act_on_case(
    *,
    number: str,
    action: str,
    actor: Actor,
    answers: Mapping[str, object],
    key: str | None,
    revision: int | None = None,
    together: Sequence[str] = (),
) -> dict[str, object]:
    """See ``cases.api.act_on_case``.

    :param together: the names of those who signed it, where the applicant is bound only by several.
    """
    request = {"do": action, "case": number, "answers": feel.to_json(dict(answers))}
    result, _ = once(
        caller=actor.account or "house", key=key, request=request,
        do=lambda: _act(number, action, actor, answers, revision, together),
    )  # fmt: skip
    return result


def _act(
    number: str,
    action: str,
    actor: Actor,
    answers: Mapping[str, object],
    revision: int | None,
    together: Sequence[str],
) -> dict[str, object]:
    case = lock_case(number)
    if not Case.objects.filter(cases_of(actor), pk=case.pk).exists():
        raise CaseNotFound(number=number)
    if revision is not None and revision != case.revision:
        raise ChangedSince()
    package = catalogue.package(service=case.service, version=case.version)
    process = Process.of(case, package, at=clock.now())
    after = package.after.get(action)
    if after is None or not may_take(process, after, actor):
        raise NotAllowed()
    if after not in offered(process, actor):
        raise NotAtThisTime()
    agency, role = post_of(process, after)
    if after.party == "officer":
        require_impartial(case, actor, agency=agency, role=role)
    elif not together:
        require_alone(package, actor, Reference(case.applicant))
    given = {**_answers(process, after, actor, answers), **signed(process, actor, agency, role)}
    if after.party == "applicant" and after.into == package.form:
        _count_again(process, actor, {after.into: given})
    if _waits_for_second(process, after, actor, given):
        return _propose(case, after, By(actor.account or "", agency, role), answers)
    case.proposals.pop(action, None)
    event = bpmn.Deliver(
        at=process.at, message=after.message, payload={after.into: given}, environment=process.environment()
    )
    side = "applicant" if after.party == "applicant" else "officer"
    by = By(actor.account or "", agency, role, acted=acted_for(actor, case, side, together=together))
    process.take(event, kind="message", by=by, detail={"action": action})
    settle(process)
    process.save()
    return {"case": case.number, "revision": case.revision, "status": case.status, "proposed": False}


def _count_again(process: Process, actor: Actor, given: Mapping[str, object]) -> None:
    """A filing that is amended may be worth more: whoever amends it for another must be allowed so much."""
    case, applicant = process.case, Reference(process.case.applicant)
    if applicant in actor.themself:
        return
    data = {**process.data, **given}
    subject = Reference.of("case", case.number)
    basis_for_worth(process.package, actor, applicant, case.basis, data, at=process.at, subject=subject)


def _waits_for_second(process: Process, after: After, actor: Actor, given: Mapping[str, object]) -> bool:
    if after.four_eyes is None:
        return False
    if not after.four_eyes.holds(process.scope({after.into: given}), now=process.at):
        return False
    proposed = process.case.proposals.get(after.name)
    if proposed is None:
        return True
    if same_person(str(proposed["by"]), actor):
        raise SecondPersonNeeded()
    try:
        wanted = _answers(process, after, actor, feel.from_json(proposed["answers"]))
    except Problems:
        return True  # what was proposed then cannot be done any more
    # Two persons must want the same: who changes a proposal makes one of their own.
    return any(given.get(name) != value for name, value in wanted.items())


def _propose(case: Case, after: After, by: By, answers: Mapping[str, object]) -> dict[str, object]:
    case.proposals[after.name] = {"answers": feel.to_json(dict(answers)), "by": by.account}
    case.revision += 1
    case.save(update_fields=["proposals", "revision"])
    note(case, kind="proposed", by=by, action=after.name)
    return {"case": case.number, "revision": case.revision, "status": case.status, "proposed": True}


def _answers(
    process: Process, after: After, actor: Actor, answers: Mapping[str, object]
) -> Mapping[str, object]:
    if after.form is None:
        return {}
    agency, role = post_of(process, after)
    checked = catalogue.check_answers(
        form=process.package.forms[after.form], answers=answers,
        context=process.scope({"officer": officer_of(actor, agency=agency, role=role)}),
        lookups=RegisterLookups(actor), language=actor.language, now=process.at,
    )  # fmt: skip
    if not checked.good:
        raise Problems(list(checked.problems))
    return checked.answers
