"""What cases hold about people."""

from django.db.models import Q

from onewindow.foundation.holdings.types import Holding, NamedBy, deleted, kept, with_parent
from onewindow.kernel.errors import N_

_TEN_YEARS = 3650

HOLDINGS = (
    Holding(
        model="cases.Case",
        topic="cases",
        rows=NamedBy(person=("applicant",), account=("filed_by",), case=("number",)),
        hidden={"tokens": "the engine's inner state", "incident": "words for our engineers"},
        retention=deleted(
            after="decided_at",
            days=_TEN_YEARS,
            where=~Q(status="open"),
            why=N_("a decision may be challenged for ten years; the record keeps that it was taken"),
        ),
    ),
    Holding(
        model="cases.Work",
        topic="cases",
        rows=NamedBy(
            person=("person", "case__applicant"),
            account=("claimed_by", "proposed_by", "ended_by"),
            case=("case__number",),
        ),
        hidden={"proposed": "an answer that a second officer has not agreed to", "proposed_by": "an officer"},
        retention=with_parent("case"),
    ),
    Holding(
        model="cases.Timer",
        topic="cases",
        rows=NamedBy(person=("case__applicant",), case=("case__number",)),
        retention=with_parent("case"),
    ),
    Holding(
        model="cases.Happening",
        topic="cases",
        rows=NamedBy(person=("case__applicant",), account=("by",), case=("case__number",)),
        retention=with_parent("case"),
    ),
    Holding(
        model="cases.Draft",
        topic="cases",
        rows=NamedBy(person=("applicant",), account=("account",)),
        hidden={"key": "whoever has it is asked for nothing more"},
        retention=deleted(
            after="changed_at", days=180, why=N_("after half a year, answers that nobody sent concern nobody")
        ),
        erasable=True,
        begun="changed_at",
    ),
    Holding(
        model="cases.Assisted",
        topic="cases",
        rows=NamedBy(person=("draft__applicant",), account=("draft__account", "answered_by")),
        hidden={"code": "whoever has it is asked for nothing less, but need not see it"},
        retention=with_parent("draft"),
    ),
    Holding(
        model="cases.Answered",
        topic="cases",
        rows=NamedBy(account=("caller",)),
        hidden={"key": "the caller's own", "fingerprint": "a digest"},
        retention=deleted(after="at", days=365, why=N_("a program repeats a request within a year or never")),
    ),
    Holding(model="cases.Counter", nothing="numbers", retention=kept("a number is given once")),
    Holding(
        model="cases.Hook",
        topic="services",
        rows=NamedBy(account=("account",)),
        hidden={"secret": "whoever has it speaks for us"},
        retention=deleted(after="stopped_at", days=365, why=N_("where news went is asked for a year")),
    ),
    Holding(
        model="cases.Attachment",
        topic="cases",
        rows=NamedBy(person=("case__applicant",), case=("case__number",)),
        retention=with_parent("case"),
    ),
    Holding(
        model="cases.FilingSignature",
        topic="cases",
        rows=NamedBy(person=("person", "case__applicant"), case=("case__number",)),
        hidden={"data": "the file itself can be had from the page of the case"},
        retention=with_parent("case"),
    ),
    Holding(
        model="cases.Part",
        topic="cases",
        rows=NamedBy(person=("case__applicant",), case=("case__number",)),
        retention=with_parent("case"),
    ),
)
