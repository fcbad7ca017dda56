"""What the house does by itself: numbers, registers, letters, payments, documents."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal

from onewindow.blocks.cases.access import HOUSE_ACTOR
from onewindow.blocks.cases.letters import letter_texts, officers_told
from onewindow.blocks.cases.models import Counter, Work
from onewindow.blocks.cases.operations.asking_parts import (
    ask_for_part,
    ask_for_undoing,
    call_off_parts,
)
from onewindow.blocks.cases.operations.registering import write_register
from onewindow.blocks.cases.parties import party_of
from onewindow.blocks.cases.process import Performed, Process
from onewindow.blocks.catalogue.types import (
    DocumentStep,
    NoticeStep,
    NumberRule,
    NumberStep,
    PaymentStep,
    RegisterStep,
    ServiceStep,
    Step,
    UndoStep,
    WriteStep,
)
from onewindow.blocks.notifications import api as notifications
from onewindow.blocks.payments import api as payments
from onewindow.blocks.registers import api as registers
from onewindow.foundation.jobs import api as jobs
from onewindow.kernel.errors import NotFound, OnewindowError
from onewindow.kernel.money import Money
from onewindow.kernel.reference import Reference
from onewindow.standards import bpmn, feel

_DAYS_TO_PAY = 30
_WORDS: dict[type, str] = {
    NumberStep: "number",
    RegisterStep: "register",
    WriteStep: "written",
    NoticeStep: "notice",
    PaymentStep: "free",
}


def settle(process: Process) -> None:
    """Do all that the house can do now, until somebody else has to act."""
    while process.for_the_house:
        work = process.for_the_house.popleft()
        if work.work not in process.opened:
            continue  # a later event closed it
        _perform(process, work)
    _call_off_payments(process)
    call_off_parts(process)


def _call_off_payments(process: Process) -> None:
    """Ask no longer for fees of steps that were closed, by a withdrawal for instance."""
    gone = [work for work, reason in process.closed_work.items() if reason != "done"]
    closed = Work.objects.filter(case_id=process.case.pk, work__in=gone, side="house") if gone else ()
    keys = {f"{process.case.number}:{row.work}" for row in closed if row.element in process.package.steps}
    if not keys:
        return
    for request in payments.requests_of(subject=Reference.of("case", process.case.number)):
        if request.open and request.key in keys:
            payments.cancel_payment(request=request.id, reason=process.case.status)


def give_number(process: Process, rule: NumberRule, scope: Mapping[str, object]) -> dict[str, object]:
    """The next number of a rule's sequence, under its name; nothing where the sequence is null.

    Gapless: the counter's row is held until the transaction ends.
    """
    named = rule.sequence.value(scope, now=process.at)
    if named is None:
        return {}
    parts: list[object] = named if isinstance(named, list) else [named]
    sequence = f"{process.package.key}:{rule.into}:" + "/".join(str(part) for part in parts)
    following = Decimal(Counter.next_of(sequence))
    number = rule.pattern.value({**scope, "n": following}, now=process.at)
    return {rule.into: number if isinstance(number, str) else str(following)}


def _perform(process: Process, work: Work) -> None:
    step = process.step_of(work)
    perform = _KINDS.get(type(step)) if step else None
    if perform is None or step is None:
        return  # a receive task, or something that an outside program completes through the API
    try:
        output = perform(process, work, step)
    except OnewindowError as problem:
        process.opened.pop(work.work, None)
        event = bpmn.Fail(
            at=process.at, work=work.work, code=problem.code, message=problem.text(),
            environment=process.environment(),
        )  # fmt: skip
        process.take(event, kind="failed", element=work.element, detail={"code": problem.code})
        return
    if output is not None:
        process.finish(work.work, output, kind=f"{work_kind(step)}", element=work.element)


def work_kind(step: Step) -> str:
    """The word for a step of the house in the story."""
    return _WORDS.get(type(step), "done")


def _number(process: Process, work: Work, step: NumberStep) -> Performed:
    return give_number(process, step.number, process.scope(feel.from_json(work.local)))


def _register(process: Process, work: Work, step: RegisterStep) -> Performed:
    key = step.key.value(process.scope(feel.from_json(work.local)), now=process.at)
    if not isinstance(key, str):
        return {step.into: None}
    purpose = registers.Purpose(case=Reference.of("case", process.case.number), legal_basis=None)
    try:
        facts = registers.read(
            register=step.register, key=key, attributes=step.attributes, purpose=purpose, reader=HOUSE_ACTOR
        )
    except NotFound:
        return {step.into: None}
    return {step.into: dict(facts.values)}


def _notice(process: Process, work: Work, step: NoticeStep) -> Performed:
    scope = process.scope(feel.from_json(work.local))
    texts = letter_texts(process.package, step.notice, scope, at=process.at)
    to = step.to.value(scope, now=process.at)
    receivers = [Reference(process.case.applicant)] if to == "applicant" else officers_told(to)
    for place, receiver in enumerate(receivers):
        notifications.notify(
            to=receiver, template="", values={}, texts=texts,
            language=process.case.language if to == "applicant" else None,
            subject=Reference.of("case", process.case.number),
            key=f"{process.case.number}:{work.work}:{place}",
        )  # fmt: skip
    return {}


def _payment(process: Process, work: Work, step: PaymentStep) -> Performed:
    fee = process.package.fees[step.fee]
    amount = fee.amount.value(process.scope(feel.from_json(work.local)), now=process.at)
    money = Money.rounded(amount, fee.currency) if isinstance(amount, Decimal) else Money(0, fee.currency)
    if money.minor <= 0:
        return {step.into: None}
    payments.request_payment(
        subject=Reference.of("case", process.case.number), amount=money,
        due=(process.at + timedelta(days=_DAYS_TO_PAY)).date(), key=f"{process.case.number}:{work.work}",
        payer=_payer(process, work, step), description=fee.name,
        return_path=f"/cases/{process.case.number}/",
    )  # fmt: skip
    return None


def _payer(process: Process, work: Work, step: PaymentStep) -> Reference:
    scope = process.scope(feel.from_json(work.local))
    return party_of(step.payer, scope, now=process.at) or Reference(process.case.applicant)


def _write(process: Process, work: Work, step: WriteStep) -> Performed:
    scope = process.scope(feel.from_json(work.local))
    write_register(step, scope, agency=process.package.agency, case=process.case.number, at=process.at)
    return {}


def _document(process: Process, work: Work, step: DocumentStep) -> Performed:
    payload = {"case": process.case.number, "work": work.work}
    jobs.defer(name="cases.document", payload=payload, key=f"{process.case.number}:{work.work}")
    return None


_KINDS: dict[type, Callable[..., Performed]] = {
    NumberStep: _number,
    RegisterStep: _register,
    WriteStep: _write,
    NoticeStep: _notice,
    PaymentStep: _payment,
    DocumentStep: _document,
    ServiceStep: ask_for_part,
    UndoStep: ask_for_undoing,
}
