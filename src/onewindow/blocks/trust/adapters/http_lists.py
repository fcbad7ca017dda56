"""Lists of revoked certificates over HTTP, through egress: the connector ``pki`` names who may be asked."""

from onewindow.foundation.egress import api as egress
from onewindow.kernel.errors import N_, NotAllowed

_SECONDS = 4.0


class ListNotThere(NotAllowed):
    code = "list-not-there"
    message = N_("There is no list of revoked certificates at that address.")


class HttpLists:
    """``ports.ListSource``."""

    def fetch(self, *, address: str) -> bytes:
        """See ``ports.ListSource``."""
        reply = egress.fetch(method="GET", url=address, connector="pki", seconds=_SECONDS)
        if reply.status != 200:
            raise ListNotThere()
        return reply.body
