"""What a company does only when several of its officers sign: opened by one, complete with the last."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, cast

from django.db import transaction
from django.utils.translation import get_language

from onewindow.blocks.mandates import signing
from onewindow.blocks.mandates.app_settings import SIGN_WITHIN
from onewindow.blocks.mandates.errors import (
    ActClosed,
    ActUnknown,
    MaySignNot,
    SignedBefore,
    WaitsForSignatures,
)
from onewindow.blocks.mandates.living import keys_of
from onewindow.blocks.mandates.models import JointAct, JointSignature
from onewindow.blocks.mandates.representing import bound_by, missing_from, own_eyes, represented, roles_in
from onewindow.blocks.mandates.types import (
    ActCompleted,
    ActKind,
    ActOpened,
    ActState,
    JointActView,
    Shown,
)
from onewindow.foundation.access.types import Actor
from onewindow.foundation.outbox import api as outbox
from onewindow.foundation.record import api as record
from onewindow.kernel.clock import clock
from onewindow.kernel.errors import NotAllowed
from onewindow.kernel.reference import Reference

_ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # without what people read wrongly


def new_code(letter: str) -> str:
    """A code that nobody guesses, and people can read out."""
    return f"{letter}-" + "".join(secrets.choice(_ALPHABET) for _ in range(10))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What several officers are asked to sign.

    :param scope: the officers' powers that it takes: one scope, several (``trade tax``), or ``*``.
    :param within: how long they have.
    :param until: when it is too late in any case, such as the end of a time limit; None for no such moment.
    """

    company: Reference
    company_name: str
    kind: ActKind
    subject: Reference
    scope: str
    statement: Mapping[str, object]
    shown: Shown
    within: timedelta = SIGN_WITHIN
    until: datetime | None = None

    def deadline(self, now: datetime) -> datetime:
        """Until when they may sign. A moment that passed already does not count: it stopped nothing."""
        latest = now + self.within
        return min(latest, self.until) if self.until is not None and self.until > now else latest


def open_act(
    actor: Actor, asked: Asked, *, jws: str | None, then: Callable[[JointActView], None] | None = None
) -> JointActView:
    """Ask the officers to sign; who asks signs first. Complete at once where that is enough.

    :param jws: the signature of whoever asks, over the statement; None where a program of theirs is to make
        it: then the others are asked once it is there.
    :param then: what else is to be written in the same transaction.
    """
    with transaction.atomic():
        now = clock.now()
        _make_room(asked)
        row = JointAct.objects.create(
            code=new_code("S"),
            company=asked.company.text,
            company_name=asked.company_name,
            kind=asked.kind,
            subject=asked.subject.text,
            scope=asked.scope,
            statement=dict(asked.statement),
            shown=_stored(asked.shown),
            opened_by=_account(actor),
            opened_by_name=actor.name,
            opened_at=now,
            deadline=asked.deadline(now),
        )
        _tell("opened", row, actor)
        if jws is not None:
            _add(row, actor, jws)
        found = view(row)
        if then is not None:
            then(found)
        return found


def sign_act(
    actor: Actor, code: str, *, pin: str | None, then: Callable[[JointActView], None], own: str = ""
) -> JointActView:
    """Add one's signature; with the last one it is complete, and whoever waits for it is told.

    :param then: what follows in the same transaction when it is complete.
    """
    before = _row(actor, code)
    _signable(before, actor)
    jws = signing.sign(actor, before.statement, pin, own)
    with transaction.atomic():
        row = _locked(actor, code)
        _add(row, actor, jws)
        found = view(row)
        if found.state == "complete":
            then(found)
        return found


def withdraw_act(actor: Actor, code: str) -> JointActView:
    """Call it off before it is complete: any officer who could sign it may."""
    with transaction.atomic():
        row = _locked(actor, code)
        if state_of(row) != "open":
            raise ActClosed()
        _close(row, "withdrawn", actor)
        return view(row)


def act(actor: Actor, code: str) -> JointActView:
    """One act of a company that the actor represents."""
    return view(_row(actor, code))


def acts_of(actor: Actor, *, state: ActState | None = "open") -> tuple[JointActView, ...]:
    """Acts of the companies that the actor represents, newest first. None for all states."""
    if actor.person is None:
        return ()
    companies = [right.principal.text for right in represented(own_eyes(actor.person, actor), named=False)]
    rows = JointAct.objects.filter(company__in=companies)
    views = (view(row) for row in rows)
    return tuple(each for each in views if state is None or each.state == state)


def open_act_about(subject: Reference, kind: ActKind) -> JointActView | None:
    """The act that waits for signatures about something. The caller knows who may see it."""
    row = JointAct.objects.filter(subject=subject.text, kind=kind, state="open").first()
    return view(row) if row is not None and state_of(row) == "open" else None


def open_acts_under(subject: Reference) -> tuple[JointActView, ...]:
    """The acts that wait for signatures about anything that belongs to something, oldest first."""
    rows = JointAct.objects.filter(subject__startswith=f"{subject.text}/", state="open").order_by("pk")
    return tuple(view(row) for row in rows if state_of(row) == "open")


def call_off_act(code: str) -> bool:
    """Close what cannot be done any more, whoever signed it; False where it is closed already."""
    with transaction.atomic():
        row = JointAct.objects.select_for_update().filter(code=code).first()
        if row is None or state_of(row) != "open":
            return False
        _close(row, "impossible", None)
        return True


def subject_of(code: str) -> tuple[str, Reference] | None:
    """The kind of an act and what it is about, without saying anything of its content; None for no act."""
    found = JointAct.objects.filter(code=code).values_list("kind", "subject").first()
    return (found[0], Reference(found[1])) if found is not None else None


