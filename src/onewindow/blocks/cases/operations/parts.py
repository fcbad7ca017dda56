"""Parts of a case: begun, heard of, called off, taken back; each once, however often the news comes."""

from collections.abc import Mapping

from django.db import transaction

from onewindow.blocks.cases.access import may_act_for
from onewindow.blocks.cases.errors import MayNotFile, PartNotUndone, WrongKindOfApplicant
from onewindow.blocks.cases.models import Case, Part, Work
from onewindow.blocks.cases.operations.filing import begin_case, kind_of
from onewindow.blocks.cases.operations.locking import lock_case
from onewindow.blocks.cases.operations.performing import settle
from onewindow.blocks.cases.parties import party_of
from onewindow.blocks.cases.process import HOUSE, Process
from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.catalogue.types import After, ServicePackage, ServiceStep, UndoStep
from onewindow.blocks.identity import api as identity
from onewindow.foundation.access.api import Actor
from onewindow.kernel.clock import clock
from onewindow.kernel.errors import OnewindowError
from onewindow.kernel.reference import Reference
from onewindow.standards import bpmn, feel

_GOOD = frozenset({"granted", "closed"})


def begin_part(*, number: str, work: str) -> None:
    """File the case at another agency that a work of this one waits for.

    What stands against it becomes an error event of the calling process, which its model may catch.
    """
    with transaction.atomic():
        process, row = _open_work(number, work)
        step = process.step_of(row) if row else None
        if row is None or not isinstance(step, ServiceStep):
            return
        if Part.objects.filter(case=process.case, work=work).exists():
            return
        try:
            with transaction.atomic():
                child = _file(process, row, step)
        except OnewindowError as problem:
            _fail(process, row, code=problem.code, message=problem.text())
            return
        Part.objects.create(case=process.case, work=work, element=row.element, child=child)


def hear_of_part(*, number: str, outcome: str) -> None:
    """A case was decided: if another one waits for it, that one goes on or hears the error.

    :param number: of the case that was decided.
    """
    caller = Part.objects.filter(child__number=number).values_list("case__number", flat=True).first()
    if caller is None:
        return
    with transaction.atomic():
        lock_case(caller)
        part = Part.objects.select_related("child", "case").get(child__number=number)
        if part.state == "open":
            _decided(caller, part, outcome)
        elif part.state in ("undoing", "called-off"):
            _heard_while_taken_back(caller, part, outcome)


def undo_part(*, number: str, work: str) -> None:
    """Take back what a part did, because a later one failed; the work is done when the part says so."""
    with transaction.atomic():
        process, row = _open_work(number, work)
        step = process.step_of(row) if row else None
        if row is None or not isinstance(step, UndoStep):
            return
        done = Part.objects.filter(case=process.case, element=step.step, state="done").order_by("-pk")
        part = done.select_related("child").first()
        if part is None:
            _finish(process, work, {}, row.element)
            return
        part.state, part.undone_by = "undoing", work
        part.save(update_fields=["state", "undone_by"])
        scope = process.scope(feel.from_json(row.local))
        reason = step.reason.value(scope, now=process.at) if step.reason else None
        text = reason if isinstance(reason, str) else ""
        if not _take_back(part.child.number, process.package, text):
            problem = PartNotUndone(number=part.child.number)
            _fail(process, row, code=problem.code, message=problem.text())


def call_part_off(*, number: str, work: str) -> None:
    """Stop a part whose caller does not wait for it any more, and take back what it did already."""
    with transaction.atomic():
        case = lock_case(number)
        part = Part.objects.filter(case=case, work=work, state="open").select_related("child").first()
        if part is None:
            return
        package = catalogue.package(service=case.service, version=case.version)
        taken = _take_back(part.child.number, package, "")
        over = not taken and part.child.status not in (*_GOOD, "open")
        part.state = "failed" if over else "called-off"
        part.save(update_fields=["state"])


def _open_work(number: str, work: str) -> tuple[Process, Work | None]:
    case = lock_case(number)
    package = catalogue.package(service=case.service, version=case.version)
    process = Process.of(case, package, at=clock.now())
    return process, Work.objects.filter(case=case, work=work, state="open").first()


