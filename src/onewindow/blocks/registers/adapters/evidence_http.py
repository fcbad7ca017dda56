"""Evidence over HTTP and JSON, for a node of another agency.

    PUT <address>/evidence/<number>
    {"register": …, "key": …, "attributes": […], "case": …, "legal_basis": …}

answers 200 ``{"values": {…}, "proof": "…"}``, 202 (later), 404 (no such entry) or 403 ``{"reason": "…"}``.
``PUT`` with the same number is the same request, so that an answer that was lost is asked for again.
"""

from typing import Any, cast

import orjson

from onewindow.blocks.registers.types import Evidence, EvidenceRequest
from onewindow.foundation.egress import api as egress
from onewindow.kernel.errors import N_, OnewindowError

_CONNECTOR = "evidence"


class EvidenceNotRead(OnewindowError):
    code = "evidence-not-read"
    message = N_("“{source}” answered something that we cannot read.")
    way_out = N_("Try again later.")


class HttpEvidence:
    """One node.

    :param address: of the node, on the egress list of the connector ``evidence``.
    """

    def __init__(self, *, name: str, address: str) -> None:
        self.name = name
        self._address = address.rstrip("/")

    def ask(self, *, request: EvidenceRequest) -> Evidence:
        """Ask once; the same number may be asked for again."""
        reply = egress.fetch(
            method="PUT",
            url=f"{self._address}/evidence/{request.number}",
            connector=_CONNECTOR,
            headers={"content-type": "application/json", "accept": "application/json"},
            body=orjson.dumps(
                {
                    "register": request.register,
                    "key": request.key,
                    "attributes": list(request.attributes),
                    "case": request.case,
                    "legal_basis": request.legal_basis,
                }
            ),
        )
        match reply.status:
            case 200:
                said = self._read(reply.body)
                values, proof = said.get("values"), said.get("proof", "")
                if not isinstance(values, dict) or not isinstance(proof, str):
                    raise EvidenceNotRead(source=self.name)
                return Evidence(state="there", values=cast("dict[str, object]", values), proof=proof)
            case 202:
                return Evidence(state="later")
            case 404:
                return Evidence(state="unknown")
            case 403:
                return Evidence(state="refused", reason=str(self._read(reply.body).get("reason", ""))[:1000])
            case _:
                raise EvidenceNotRead(source=self.name)

    def _read(self, body: bytes) -> dict[str, Any]:
        try:
            said = orjson.loads(body)
        except orjson.JSONDecodeError as problem:
            raise EvidenceNotRead(source=self.name) from problem
        if not isinstance(said, dict):
            raise EvidenceNotRead(source=self.name)
        return cast("dict[str, Any]", said)
