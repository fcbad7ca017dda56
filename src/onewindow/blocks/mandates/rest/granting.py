"""Operations on rights and mandates."""

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status

from onewindow.blocks.mandates import api
from onewindow.blocks.mandates.rest.schemas import (
    EndIn,
    MandateIn,
    MandateOut,
    RightOut,
    SignatureOut,
    SignIn,
    mandate_out,
    right_out,
)
from onewindow.foundation.access import api as access
from onewindow.foundation.access.api import guard
from onewindow.kernel.reference import Reference

router = Router(tags=["mandates"])


@router.get("/principals", response=list[RightOut])
@guard("person", scope="mandates:read")
def principals(request: HttpRequest, scope: str | None = None, service: str | None = None) -> list[RightOut]:
    """Everybody for whom one may act now."""
    rights = api.principals_of(actor=access.actor_of(request=request), scope=scope, service=service)
    return [right_out(right) for right in rights]


@router.get("/mandates", response=list[MandateOut])
@guard("person", scope="mandates:read")
def mandates(request: HttpRequest) -> list[MandateOut]:
    """Mandates that one's side granted, received or handed on."""
    return [mandate_out(found) for found in api.mandates_of(actor=access.actor_of(request=request))]


@router.post("/mandates", response={201: MandateOut})
@guard("representative", scope="mandates:write")
def grant(request: HttpRequest, mandate: MandateIn) -> Status[MandateOut]:
    """Offer a mandate; it counts when the agent accepts."""
    terms = mandate.terms
    made = api.grant(
        actor=access.actor_of(request=request),
        principal=Reference(mandate.principal),
        agent=Reference(mandate.agent),
        scopes=terms.scopes,
        services=terms.services,
        agencies=terms.agencies,
        limit=terms.limit,
        total=terms.total,
        first_day=terms.first_day,
        last_day=terms.last_day,
        may_delegate=mandate.may_delegate,
        parent=mandate.parent,
        pin=mandate.pin,
        sign_later=mandate.sign_later,
    )
    return Status(201, mandate_out(made))


@router.get("/mandates/{code}", response=MandateOut)
@guard("person", scope="mandates:read")
def mandate(request: HttpRequest, code: str) -> MandateOut:
    """One of these."""
    return mandate_out(api.mandate(actor=access.actor_of(request=request), code=code))


@router.get("/mandates/{code}/signatures", response=list[SignatureOut], operation_id="mandate_signatures")
@guard("person", scope="mandates:read")
def signatures(request: HttpRequest, code: str) -> list[SignatureOut]:
    """The signatures of both sides."""
    found = api.signatures_of(actor=access.actor_of(request=request), code=code)
    return [
        SignatureOut(act=one.act, signer=one.signer.text, signed_at=one.signed_at, jws=one.jws, holds=holds)
        for one, holds in found
    ]


@router.post("/mandates/{code}/accept", response=MandateOut)
@guard("representative", scope="mandates:write")
def accept(request: HttpRequest, code: str, signature: SignIn) -> MandateOut:
    """Accept a mandate that was offered, with one's signature."""
    actor = access.actor_of(request=request)
    return mandate_out(api.accept(actor=actor, code=code, pin=signature.pin, own=signature.signature))


@router.get("/mandates/{code}/to-sign", operation_id="mandate_to_sign")
@guard("representative", scope="mandates:read")
def to_sign(request: HttpRequest, code: str, ending: bool = False) -> HttpResponse:
    """What your side signs next, byte for byte: the mandate, that you accept it, or that it ended.

    With ``ending`` that it ended, also where it was only offered to you.
    """
    found = api.to_sign(actor=access.actor_of(request=request), code=code, ending=ending)
    return HttpResponse(found, content_type="application/json")


@router.post("/mandates/{code}/sign", response=MandateOut, operation_id="sign_mandate")
@guard("representative", scope="mandates:write")
def sign(request: HttpRequest, code: str, signature: SignIn) -> MandateOut:
    """Sign a mandate that was written down with ``sign_later``; then it is offered."""
    actor = access.actor_of(request=request)
    return mandate_out(api.sign_granted(actor=actor, code=code, own=signature.signature))


@router.post("/mandates/{code}/end", response=MandateOut)
@guard("person", scope="mandates:write")
def end(request: HttpRequest, code: str, why: EndIn) -> MandateOut:
    """Decline, revoke or give back."""
    return mandate_out(
        api.end(
            actor=access.actor_of(request=request),
            code=code,
            reason=why.reason,
            pin=why.pin,
            own=why.signature,
        )
    )
