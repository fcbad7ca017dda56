"""Acting in a filed case for a company that only several signatures bind: withdraw, amend, answer, agree.

Who acts signs first; the answers wait in the case, under the act's code, and what is signed names them by
their digest. With the last signature it is done. Where the case has moved on meanwhile, the company is told
why, and nothing happens.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import orjson
from django.db import transaction
from django.utils.translation import gettext as _

from onewindow.blocks.cases.access import acted, is_applicant, may_act_for, party_of_work
from onewindow.blocks.cases.errors import AskerLeft, CaseNotFound, ChangedSince
from onewindow.blocks.cases.models import Case, Work
from onewindow.blocks.cases.operations.acting import act_on_case
from onewindow.blocks.cases.operations.locking import lock_case
from onewindow.blocks.cases.operations.noting import note
from onewindow.blocks.cases.operations.telling import tell_not_done
from onewindow.blocks.cases.operations.working import complete_work
from onewindow.blocks.cases.process import By
from onewindow.blocks.cases.queries.forms import scope_of_action, scope_of_work
from onewindow.blocks.cases.queries.reading import case_row
from onewindow.blocks.cases.queries.reading import work as read_work
from onewindow.blocks.cases.told import in_every_language, told_of_form
from onewindow.blocks.cases.types import FormScope
from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.identity import api as identity
from onewindow.blocks.mandates import api as mandates
from onewindow.blocks.mandates.types import ActCompleted, ActKind, JointActView
from onewindow.blocks.registers import api as registers
from onewindow.foundation.access.api import Actor
from onewindow.kernel.errors import NotAllowed, OnewindowError
from onewindow.kernel.localised import Localised
from onewindow.kernel.reference import Reference
from onewindow.standards import feel

_OVER = ("withdrawn", "lapsed", "impossible")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """What is to be done in a case.

    :param kind: ``act`` (``which`` is the action's name) or ``answer`` (``which`` is the task's number).
    :param element: the process element of the task; empty for an action.
    """

    number: str
    kind: ActKind
    which: str
    answers: Mapping[str, object]
    element: str = ""

    @property
    def subject(self) -> Reference:
        return Reference.of("case", self.number, "do" if self.kind == "act" else "task", self.which)

    def statement(self, party: Reference) -> dict[str, object]:
        """What is signed, word for word."""
        answers = orjson.dumps(feel.to_json(dict(self.answers)), option=orjson.OPT_SORT_KEYS)
        return {
            "type": "onewindow/case-act/1", "case": self.number, "party": party.text, "do": self.kind,
            "which": self.element or self.which, "subject": self.subject.text,
            "answers_sha256": hashlib.sha256(answers).hexdigest(),
        }  # fmt: skip

    def do(
        self, actor: Actor, *, key: str | None, together: Sequence[str], revision: int | None = None
    ) -> Mapping[str, object]:
        """Do it, in the name of all who signed."""
        if self.kind == "act":
            return act_on_case(
                number=self.number, action=self.which, actor=actor, answers=self.answers, key=key,
                revision=revision, together=together,
            )  # fmt: skip
        return complete_work(
            work=int(self.which), actor=actor, answers=self.answers, key=key, revision=revision,
            together=together,
        )  # fmt: skip


def ask_to_sign_action(
    *,
    number: str,
    action: str,
    actor: Actor,
    answers: Mapping[str, object],
    pin: str | None,
    revision: int | None = None,
) -> JointActView:
    """See ``cases.api.ask_to_sign_action``."""
    case = case_row(number, actor)
    if not is_applicant(actor, case):
        raise NotAllowed()
    scope = scope_of_action(number=number, action=action, actor=actor)
    after = scope.package.after[action]
    if after.party != "applicant":
        raise NotAllowed()
    wanted = _Wanted(number=number, kind="act", which=action, answers=answers)
    return _ask(wanted, Reference(case.applicant), actor, scope, after.label, pin=pin, revision=revision)


def ask_to_sign_work(
    *, work: int, actor: Actor, answers: Mapping[str, object], pin: str | None, revision: int | None = None
) -> JointActView:
    """See ``cases.api.ask_to_sign_work``."""
    task = read_work(work=work, actor=actor)
    if task.side not in ("applicant", "person"):
        raise NotAllowed()
    scope = scope_of_work(work=work, actor=actor)
    wanted = _Wanted(number=task.case, kind="answer", which=str(work), answers=answers, element=task.element)
    row = Work.objects.select_related("case").get(pk=work)
    label = scope.package.steps[task.element].text.name
    party = party_of_work(row, row.case)
    return _ask(wanted, party, actor, scope, label, pin=pin, revision=revision, until=task.due_at)


def acts_in_case(*, number: str, actor: Actor) -> tuple[JointActView, ...]:
    """See ``cases.api.acts_in_case``."""
    found = mandates.open_acts_under(subject=Reference.of("case", number))
    return tuple(act for act in found if _speaks_for(actor, act.company))


def carry_out(news: ActCompleted) -> None:
    """All have signed: do it, once. Where that is not possible any more, the company is told why."""
    with transaction.atomic():
        case = Case.objects.select_for_update().filter(number=_number(news.subject)).first()
        kept = case.proposals.pop(news.code, None) if case is not None else None
        if case is None or kept is None:
            return
        case.save(update_fields=["proposals"])
        try:
            with transaction.atomic():
                _do_signed(news, kept)
        except OnewindowError as problem:
            tell_not_done(news.company, code=news.code, number=case.number, problem=problem)


def call_off_impossible(number: str) -> None:
    """A case moved on: what waits for signatures and cannot be done any more ends, with a letter."""
    for act in mandates.open_acts_under(subject=Reference.of("case", number)):
        with transaction.atomic():
            case = lock_case(number)
            kept = case.proposals.get(act.code)
            problem = _hindrance(act, kept) if kept is not None else None
            if problem is None or not mandates.call_off_act(code=act.code):
                continue
            del case.proposals[act.code]
            case.save(update_fields=["proposals"])
            tell_not_done(act.company, code=act.code, number=number, problem=problem)


def _ask(
    wanted: _Wanted,
    party: Reference,
    actor: Actor,
    scope: FormScope,
    label: Localised,
    *,
    pin: str | None,
    revision: int | None,
    until: datetime | None = None,
) -> JointActView:
    package, statement = scope.package, wanted.statement(party)
    asked = mandates.open_act_about(subject=wanted.subject, kind=wanted.kind)
    if asked is not None:
        if asked.statement == statement:
            return asked
        raise mandates.WaitsForSignatures()
    _rehearse(wanted, actor, revision)

    def told(language: str) -> list[tuple[str, str]]:
        service = package.name.in_language(language, official=package.official_language)
        what = label.in_language(language, official=package.official_language)
        return [
            (_("Request"), f"{wanted.number}, {service}"),
            (_("What is to be done"), what),
            *told_of_form(scope, wanted.answers, actor, language=language),
        ]

    def keep(act: JointActView) -> None:
        _keep(wanted, party, actor, act)

    return mandates.ask_to_sign(
        actor=actor, company=party, subject=wanted.subject, scope=package.applicant.scope, kind=wanted.kind,
        company_name=registers.public_name(register="companies", key=party.key.partition("/")[2]),
        statement=statement, until=until, pin=pin, then=keep, shown=in_every_language(told),
    )  # fmt: skip


def _rehearse(wanted: _Wanted, actor: Actor, revision: int | None = None) -> None:
    """As if all had signed, and taken back: what stands against it is said before anybody signs."""
    with transaction.atomic():
        wanted.do(actor, key=None, together=(actor.name,), revision=revision)
        transaction.set_rollback(True)


def _keep(wanted: _Wanted, party: Reference, actor: Actor, act: JointActView) -> None:
    case = lock_case(wanted.number)
    for code, kept in list(case.proposals.items()):
        if kept.get("subject") == wanted.subject.text and _is_over(actor, code):
            del case.proposals[code]
    case.proposals[act.code] = {
        "subject": wanted.subject.text, "element": wanted.element, "by": actor.account,
        "answers": feel.to_json(dict(wanted.answers)),
    }  # fmt: skip
    case.save(update_fields=["proposals"])
    package = catalogue.package(service=case.service, version=case.version)
    basis = may_act_for(actor, party, package.applicant.scope, package.key)
    by = By(actor.account or "", acted=acted(actor, party, basis))
    action = wanted.which if wanted.kind == "act" else ""
    note(case, kind="asked-to-sign", by=by, element=wanted.element, action=action)


def _do_signed(news: ActCompleted, kept: Mapping[str, object]) -> None:
    wanted = _wanted(news.subject, kept)
    actor = _asker(wanted, kept, news.company)
    act = mandates.act(actor=actor, code=news.code)
    if act.statement != wanted.statement(news.company):
        raise ChangedSince()
    wanted.do(actor, key=f"joint:{news.code}", together=act.signed_by)


def _hindrance(act: JointActView, kept: Mapping[str, object]) -> OnewindowError | None:
    """What stands against what waits for signatures, by now."""
    wanted = _wanted(act.subject, kept)
    try:
        _rehearse(wanted, _asker(wanted, kept, act.company))
    except OnewindowError as problem:
        return problem
    return None


def _asker(wanted: _Wanted, kept: Mapping[str, object], company: Reference) -> Actor:
    """Who asked for the signatures, as they stand today: signed in as surely as the service asks.

    :raises AskerLeft: they do not act for the company any more.
    """
    case = Case.objects.get(number=wanted.number)
    package = catalogue.package(service=case.service, version=case.version)
    actor = identity.actor_of_account(account=str(kept["by"]), assurance=package.assurance)
    basis = may_act_for(actor, company, package.applicant.scope, package.key)
    if basis is None:
        raise AskerLeft()
    return mandates.acting(actor=actor, principal=company, basis=basis)


def _wanted(subject: Reference, kept: Mapping[str, object]) -> _Wanted:
    number, what, which = subject.key.split("/", 2)
    return _Wanted(
        number=number, kind="act" if what == "do" else "answer", which=which,
        answers=feel.from_json(kept["answers"]), element=str(kept["element"]),
    )  # fmt: skip


def _number(subject: Reference) -> str:
    if subject.kind != "case":
        raise CaseNotFound(number=subject.text)
    return subject.key.partition("/")[0]


def _is_over(actor: Actor, code: str) -> bool:
    return code.startswith("S-") and mandates.act(actor=actor, code=code).state in _OVER


def _speaks_for(actor: Actor, company: Reference) -> bool:
    return (
        actor.acting_for == company
        or mandates.basis_of(actor=actor, principal=company, scope=None) is not None
    )
