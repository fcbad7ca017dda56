"""Parameters of a request, each at most once (RFC 6749 §3.1)."""

from django.http import QueryDict

from onewindow.blocks.identity.openid.errors import Refusal

_LONGEST = 4_000


def single(sent: QueryDict) -> dict[str, str]:
    """Names and values; empty ones count as absent.

    :raises Refusal: a parameter comes twice, or is longer than any that makes sense.
    """
    found: dict[str, str] = {}
    for name, values in sent.lists():
        if len(values) > 1:
            raise Refusal("invalid_request", f"{name[:40]} is given more than once")
        value = str(values[0])
        if len(value) > _LONGEST or "\x00" in value:
            raise Refusal("invalid_request", f"{name[:40]} is not a value that can be used")
        if value:
            found[name] = value
    return found
