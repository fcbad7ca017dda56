"""The JSON of a JAdES signature, read strictly: each name once, base64url in one way only."""

import base64
import binascii
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from onewindow.kernel.errors import N_

MAX_SIGNED = 40_000_000
_BASE64URL = re.compile(r"[A-Za-z0-9_-]*")
_COMPACT = re.compile(rb"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+")


class FormRefused(Exception):
    """The form is one that we refuse; ``reason`` is a msgid."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Jws:
    """One signature.

    :param protected: base64url; ``header`` is what it says.
    :param payload: as it stands in what is signed; None: detached.
    :param additions: the members of ``etsiU``, base64url each, in their order.
    """

    protected: str
    header: Mapping[str, Any]
    payload: str | None
    signature: str
    additions: tuple[str, ...] = ()

    def signed_bytes(self, payload: bytes) -> bytes:
        """What the signature is over (RFC 7515 §5.1, RFC 7797 §3)."""
        return self.protected.encode() + b"." + self.payload_bytes(payload)

    def payload_bytes(self, payload: bytes) -> bytes:
        """The payload as it stands in what is signed."""
        return payload if self.header.get("b64") is False else encode(payload).encode()

    def members(self) -> dict[str, object]:
        """What is its own in JSON: all but the payload, which several share."""
        told: dict[str, object] = {"protected": self.protected, "signature": self.signature}
        return told | ({"header": {"etsiU": list(self.additions)}} if self.additions else {})


def write(several: Sequence[Jws]) -> bytes:
    """One signature as flattened JSON, more as general JSON (RFC 7515 §7.2); they share their payload."""
    first = several[0]
    told: dict[str, object] = {} if first.payload is None else {"payload": first.payload}
    if len(several) == 1:
        told |= first.members()
    else:
        told["signatures"] = [one.members() for one in several]
    return json.dumps(told, separators=(",", ":")).encode()


def encode(data: bytes) -> str:
    """base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def decode(text: object) -> bytes:
    """:raises FormRefused: not base64url, or not the one way to write these bytes."""
    if not isinstance(text, str) or not _BASE64URL.fullmatch(text):
        raise FormRefused(N_("a part is not base64url"))
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError) as problem:
        raise FormRefused(N_("a part is not base64url")) from problem
    if encode(data) != text:  # bits that nothing would protect
        raise FormRefused(N_("a part is not base64url"))
    return data


def parse(signed: bytes) -> Any:
    """JSON in which no name stands twice.

    :raises FormRefused: it is not.
    """
    try:
        return json.loads(signed.decode("utf-8"), object_pairs_hook=_once, parse_constant=_refuse)
    except (ValueError, RecursionError) as problem:
        raise FormRefused(N_("it is not JSON, or has a name twice")) from problem


def read(signed: bytes) -> tuple[Jws, ...]:
    """The signatures of a file: compact, flattened or general JSON.

    :raises FormRefused: it is none of these.
    """
    if len(signed) > MAX_SIGNED:
        raise FormRefused(N_("it is too long"))
    if _COMPACT.fullmatch(signed.strip()):
        protected, payload, signature = signed.strip().decode("ascii").split(".")
        return (Jws(protected, _header(protected), payload or None, signature),)
    told = parse(signed)
    if not isinstance(told, dict):
        raise FormRefused(N_("it is not a signature"))
    members = cast(dict[str, Any], told)
    payload = members.pop("payload", None)
    if payload is not None and not isinstance(payload, str):
        raise FormRefused(N_("its payload is not text"))
    several = members.pop("signatures", None)
    if several is None:
        return (_one(members, payload),)
    if members or not isinstance(several, list) or not 0 < len(cast(list[Any], several)) <= 50:
        raise FormRefused(N_("it mixes two forms"))
    return tuple(_one(one, payload) for one in cast(list[Any], several))


def _one(members: Any, payload: str | None) -> Jws:
    if not isinstance(members, dict):
        raise FormRefused(N_("it is not a signature"))
    parts = cast(dict[str, Any], members)
    if not {"protected", "signature"} <= set(parts) <= {"protected", "signature", "header"}:
        raise FormRefused(N_("it is not a signature"))
    protected, signature = parts["protected"], parts["signature"]
    if not isinstance(protected, str) or not isinstance(signature, str):
        raise FormRefused(N_("it is not a signature"))
    return Jws(protected, _header(protected), payload, signature, _additions(parts.get("header", {})))


def _additions(header: Any) -> tuple[str, ...]:
    if not isinstance(header, dict) or set(cast(dict[str, Any], header)) - {"etsiU"}:
        raise FormRefused(N_("its unprotected header has more than etsiU"))
    items = cast(dict[str, Any], header).get("etsiU", [])
    if not isinstance(items, list) or not all(isinstance(one, str) for one in cast(list[Any], items)):
        raise FormRefused(N_("its etsiU is not a list of base64url"))
    if len(cast(list[str], items)) > 200:
        raise FormRefused(N_("its etsiU is too long"))
    return tuple(cast(list[str], items))


def _header(protected: str) -> Mapping[str, Any]:
    header = parse(decode(protected))
    if not isinstance(header, dict):
        raise FormRefused(N_("its header is not an object"))
    return cast(dict[str, Any], header)


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    if len({name for name, _ in pairs}) != len(pairs):
        raise ValueError("a name twice")
    return dict(pairs)


def _refuse(constant: str) -> object:
    raise ValueError(constant)
