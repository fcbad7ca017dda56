"""Writes of mandates: grant, hand on, accept, decline, revoke, return. Each leaves its line in the record."""

from django.db import transaction

from onewindow.blocks.mandates import app_settings, queries, rights, signing, statements, together
from onewindow.blocks.mandates.errors import (
    AgentIsPrincipal,
    AgentIsYourself,
    AgentUnknown,
    MandateEnded,
    MandateNotOffered,
    MandateUnknown,
    MayNotGrant,
    NotToBeHandedOn,
    SignatureMissing,
    WiderThanParent,
)
from onewindow.blocks.mandates.living import keys_of, lives
from onewindow.blocks.mandates.models import GrantedMandate, MandateSignature
from onewindow.blocks.mandates.representing import bound_by, matter_of
from onewindow.blocks.mandates.standing import limits_of, standing_for
from onewindow.blocks.mandates.terms import Terms, check
from onewindow.blocks.mandates.types import GrantedView, JointActView, Mandate, MandateTold
from onewindow.blocks.registers import api as registers
from onewindow.foundation.access.types import Actor
from onewindow.foundation.outbox import api as outbox
from onewindow.foundation.record import api as record
from onewindow.kernel.clock import clock
from onewindow.kernel.errors import NotAllowed
from onewindow.kernel.reference import Reference


def grant(
    actor: Actor,
    *,
    principal: Reference,
    agent: Reference,
    terms: Terms,
    may_delegate: bool,
    parent: str,
    pin: str | None,
    sign_later: bool = False,
) -> GrantedView:
    """Offer a mandate, or a part of one that may be handed on; it counts when the agent accepts.

    The signature is made first, outside the transaction: a wrong PIN is counted whatever becomes of the rest.

    :param sign_later: only write it down; ``sign_granted`` takes the signature that another program makes.
    """
    today = app_settings.today()
    side, name = _granter(actor, principal, parent)
    if not {principal, side.principal}.isdisjoint(keys_of(agent)):
        raise AgentIsPrincipal(field="agent")
    if agent in actor.themself:  # it would outlive the office by which they grant it
        raise AgentIsYourself(field="agent", principal=name)
    check(terms, today=today)
    _check_within(parent, terms)
    row = GrantedMandate(
        code=together.new_code("M"),
        principal=principal.text,
        principal_name=name,
        agent=agent.text,
        agent_name=_agent_name(agent),
        may_delegate=may_delegate,
        parent=parent,
        granted_at=clock.now(),
        granted_by=_by(actor),
    )
    terms.write(row, today=today)
    jws = "" if sign_later else signing.sign(actor, statements.of_mandate(row), pin)
    with transaction.atomic():
        _granter(actor, principal, parent)  # a right may have ended while the actor signed
        row.save()
        _tell("mandate.granted", row, actor)
        if not sign_later:
            _signed(actor, side, row, "grant", jws)
            row.refresh_from_db()
        return queries.view(row)


def sign_granted(actor: Actor, *, code: str, own: str) -> GrantedView:
    """Take the granting side's signature under a mandate that was written down to be signed elsewhere."""
    row = queries.mandate_row(actor, code)
    _granter(actor, Reference(row.principal), row.parent)
    if not own:
        raise SignatureMissing(field="signature")
    jws = signing.sign(actor, statements.of_mandate(row), None, own)
    with transaction.atomic():
        row = _locked(code)
        side, _name = _granter(actor, Reference(row.principal), row.parent)
        if not queries.waits_for_own_signature(row):
            raise MandateNotOffered()
        _signed(actor, side, row, "grant", jws)
        row.refresh_from_db()
        return queries.view(row)


def _granter(actor: Actor, principal: Reference, parent: str) -> tuple[Mandate, str]:
    """On which side the actor stands: the principal's, or that of the agent who hands a part on."""
    if not parent:
        right = rights.stands_for(actor, principal)
        if right is None:
            raise MayNotGrant(principal=principal)
        return right, right.principal_name
    above = GrantedMandate.objects.filter(code=parent, principal=principal.text).first()
    side = rights.stands_for(actor, Reference(above.agent)) if above is not None else None
    if above is None or side is None:
        raise MayNotGrant(principal=principal)
    standing = standing_for([above.agent], principals=[above.principal])
    if not above.may_delegate or not any(each.row.code == parent for each in standing):
        raise NotToBeHandedOn(parent=parent)
    return side, above.principal_name


def _check_within(parent: str, terms: Terms) -> None:
    if not parent:
        return
    above = GrantedMandate.objects.get(code=parent)
    if not terms.reach.within(limits_of(above, {})):
        raise WiderThanParent(field="scopes", parent=parent)


def _agent_name(agent: Reference) -> str:
    """A company's name is public; a person's is told to the principal only once the person accepts."""
    kind, _, rest = agent.key.partition("/")
    if agent.kind != "register" or kind not in ("companies", "people"):
        raise AgentUnknown(field="agent", agent=agent.text)
    if not registers.exists(register=kind, key=rest) or not lives(agent):
        raise AgentUnknown(field="agent", agent=rest)
    return registers.public_name(register=kind, key=rest) if kind == "companies" else rest


def accept(actor: Actor, *, code: str, pin: str | None, own: str = "") -> GrantedView:
    """The agent agrees; from the first day on the mandate counts."""
    row = GrantedMandate.objects.filter(code=code).first()
    if row is None:
        raise MandateUnknown()
    _accepting(actor, row)
    jws = signing.sign(actor, statements.of_answer(row, "accept"), pin, own)
    with transaction.atomic():
        row = _locked(code)
        side = _accepting(actor, row)
        if row.agent in [each.text for each in actor.themself]:
            row.agent_name = actor.name
            row.save(update_fields=["agent_name"])
        _signed(actor, side, row, "accept", jws)
        row.refresh_from_db()
        return queries.view(row)