def signatures_of(code: str) -> tuple[JointSignature, ...]:
    """The signatures under an act, in their order. For this room."""
    return tuple(JointSignature.objects.filter(act__code=code))


def state_of(row: JointAct) -> ActState:
    """An act that nobody completed in time has lapsed, whether a job has written so or not."""
    if row.state == "open" and row.deadline <= clock.now():
        return "lapsed"
    return cast("ActState", row.state)


def view(row: JointAct) -> JointActView:
    """The row as others see it."""
    signed = _standing(row)
    roles = [role for _, role in signed]
    return JointActView(
        code=row.code,
        company=Reference(row.company),
        company_name=row.company_name,
        kind=cast("ActKind", row.kind),
        subject=Reference(row.subject),
        scope=row.scope,
        statement=row.statement,
        shown=_shown(row),
        opened_by=row.opened_by_name,
        opened_at=row.opened_at,
        deadline=row.deadline,
        state=state_of(row),
        signed_by=tuple(one.name for one, _ in signed),
        missing=missing_from(Reference(row.company), roles, row.scope),
    )


def _stored(shown: Shown) -> object:
    if isinstance(shown, Mapping):
        return {language: [list(pair) for pair in pairs] for language, pairs in shown.items()}
    return [list(pair) for pair in shown]


def _shown(row: JointAct) -> tuple[tuple[str, str], ...]:
    pairs = row.shown
    if isinstance(pairs, dict):
        pairs = pairs.get(get_language() or "en") or next(iter(pairs.values()), [])
    return tuple((str(label), str(text)) for label, text in pairs)


def lapse_acts() -> tuple[JointActView, ...]:
    """Write down which acts lapsed, some at a time, in the caller's transaction."""
    late = JointAct.objects.select_for_update(skip_locked=True).filter(
        state="open", deadline__lte=clock.now()
    )
    rows = list(late[:200])
    for row in rows:
        _close(row, "lapsed", None)
    return tuple(view(row) for row in rows)


def _make_room(asked: Asked) -> None:
    """One act at a time about a subject. One that lapsed, and that no job has written down yet, is over.

    :raises WaitsForSignatures: another one waits.
    """
    same = JointAct.objects.select_for_update().filter(subject=asked.subject.text, kind=asked.kind)
    for row in same.filter(state="open"):
        if state_of(row) == "open":
            raise WaitsForSignatures()
        _close(row, "lapsed", None)


def _signable(row: JointAct, actor: Actor) -> tuple[Reference, str]:
    """Who signs, and in which role, where they may now."""
    if state_of(row) != "open":
        raise ActClosed()
    roles = roles_in(Reference(row.company), actor.person, row.scope) if actor.person else ()
    if actor.person is None or not roles:
        raise MaySignNot(company=row.company_name or row.company)
    if row.signatures.filter(person__in=[each.text for each in actor.themself]).exists():
        raise SignedBefore()
    return actor.person, roles[0]


def _add(row: JointAct, actor: Actor, jws: str) -> None:
    company = Reference(row.company)
    person, role = _signable(row, actor)
    first = not row.signatures.exists()
    JointSignature.objects.create(
        act=row,
        person=person.text,
        account=_account(actor),
        name=actor.name,
        role=role,
        signed_at=clock.now(),
        jws=jws,
    )
    _tell("signed", row, actor)
    # Whoever signed and left the company since counts no more.
    counted = [role for _, role in _standing(row)]
    if bound_by(company, counted, row.scope):
        _close(row, "complete", actor)
        outbox.publish(ActCompleted(row.code, company, row.kind, Reference(row.subject), row.opened_by))
    elif first:
        outbox.publish(ActOpened(row.code, company, row.kind, actor.name, row.deadline))


def _standing(row: JointAct) -> list[tuple[JointSignature, str]]:
    """The signatures of those who still represent the company in that matter, each with the role today."""
    company = Reference(row.company)
    found: list[tuple[JointSignature, str]] = []
    counted: set[Reference] = set()
    for one in row.signatures.all():
        person = Reference(one.person)
        roles = roles_in(company, person, row.scope)
        if roles and person not in counted:  # entries that became one are one signature
            counted.update(keys_of(person))
            found.append((one, one.role if one.role in roles else roles[0]))
    return found


def _close(row: JointAct, state: ActState, actor: Actor | None) -> None:
    row.state, row.closed_at = state, clock.now()
    row.closed_by = _account(actor) if actor else ""
    row.save(update_fields=["state", "closed_at", "closed_by"])
    _tell(state, row, actor)


def _row(actor: Actor, code: str) -> JointAct:
    """The act, for an officer of that company; it may be about a matter that is another officer's."""
    row = JointAct.objects.filter(code=code).first()
    if row is None or actor.person is None:
        raise ActUnknown()
    mine = represented(own_eyes(actor.person, actor), only=Reference(row.company), named=False)
    if not list(mine):
        raise ActUnknown()
    return row


def _locked(actor: Actor, code: str) -> JointAct:
    _row(actor, code)
    return JointAct.objects.select_for_update().get(code=code)


def _account(actor: Actor) -> str:
    if actor.account is None:
        raise NotAllowed()
    return Reference.of("account", actor.account).text


def _tell(what: str, row: JointAct, actor: Actor | None) -> None:
    record.append(
        kind=f"joint-act.{what}",
        subject=Reference.of("joint-act", row.code),
        payload={
            "company": row.company,
            "kind": row.kind,
            "subject": row.subject,
            "statement": row.statement,
        },
        actor=_account(actor) if actor else None,
    )
