"""Reads of granted mandates."""

from django.db.models import Q

from onewindow.blocks.mandates import app_settings, offers, rights, signing, statements, together
from onewindow.blocks.mandates.errors import MandateUnknown
from onewindow.blocks.mandates.models import GrantedMandate
from onewindow.blocks.mandates.standing import spent_of
from onewindow.blocks.mandates.types import GrantedView, Shown, SignatureView, State
from onewindow.blocks.trust import api as trust
from onewindow.foundation.access.types import Actor
from onewindow.kernel.money import Money
from onewindow.kernel.reference import Reference


def view(row: GrantedMandate, *, spent: int | None = None) -> GrantedView:
    """The row as others see it.

    :param spent: what was counted against it, where it was asked for.
    """
    over = row.last_day is not None and row.last_day < app_settings.today()
    return GrantedView(
        code=row.code,
        principal=Reference(row.principal),
        principal_name=row.principal_name,
        agent=Reference(row.agent),
        agent_name=row.agent_name,
        scopes=tuple(row.scopes),
        limit=_money(row.limit_minor, row),
        first_day=row.first_day,
        last_day=row.last_day,
        state=_state(row, over=over),
        granted_at=row.granted_at,
        accepted_at=row.accepted_at,
        ended_at=row.ended_at,
        end=row.end or ("over" if over else ""),
        end_reason=row.end_reason,
        services=tuple(row.services),
        agencies=tuple(row.agencies),
        total=_money(row.total_minor, row),
        spent=_money(spent, row) if row.limit_currency else None,
        may_delegate=row.may_delegate,
        parent=row.parent,
    )


def _state(row: GrantedMandate, *, over: bool) -> State:
    if row.ended_at or over:
        return "ended"
    if row.accepted_at:
        return "active"
    return "offered" if row.signed_at else "signing"


def _money(minor: int | None, row: GrantedMandate) -> Money | None:
    return Money(minor, row.limit_currency) if minor is not None else None


def shown(row: GrantedMandate) -> Shown:
    """The terms in a few plain words, in every language, for whoever is asked to sign them."""
    return offers.told(
        {
            "Acted for": row.principal_name,
            "Who may act": row.agent_name,
            "What for": {"scopes": row.scopes},
            "Services": {"services": row.services, "agencies": row.agencies},
            "Up to": _money(row.limit_minor, row) or "",
            "In all up to": _money(row.total_minor, row) or "",
            "From": row.first_day.isoformat(),
            "Until": row.last_day.isoformat() if row.last_day else "",
        }
    )


def waits_for_own_signature(row: GrantedMandate) -> bool:
    """Whether it was written down to be signed elsewhere, and nobody of the granting side signed it yet."""
    if row.signed_at is not None or row.ended_at is not None:
        return False
    return together.open_act_about(Reference.of("mandate", row.code), "grant") is None


def to_sign(actor: Actor, code: str, *, ending: bool = False) -> bytes:
    """What the actor's side signs next: the mandate itself, that it is accepted, or that it ended."""
    row = mandate_row(actor, code)
    if ending:
        return statements.canonical(statements.of_answer(row, "end"))
    if row.signed_at is None:
        return statements.canonical(statements.of_mandate(row))
    offered = row.accepted_at is None and rights.stands_for(actor, Reference(row.agent)) is not None
    return statements.canonical(statements.of_answer(row, "accept" if offered else "end"))


def parties_of(actor: Actor) -> set[str]:
    """Whom the actor stands for without a mandate: themself, and the companies whose officer they are."""
    found = rights.rights_of(actor, wards=False)
    mine = {right.principal.text for right in found if right.kind in ("self", "representative")}
    return mine | {each.text for each in actor.themself}


def mandates_of(actor: Actor) -> tuple[GrantedView, ...]:
    """Mandates that the actor's side granted, received or handed on, newest first."""
    rows = list(_mine(actor))
    spent = spent_of({row.code for row in rows})
    return tuple(view(row, spent=spent.get(row.code)) for row in rows)


def mandate(actor: Actor, code: str) -> GrantedView:
    """One of these, or MandateUnknown."""
    row = mandate_row(actor, code)
    return view(row, spent=spent_of([code]).get(code))


def mandate_row(actor: Actor, code: str) -> GrantedMandate:
    """The row of one of these, or MandateUnknown."""
    row = _mine(actor).filter(code=code).first()
    if row is None:
        raise MandateUnknown()
    return row


def signatures_of(actor: Actor, code: str) -> tuple[tuple[SignatureView, bool], ...]:
    """The signatures under a mandate, and whether each holds today."""
    row = mandate_row(actor, code)
    found: list[tuple[SignatureView, bool]] = []
    for one in row.signatures.all():
        statement = statements.of_mandate(row) if one.act == "grant" else statements.of_answer(row, one.act)
        signer = Reference(one.signer)
        jws = _lasting("mandates", one.pk, one.jws)
        found.append(
            (
                SignatureView(act=one.act, signer=signer, name=one.name, signed_at=one.signed_at, jws=jws),
                bool(jws) and signing.holds(jws, statement, signer),
            )
        )
    return tuple(found)


def joint_signatures_of(actor: Actor, code: str) -> tuple[tuple[SignatureView, bool], ...]:
    """The signatures under what officers signed together, and whether each holds today."""
    asked = together.act(actor, code)
    found: list[tuple[SignatureView, bool]] = []
    for one in together.signatures_of(code):
        signer, jws = Reference(one.person), _lasting("joint-signatures", one.pk, one.jws)
        seen = SignatureView(act=asked.kind, signer=signer, name=one.name, signed_at=one.signed_at, jws=jws)
        found.append((seen, bool(jws) and signing.holds(jws, asked.statement, signer)))
    return tuple(found)


def _lasting(source: str, number: int, made: str) -> str:
    """A signature with the archive timestamps that it got since; as it was made where it needed none yet."""
    renewed = trust.renewed(source=source, item=str(number))
    return renewed.decode() if renewed is not None else made


def _mine(actor: Actor):
    mine = parties_of(actor)
    parents = GrantedMandate.objects.filter(agent__in=mine).values("code")
    # What is not signed yet is the principal's own affair.
    received = Q(agent__in=mine) & ~Q(signed_at=None)
    return GrantedMandate.objects.filter(Q(principal__in=mine) | received | Q(parent__in=parents))
