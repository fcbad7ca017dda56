"""What the worker does for cases: due timers, documents to issue, news of payments."""

from onewindow.blocks.cases.operations.acting_together import call_off_impossible, carry_out
from onewindow.blocks.cases.operations.assisting import confirm_signed
from onewindow.blocks.cases.operations.hooks import call_hook, plan_calls
from onewindow.blocks.cases.operations.joint import file_signed
from onewindow.blocks.cases.operations.outside import finish_from_outside
from onewindow.blocks.cases.operations.parts import begin_part, call_part_off, hear_of_part, undo_part
from onewindow.blocks.cases.operations.printing import print_document
from onewindow.blocks.cases.operations.refunding import refund_late
from onewindow.blocks.cases.operations.timers import fire_due_timers
from onewindow.blocks.cases.queries.payments import paid_by, paid_output
from onewindow.blocks.cases.types import CaseChanged, CaseDecided, PartAsked
from onewindow.blocks.mandates.types import ActCompleted
from onewindow.blocks.payments.types import PaymentSettled
from onewindow.foundation.jobs.api import job
from onewindow.foundation.outbox.types import Delivery

__all__ = [
    "act_completed",
    "case_changed",
    "fire_due_timers",
    "issue_document",
    "part_asked",
    "part_decided",
    "payment_settled",
]


@job(name="cases.document")
def issue_document(*, case: str, work: str) -> None:
    """Issue, replace, extend or revoke a document that a case waits for, then let the case go on."""
    output = print_document(number=case, work=work)
    if output is not None:
        finish_from_outside(number=case, work=work, output=output, kind="document")


def payment_settled(news: PaymentSettled, delivery: Delivery) -> None:
    """A fee was paid: the case goes on."""
    if news.subject.kind != "case":
        return
    number, _, work = news.key.partition(":")
    output = paid_output(number, work, news)
    if not finish_from_outside(number=number, work=work, output=output, kind="paid", by=paid_by(news)):
        refund_late(number=number, work=work, news=news)


def part_asked(news: PartAsked, delivery: Delivery) -> None:
    """A case wants something of a part of it."""
    doing = {"begin": begin_part, "undo": undo_part, "call-off": call_part_off}
    doing[news.do](number=news.number, work=news.work)


def part_decided(news: CaseDecided, delivery: Delivery) -> None:
    """A case was decided: where it is a part of another one, that one goes on."""
    hear_of_part(number=news.number, outcome=news.outcome)


def act_completed(news: ActCompleted, delivery: Delivery) -> None:
    """All officers of a company who must have signed: file it, or do it in the case."""
    if news.kind == "file" and news.subject.kind == "draft":
        file_signed(news)
    elif news.kind in ("act", "answer"):
        carry_out(news)
    elif news.kind == "confirm":
        confirm_signed(news)


def case_changed(news: CaseChanged, delivery: Delivery) -> None:
    """A case changed: programs that asked to hear of it are told; what cannot be signed any more ends."""
    plan_calls(news)
    call_off_impossible(news.number)


@job(name="cases.call-hook")
def call_hook_job(*, hook: int, case: str, revision: int, status: str) -> None:
    """Tell one program of a change; tried again for a day."""
    call_hook(hook=hook, case=case, revision=revision, status=status)
