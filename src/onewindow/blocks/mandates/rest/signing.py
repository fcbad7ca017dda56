"""Operations on what a company's officers sign together."""

from django.http import HttpRequest
from ninja import Router

from onewindow.blocks.mandates import api
from onewindow.blocks.mandates.rest.schemas import ActOut, SignIn, act_out
from onewindow.foundation.access import api as access
from onewindow.foundation.access.api import guard

router = Router(tags=["mandates"])


@router.get("/joint-acts", response=list[ActOut], operation_id="list_joint_acts")
@guard("representative", scope="mandates:read")
def acts(request: HttpRequest, all: bool = False) -> list[ActOut]:
    """What waits for signatures in the companies that you represent; with ``all`` what did before, too."""
    found = api.acts_of(actor=access.actor_of(request=request), open_only=not all)
    return [act_out(each) for each in found]


@router.get("/joint-acts/{code}", response=ActOut, operation_id="read_joint_act")
@guard("representative", scope="mandates:read")
def act(request: HttpRequest, code: str) -> ActOut:
    """One of these."""
    return act_out(api.act(actor=access.actor_of(request=request), code=code))


@router.post("/joint-acts/{code}/sign", response=ActOut, operation_id="sign_joint_act")
@guard("representative", scope="mandates:write")
def sign(request: HttpRequest, code: str, signature: SignIn) -> ActOut:
    """Sign it; with the last signature it takes effect."""
    actor = access.actor_of(request=request)
    return act_out(api.sign_act(actor=actor, code=code, pin=signature.pin, own=signature.signature))


@router.post("/joint-acts/{code}/withdraw", response=ActOut, operation_id="withdraw_joint_act")
@guard("representative", scope="mandates:write")
def withdraw(request: HttpRequest, code: str) -> ActOut:
    """Call it off."""
    return act_out(api.withdraw_act(actor=access.actor_of(request=request), code=code))
