"""Operations on webhooks. Each translates and makes one call through the door."""

from datetime import datetime

from django.http import HttpRequest
from ninja import Router, Schema, Status

from onewindow.blocks.cases import api
from onewindow.blocks.cases.rest.schemas import HookIn, HookOut, hook_out
from onewindow.foundation.access.api import actor_of, guard

router = Router(tags=["cases"])


class HookLineOut(Schema):
    id: int
    url: str
    created_at: datetime


@router.get("/webhooks", response=list[HookLineOut], operation_id="list_webhooks")
@guard("signed-in", scope="cases:read")
def list_webhooks(request: HttpRequest) -> list[HookLineOut]:
    """Your webhooks, without their secrets: whoever may only read could sign calls of ours with them."""
    hooks = api.hooks_of(actor=actor_of(request=request))
    return [HookLineOut(id=hook.id, url=hook.url, created_at=hook.created_at) for hook in hooks]


@router.post("/webhooks", response={201: HookOut}, operation_id="add_webhook")
@guard("signed-in", scope="cases:write")
def add_webhook(request: HttpRequest, body: HookIn) -> Status[HookOut]:
    """Have an address called when a case of yours changes. The operator lists what may be called."""
    return Status(201, hook_out(api.add_hook(actor=actor_of(request=request), url=body.url)))


@router.delete("/webhooks/{hook}", response={204: None}, operation_id="stop_webhook")
@guard("signed-in", scope="cases:write")
def stop_webhook(request: HttpRequest, hook: int) -> Status[None]:
    """Stop calling an address."""
    api.stop_hook(actor=actor_of(request=request), hook=hook)
    return Status(204, None)
