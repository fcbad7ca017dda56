"""Suggestions for codes as somebody types: an enhancement; every form works without it."""

from django.http import HttpRequest, JsonResponse

from onewindow.blocks.registers import api as registers
from onewindow.foundation.access.api import actor_of, guard

_MOST = 12


@guard("signed-in")
def codes(request: HttpRequest, register: str) -> JsonResponse:
    """Codes of a public register that fit what was typed."""
    actor = actor_of(request=request)
    found = registers.find(
        register=register, text=request.GET.get("text", "")[:80], limit=_MOST, reader=actor,
        language=actor.language,
    )  # fmt: skip
    return JsonResponse({"found": [{"value": one.key, "label": one.label} for one in found]})
