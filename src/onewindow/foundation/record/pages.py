"""The public face of the log: what C2SP tlog-tiles serves, and two conveniences."""

import base64

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from onewindow.foundation.access.api import guard
from onewindow.foundation.record import api

_FOR_EVER = "public, max-age=31536000, immutable"


@require_safe
@guard("public")
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The newest signed checkpoint."""
    head = api.checkpoint()
    if head is None:
        raise Http404
    return _text(head.note)


@require_safe
@guard("public")
def key(request: HttpRequest) -> HttpResponse:
    """The public key. Compare it with one that came another way before you trust it."""
    return _text(api.public_key() + "\n")


@require_safe
@guard("public")
def tile(request: HttpRequest, path: str) -> HttpResponse:
    """A tile of hashes or a bundle of entries. It never changes, so it may be kept for ever."""
    body = api.tile(path=f"tile/{path}")
    if body is None:
        raise Http404
    return HttpResponse(body, content_type="application/octet-stream", headers={"Cache-Control": _FOR_EVER})


@require_safe
@guard("public")
def consistency(request: HttpRequest, old: int, new: int) -> HttpResponse:
    """The proof between two checkpoints, one hash in base 64 a line."""
    steps = api.consistency(old=old, new=new)
    return _text("".join(base64.b64encode(step).decode() + "\n" for step in steps))


def _text(text: str) -> HttpResponse:
    return HttpResponse(
        text, content_type="text/plain; charset=utf-8", headers={"Cache-Control": "public, max-age=2"}
    )