def _accepting(actor: Actor, row: GrantedMandate) -> Mandate:
    """The right by which the actor may accept the mandate now."""
    side = rights.stands_for(actor, Reference(row.agent))
    if side is None:
        raise MandateUnknown()
    if row.signed_at is None or row.accepted_at is not None or row.ended_at is not None:
        raise MandateNotOffered()
    if not lives(Reference(row.principal)):
        raise MandateNotOffered()  # what was offered ends with who offered it, whether the news came or not
    return side


def _signed(actor: Actor, side: Mandate, row: GrantedMandate, act: str, jws: str) -> None:
    """Somebody signed for a side; where its company wants several signatures, it waits for the others."""
    matter = matter_of(row.scopes)
    if side.kind == "representative" and not bound_by(side.principal, [side.role], matter):
        statement = statements.of_mandate(row) if act == "grant" else statements.of_answer(row, act)
        asked = together.Asked(
            company=side.principal,
            company_name=side.principal_name,
            kind="grant" if act == "grant" else "accept",
            subject=Reference.of("mandate", row.code),
            scope=matter,
            statement=statement,
            shown=queries.shown(row),
        )
        together.open_act(actor, asked, jws=jws)
        return
    MandateSignature.objects.create(
        mandate=row, act=act, signer=_person(actor).text, name=actor.name, signed_at=clock.now(), jws=jws
    )
    _complete(row, act, _by(actor))


def act_completed(act: JointActView, by: str) -> None:
    """All officers signed: the mandate is offered, or accepted; their signatures stay with it."""
    if act.kind not in ("grant", "accept"):
        return
    row = _locked(act.subject.key)
    if row.ended_at is not None:
        raise MandateEnded()
    MandateSignature.objects.bulk_create(
        MandateSignature(
            mandate=row, act=act.kind, signer=one.person, name=one.name, signed_at=one.signed_at, jws=one.jws
        )
        for one in together.signatures_of(act.code)
    )
    _complete(row, act.kind, by)


def _complete(row: GrantedMandate, act: str, by: str) -> None:
    now = clock.now()
    if act == "grant" and row.signed_at is None:
        GrantedMandate.objects.filter(pk=row.pk).update(signed_at=now)
        _send(row, row.agent, "offered")
    if act == "accept" and row.accepted_at is None:
        GrantedMandate.objects.filter(pk=row.pk).update(accepted_at=now, accepted_by=by)
        _tell("mandate.accepted", row, by)
        _send(row, row.principal, "accepted")


def end(actor: Actor, *, code: str, reason: str, pin: str | None, own: str = "") -> GrantedView:
    """The principal revokes, or the agent declines or gives back; from this moment on.

    One officer is enough, also where granting takes two, and no key is needed: nothing may stand between
    somebody and taking a power back. With a PIN it is signed as well.
    """
    jws = ""
    if pin or own:
        row = queries.mandate_row(actor, code)
        jws = signing.sign(actor, statements.of_answer(row, "end"), pin, own)
    with transaction.atomic():
        row = _locked(code)
        how, other = _how_it_ends(actor, row)
        if row.ended_at is not None:
            raise MandateEnded()
        row.ended_at, row.ended_by, row.end = clock.now(), _by(actor), how
        row.end_reason = reason.strip()[:500]
        row.save(update_fields=["ended_at", "ended_by", "end", "end_reason"])
        MandateSignature.objects.create(
            mandate=row,
            act="end",
            signer=_person(actor).text,
            name=actor.name,
            signed_at=clock.now(),
            jws=jws,
        )
        _tell(f"mandate.{how}", row, actor)
        if row.signed_at is not None:
            _send(row, other, how)
        return queries.view(row)


def _how_it_ends(actor: Actor, row: GrantedMandate) -> tuple[str, str]:
    """What it is called that the actor ends it, and who is told."""
    granter = row.principal
    if row.parent:
        granter = GrantedMandate.objects.values_list("agent", flat=True).get(code=row.parent)
    if any(rights.stands_for(actor, Reference(party)) for party in {row.principal, granter}):
        return ("revoked" if row.signed_at else "withdrawn"), row.agent
    if rights.stands_for(actor, Reference(row.agent)) is not None and row.signed_at is not None:
        return ("returned" if row.accepted_at else "declined"), row.principal
    raise MandateUnknown()


def act_called_off(act: JointActView) -> None:
    """What nobody signed in time, or was withdrawn, is not offered any more."""
    if act.kind != "grant":
        return
    GrantedMandate.objects.filter(code=act.subject.key, signed_at=None, ended_at=None).update(
        ended_at=clock.now(), end="withdrawn"
    )


def _locked(code: str) -> GrantedMandate:
    row = GrantedMandate.objects.select_for_update().filter(code=code).first()
    if row is None:
        raise MandateUnknown()
    return row


def _by(actor: Actor) -> str:
    if actor.account is None:
        raise NotAllowed()
    return Reference.of("account", actor.account).text


def _person(actor: Actor) -> Reference:
    if actor.person is None:
        raise NotAllowed()
    return actor.person


def _send(row: GrantedMandate, to: str, what: str) -> None:
    outbox.publish(MandateTold(row.code, Reference(to), what, row.principal_name, row.agent_name))


def _tell(kind: str, row: GrantedMandate, actor: Actor | str) -> None:
    record.append(
        kind=kind,
        subject=Reference.of("mandate", row.code),
        payload={**statements.of_mandate(row), "reason": row.end_reason},
        actor=actor if isinstance(actor, str) else _by(actor),
    )
