"""A person asks why; the agency answers in time, or the ombudsman does."""

from dataclasses import replace

from django.db import IntegrityError, transaction

from onewindow.blocks.notifications import api as notifications
from onewindow.blocks.privacy import app_settings, looking, officers
from onewindow.blocks.privacy.codes import new_code
from onewindow.blocks.privacy.errors import (
    AskedAlready,
    ChangedSince,
    FindingMissing,
    LineUnknown,
    NotAtThisStage,
    OwnLook,
    QuestionUnknown,
    TextMissing,
)
from onewindow.blocks.privacy.models import Question
from onewindow.blocks.privacy.types import QuestionView
from onewindow.blocks.registers import api as registers
from onewindow.blocks.registers.types import AccessLineView
from onewindow.foundation.access import api as access
from onewindow.foundation.access.types import Actor
from onewindow.foundation.record import api as record
from onewindow.kernel.clock import clock
from onewindow.kernel.reference import Reference

_FINDINGS = ("justified", "unjustified")
_BATCH = 100


def line_of(actor: Actor, line: int) -> AccessLineView:
    """A look at the actor's own data, or at that of whom the actor acts for.

    :returns: of a look at everybody in a register, the line as one about whoever asks.
    """
    found = registers.access_line(line=line)
    if found is not None and found.concerned in actor.own:
        return found
    asker = actor.in_whose_name
    if found is None or asker is None or registers.access_line(line=line, concerned=asker) is None:
        raise LineUnknown()
    return replace(found, concerned=asker)


def ask(actor: Actor, *, line: int, text: str) -> QuestionView:
    """Ask the agency of the officer who looked; the register's owner where nobody's officer did."""
    look = line_of(actor, line)
    said = _said(text, "text", 2000)
    keys = [each.text for each in actor.keys_of(look.concerned)]
    earlier = Question.objects.filter(line=line, concerned__in=keys).first()
    if earlier is not None:
        raise AskedAlready(question=earlier.code)
    try:
        return _ask(actor, look, said)
    except IntegrityError as problem:  # the same person asked meanwhile
        earlier = Question.objects.filter(line=line, concerned=look.concerned.text).first()
        if earlier is None:
            raise
        raise AskedAlready(question=earlier.code) from problem


def _ask(actor: Actor, look: AccessLineView, said: str) -> QuestionView:
    now = clock.now()
    with transaction.atomic():
        row = Question.objects.create(
            code=new_code("Q"),
            line=look.line,
            concerned=look.concerned.text,
            asked_by=actor.account or "",
            agency=look.agency or registers.register(slug=look.register).owner,
            text=said,
            asked_at=now,
            due_at=now + app_settings.answer_within(),
        )
        _tell_record(row, "privacy.question-asked", actor)
        answers = officers.who_answers(row.agency, but=lambda account: looking.is_reader(look, account))
        for officer in answers:
            _notify(officer, row, "question-asked", f"asked/{officer.key}")
        if not answers and officers.who_answers(row.agency):
            _escalate(row, "own-look")
    return _view(row)


def answer(
    actor: Actor, *, code: str, agency: str, text: str, finding: str, seen: str | None = None
) -> QuestionView:
    """Answer for the agency; the person is told."""
    officers.require(actor, agency)
    said = _said(text, "answer", 4000)
    if finding not in _FINDINGS:
        raise FindingMissing(field="finding")
    with transaction.atomic():
        row = _locked(code, agency=agency, seen=seen)
        if row.status not in ("open", "escalated") or row.answered_at is not None:
            raise NotAtThisStage()
        _hold_not_reader(row, actor)
        row.answer, row.finding, row.answered_by, row.answered_at = (
            said,
            finding,
            actor.account or "",
            clock.now(),
        )
        row.status = "answered" if row.status == "open" else row.status
        row.save()
        _tell_record(row, "privacy.question-answered", actor)
        _notify(Reference.of("account", row.asked_by), row, "question-answered", "answered")
    return _view(row)


def escalate(actor: Actor, *, code: str, seen: str | None = None) -> QuestionView:
    """The person does not agree with the answer: the ombudsman looks at it."""
    with transaction.atomic():
        row = _locked(code)
        if Reference(row.concerned) not in actor.own:
            raise QuestionUnknown()
        _still(row, seen)
        if row.status != "answered":
            raise NotAtThisStage()
        _escalate(row, "disagreed")
    return _view(row)


def rule(actor: Actor, *, code: str, text: str, seen: str | None = None) -> QuestionView:
    """The ombudsman's word, which closes it."""
    officers.require_ombudsman(actor)
    said = _said(text, "ruling", 4000)
    with transaction.atomic():
        row = _locked(code, seen=seen)
        if row.status != "escalated":
            raise NotAtThisStage()
        _hold_not_reader(row, actor)
        row.ruling, row.ruled_by, row.ruled_at, row.status = said, actor.account or "", clock.now(), "closed"
        row.save()
        _tell_record(row, "privacy.question-ruled", actor)
        _notify(Reference.of("account", row.asked_by), row, "question-ruled", "ruled")
    return _view(row)


