"""What may be added to a JAdES signature after signing (TS 119 182-1 §5.3): timestamps and evidence."""

import base64
import json
from collections.abc import Sequence
from typing import Any, cast

from onewindow.kernel.errors import N_
from onewindow.standards.signing.jades.form import FormRefused, Jws, decode, encode, parse
from onewindow.standards.signing.judging import Stamp
from onewindow.standards.signing.material import Evidence

_PARTS = frozenset({"sigTst", "xVals", "rVals", "tstVD", "arcTst"})


def stamp_addition(kind: str, token: bytes) -> str:
    """``sigTst`` or ``arcTst`` with one token."""
    container = {"tstTokens": [{"val": base64.b64encode(token).decode("ascii")}]}
    return _encoded({kind: container})


def evidence_additions(evidence: Evidence) -> tuple[str, ...]:
    """``xVals`` and ``rVals``."""
    found: list[str] = []
    if evidence.certificates:
        found.append(
            _encoded({"xVals": [{"x509Cert": {"val": _base64(one)}} for one in evidence.certificates]})
        )
    if evidence.crls or evidence.ocsps:
        found.append(
            _encoded(
                {
                    "rVals": {
                        "crlVals": [{"val": _base64(one)} for one in evidence.crls],
                        "ocspVals": [{"val": _base64(one)} for one in evidence.ocsps],
                    }
                }
            )
        )
    return tuple(found)


def signature_message(jws: Jws) -> bytes:
    """What ``sigTst`` is over: the base64url signature (§5.3.4)."""
    return jws.signature.encode("ascii")


def archive_message(jws: Jws, payload: bytes, before: Sequence[str]) -> bytes:
    """What ``arcTst`` is over: payload, header, signature, then what was added before it (§5.3.6.2)."""
    parts = [jws.payload_bytes(payload), jws.protected.encode(), jws.signature.encode()]
    return b".".join([*parts, "".join(before).encode()])


def read_additions(jws: Jws, payload: bytes) -> tuple[tuple[Stamp, ...], tuple[Evidence, ...]]:
    """The stamps, and the evidence in layers between the archive stamps.

    :raises FormRefused: something stands there that is not known: it would be passed over in silence.
    """
    stamps: list[Stamp] = []
    layers = [Evidence()]
    for index, encoded in enumerate(jws.additions):
        name, value = _read(encoded)
        if name == "sigTst":
            stamps += [Stamp(token, signature_message(jws)) for token in _tokens(value)]
        elif name == "arcTst":
            message = archive_message(jws, payload, jws.additions[:index])
            # Several tokens in one container are proofs of the same; one layer for each keeps them in step.
            for token in _tokens(value):
                stamps.append(Stamp(token, message, "archive"))
                layers.append(Evidence())
        else:
            layers[-1] = layers[-1].plus(_evidence(name, value))
    return tuple(stamps), tuple(layers)


def _encoded(addition: dict[str, Any]) -> str:
    return encode(json.dumps(addition, separators=(",", ":")).encode())


def _read(encoded: str) -> tuple[str, Any]:
    addition = parse(decode(encoded))
    if not isinstance(addition, dict) or len(cast(dict[str, Any], addition)) != 1:
        raise FormRefused(N_("something in etsiU is not known"))
    ((name, value),) = cast(dict[str, Any], addition).items()
    if name not in _PARTS:
        raise FormRefused(N_("something in etsiU is not known"))
    return name, value


def _tokens(container: Any) -> list[bytes]:
    return [_value(one) for one in _list(_member(container, "tstTokens"))]


def _evidence(name: str, value: Any) -> Evidence:
    if name == "xVals":
        return Evidence(tuple(_value(_member(one, "x509Cert")) for one in _list(value)))
    if name == "rVals":
        return Evidence((), _values(value, "crlVals"), _values(value, "ocspVals"))
    certificates, revocation = _member(value, "xVals", []), _member(value, "rVals", {})
    return _evidence("xVals", certificates).plus(_evidence("rVals", revocation))


def _values(value: Any, name: str) -> tuple[bytes, ...]:
    return tuple(_value(one) for one in _list(_member(value, name, [])))


def _value(item: Any) -> bytes:
    try:
        return base64.b64decode(_member(item, "val"), validate=True)
    except (ValueError, TypeError) as problem:
        raise FormRefused(N_("something in etsiU is not base64")) from problem


def _member(value: Any, name: str, default: Any = None) -> Any:
    found = cast(dict[str, Any], value).get(name, default) if isinstance(value, dict) else None
    if found is None:
        raise FormRefused(N_("something in etsiU is not known"))
    return found


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list) or len(cast(list[Any], value)) > 200:
        raise FormRefused(N_("something in etsiU is not known"))
    return cast(list[Any], value)


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