def _file(process: Process, row: Work, step: ServiceStep) -> Case:
    """A case of the called service, on the version in force, for whoever filed the calling one."""
    package, case = catalogue.package(service=step.service), process.case
    scope = process.scope(feel.from_json(row.local))
    applicant = party_of(step.applicant, scope, now=process.at) or Reference(case.applicant)
    if kind_of(applicant) not in package.applicant.kinds:
        raise WrongKindOfApplicant(needed=", ".join(package.applicant.kinds))
    actor = identity.actor_of_account(account=case.filed_by, assurance=package.assurance)
    answers = catalogue.answers_for_part(
        package=process.package, step=step, callee=package, scope=scope, now=process.at
    )
    return begin_case(
        package, actor, applicant, _basis(actor, applicant, package, case), answers,
        channel=case.channel, language=case.language,
    )  # fmt: skip


def _basis(actor: Actor, applicant: Reference, package: ServicePackage, case: Case) -> str:
    """The right by which the filer of the caller acts for the part's applicant too."""
    if case.channel == "counter":
        return "counter"
    basis = may_act_for(actor, applicant, package.applicant.scope, package.key)
    if basis is None:
        raise MayNotFile(applicant=applicant)
    return basis


def _decided(caller: str, part: Part, outcome: str) -> None:
    process, row = _open_work(caller, part.work)
    step = process.step_of(row) if row else None
    if row is None or not isinstance(step, ServiceStep):
        return  # the caller left it: news that it is called off is on the way
    part.state = "done" if outcome in _GOOD else "failed"
    part.save(update_fields=["state"])
    output = _output(process, part.child, step, outcome)
    if part.state == "done":
        _finish(process, part.work, output, row.element)
        return
    process.take(
        bpmn.Change(at=process.at, data=output, environment=process.environment()),
        kind="part", element=row.element, detail={"outcome": outcome},
    )  # fmt: skip
    _fail(process, row, code=outcome, message=part.child.number)


def _output(process: Process, child: Case, step: ServiceStep, outcome: str) -> dict[str, object]:
    """What the caller keeps of a part."""
    package = catalogue.package(service=child.service, version=child.version)
    of_part = Process.of(child, package, at=process.at)
    scope = of_part.scope()
    taken = {name: formula.value(scope, now=process.at) for name, formula in step.takes.items()}
    kept = {
        "number": child.number, "service": child.service, "outcome": outcome,
        "documents": of_part.data.get("documents") or {},
    }  # fmt: skip
    return {step.into: {**kept, **taken}}


def _heard_while_taken_back(caller: str, part: Part, outcome: str) -> None:
    """Done only now, it can be taken back only now; anything else means that it is undone."""
    if outcome not in _GOOD:
        _undone(caller, part)
        return
    package = catalogue.package(service=part.case.service, version=part.case.version)
    _take_back(part.child.number, package, "")


def _undone(caller: str, part: Part) -> None:
    process, row = _open_work(caller, part.undone_by)  # nothing waits where it was called off
    part.state = "undone"
    part.save(update_fields=["state"])
    if row is not None:
        _finish(process, part.undone_by, {}, row.element)


def _take_back(number: str, caller: ServicePackage, reason: str) -> bool:
    """Tell a part that its caller takes it back; False where its process does not wait for that now."""
    case = lock_case(number)
    package = catalogue.package(service=case.service, version=case.version)
    process = Process.of(case, package, at=clock.now())
    after = _way_back(process)
    if after is None:
        return False
    said: Mapping[str, object] = {
        "reason": reason,
        "by": {"name": caller.name.in_language(case.language), "agency": caller.agency, "role": ""},
        "on": process.environment()["today"],
    }
    event = bpmn.Deliver(
        at=process.at, message=after.message, payload={after.into: said}, environment=process.environment()
    )
    process.take(event, kind="message", by=HOUSE, detail={"action": after.name})
    settle(process)
    process.save()
    return True


def _way_back(process: Process) -> After | None:
    """The action by which a caller takes the part back now; else the applicant's own withdrawal."""
    if process.state is None:
        return None
    waits = bpmn.waiting(process.package.process, process.state)
    awaited = {wait.name for wait in waits if wait.kind == "message"}
    ways = [
        after
        for after in process.package.after.values()
        if after.message in awaited
        and (after.available is None or after.available.holds(process.scope(), now=process.at))
    ]
    for after in ways:
        if after.party == "caller":
            return after
    return next((after for after in ways if after.name == "withdraw" and after.form is None), None)


def _finish(process: Process, work: str, output: Mapping[str, object], element: str) -> None:
    process.finish(work, output, kind="part", element=element)
    settle(process)
    process.save()


def _fail(process: Process, row: Work, *, code: str, message: str) -> None:
    event = bpmn.Fail(
        at=process.at, work=row.work, code=code, message=message, environment=process.environment()
    )
    process.take(event, kind="failed", element=row.element, detail={"code": code})
    settle(process)
    process.save()