def escalate_overdue() -> int:
    """Hand what nobody answered in time to the ombudsman. Returns how many."""
    with transaction.atomic():
        late = Question.objects.select_for_update(skip_locked=True).filter(
            status="open", due_at__lt=clock.now()
        )
        rows = list(late[:_BATCH])
        for row in rows:
            _escalate(row, "late")
    return len(rows)


def of_person(actor: Actor) -> list[QuestionView]:
    """The questions of the actor, or of whom the actor acts for."""
    concerned = access.whose_everything(actor=actor)
    return [_view(row) for row in _about(concerned, actor)] if concerned else []


def _about(concerned: Reference, actor: Actor):
    return Question.objects.filter(concerned__in=[each.text for each in actor.keys_of(concerned)])


def one_of_person(actor: Actor, code: str) -> QuestionView:
    """One of them."""
    found = next((each for each in of_person(actor) if each.code == code), None)
    if found is None:
        raise QuestionUnknown()
    return found


def of_agency(actor: Actor, agency: str) -> list[QuestionView]:
    """What an agency was asked, the open ones first, by what is due."""
    officers.require(actor, agency)
    rows = Question.objects.filter(agency=agency).order_by("answered_at", "due_at")
    return [_view(row) for row in rows[:200]]


def one_of_agency(actor: Actor, agency: str, code: str) -> QuestionView:
    """One that an agency was asked."""
    officers.require(actor, agency)
    row = Question.objects.filter(agency=agency, code=code).first()
    if row is None:
        raise QuestionUnknown()
    return _view(row)


def one_escalated(actor: Actor, code: str) -> QuestionView:
    """One that came to the ombudsman."""
    officers.require_ombudsman(actor)
    row = Question.objects.exclude(escalated_at=None).filter(code=code).first()
    if row is None:
        raise QuestionUnknown()
    return _view(row)


def escalated(actor: Actor) -> list[QuestionView]:
    """What waits for the ombudsman, and what the ombudsman said."""
    officers.require_ombudsman(actor)
    rows = Question.objects.exclude(escalated_at=None).order_by("ruled_at", "escalated_at")
    return [_view(row) for row in rows[:200]]


def _escalate(row: Question, because: str) -> None:
    row.status, row.escalated_because, row.escalated_at = "escalated", because, clock.now()
    row.save(update_fields=["status", "escalated_because", "escalated_at"])
    _tell_record(row, "privacy.question-escalated", None)
    _notify(Reference.of("account", row.asked_by), row, "question-escalated", "escalated")
    for officer in officers.who_answers(app_settings.ombudsman()):
        _notify(officer, row, "question-for-ombudsman", f"ombudsman/{officer.key}")


def stage_of(question: QuestionView | Question) -> str:
    """How far a question is: what changes with each word about it, so that a caller can say what they saw."""
    return f"{question.status}-{'answered' if question.answered_at else 'waits'}"


def _hold_not_reader(row: Question, actor: Actor) -> None:
    look = registers.access_line(line=row.line)
    if look is not None and actor.account and looking.is_reader(look, actor.account):
        raise OwnLook()


def _still(row: Question, seen: str | None) -> None:
    if seen is not None and seen != stage_of(row):
        raise ChangedSince()


def _locked(code: str, agency: str | None = None, seen: str | None = None) -> Question:
    rows = Question.objects.select_for_update().filter(code=code)
    row = (rows if agency is None else rows.filter(agency=agency)).first()
    if row is None:
        raise QuestionUnknown()
    _still(row, seen)
    return row


def _said(text: str, field: str, most: int) -> str:
    if not text.strip():
        raise TextMissing(field=field)
    return text.strip()[:most]


def _notify(to: Reference, row: Question, template: str, key: str) -> None:
    notifications.notify(
        to=to,
        subject=Reference.of("question", row.code),
        key=f"privacy/{row.code}/{key}",
        template=f"privacy.{template}",
        values={"code": row.code, "due": row.due_at},
    )


def _tell_record(row: Question, kind: str, actor: Actor | None) -> None:
    record.append(
        kind=kind,
        subject=Reference(row.concerned),
        payload={"question": row.code, "agency": row.agency, "status": row.status, "line": row.line},
        actor=Reference.of("account", actor.account).text if actor and actor.account else None,
    )


def _view(row: Question) -> QuestionView:
    return QuestionView(
        code=row.code,
        line=registers.access_line(line=row.line),
        concerned=Reference(row.concerned),
        asked_by=row.asked_by,
        agency=row.agency,
        text=row.text,
        asked_at=row.asked_at,
        due_at=row.due_at,
        status=row.status,  # type: ignore[arg-type]
        answer=row.answer,
        finding=row.finding,  # type: ignore[arg-type]
        answered_at=row.answered_at,
        escalated_because=row.escalated_because,
        escalated_at=row.escalated_at,
        ruling=row.ruling,
        ruled_at=row.ruled_at,
    )
