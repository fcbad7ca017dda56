"""A timestamp authority over HTTP (RFC 3161 §3.4), through egress."""

from onewindow.blocks.documents.errors import NotRendered
from onewindow.foundation.egress import api as egress
from onewindow.kernel.errors import N_, OnewindowError


class HttpTimestamps:
    """``signing.TimestampSource``; the address must be on the egress list of the connector ``timestamps``."""

    def __init__(self, *, url: str) -> None:
        self._url = url

    def stamp(self, request: bytes) -> bytes:
        """See ``signing.TimestampSource``.

        :raises NotRendered: no answer; the document is tried again.
        """
        try:
            reply = egress.fetch(
                method="POST",
                url=self._url,
                connector="timestamps",
                body=request,
                headers={"content-type": "application/timestamp-query"},
            )
        except OnewindowError as problem:
            raise NotRendered(reason=N_("the timestamp authority does not answer")) from problem
        if reply.status != 200:
            raise NotRendered(reason=f"the timestamp authority answered {reply.status}")
        return reply.body
