"""Evidence over HTTP and JSON, for a node of another agency.

    PUT <address>/evidence/<number>
    {"register": …, "key": …, "attributes": […], "case": …, "legal_basis": …}

answers 200 ``{"proof": "…"}``, 202 (later), 404 (no such entry) or 403 ``{"reason": "…"}``. ``PUT`` with
the same number is the same request, so that an answer that was lost is asked for again.

The proof is a JWS in compact form (RFC 7515) of the kind ``onewindow-evidence``, by a key of the source that
was named here beforehand, over ``{"number": …, "register": …, "key": …, "values": {…}}``. What the register
then says is what was signed, and nothing beside it.
"""

from collections.abc import Mapping
from typing import Any, Final, cast

import orjson

from onewindow.blocks.registers.types import Evidence, EvidenceRequest
from onewindow.foundation.egress import api as egress
from onewindow.kernel.errors import N_, OnewindowError
from onewindow.standards.signing import jws
from onewindow.standards.signing.errors import JwsRefused

KIND: Final = "onewindow-evidence"
_CONNECTOR = "evidence"


class EvidenceNotRead(OnewindowError):
    code = "evidence-not-read"
    message = N_("“{source}” answered something that we cannot read.")
    way_out = N_("Try again later.")


class EvidenceNotProven(OnewindowError):
    code = "evidence-not-proven"
    message = N_("The answer of “{source}” is not signed by it, or it answers another question.")
    way_out = N_("Nothing was taken over. Tell the administrator of this window; its record has the request.")


class HttpEvidence:
    """One node.

    :param address: of the node, on the egress list of the connector ``evidence``.
    :param keys: of the source: name to public key, DER SubjectPublicKeyInfo (ECDSA on P-256, or Ed25519).
    """

    def __init__(self, *, name: str, address: str, keys: Mapping[str, bytes]) -> None:
        self.name = name
        self._address = address.rstrip("/")
        self._keys = keys

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
                return self._proven(request, self._read(reply.body).get("proof"))
            case 202:
                return Evidence(state="later")
            case 404:
                return Evidence(state="unknown")
            case 403:
                return Evidence(state="refused", reason=str(self._read(reply.body).get("reason", ""))[:1000])
            case _:
                raise EvidenceNotRead(source=self.name)

    def _proven(self, request: EvidenceRequest, proof: object) -> Evidence:
        """The values that the source signed, for this request and no other."""
        if not isinstance(proof, str):
            raise EvidenceNotRead(source=self.name)
        try:
            signed = self._read(jws.verify(token=proof, keys=self._keys, typ=KIND).payload)
        except JwsRefused as problem:
            raise EvidenceNotProven(source=self.name) from problem
        if any(signed.get(part) != getattr(request, part) for part in ("number", "register", "key")):
            raise EvidenceNotProven(source=self.name)
        values = signed.get("values")
        if not isinstance(values, dict):
            raise EvidenceNotRead(source=self.name)
        return Evidence(state="there", values=cast("dict[str, object]", values), proof=proof)

    def _read(self, body: bytes) -> dict[str, Any]:
        try:
            said = orjson.loads(body)
        except orjson.JSONDecodeError as problem:
            raise EvidenceNotRead(source=self.name) from problem
        if not isinstance(said, dict):
            raise EvidenceNotRead(source=self.name)
        return cast("dict[str, Any]", said)
