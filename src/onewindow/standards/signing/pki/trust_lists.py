"""Lists of authorities that a country vouches for, signed: our own form, JSON in a JWS.

``{"country": "FR", "name": "…", "number": 3, "issued": "2026-11-01T00:00:00Z",
"next": "2027-05-01T00:00:00Z", "authorities": [{"name": "…", "certificate": "<base64 DER>",
"uses": ["people"], "from": "…", "until": null}]}``

It says what the trusted lists of ETSI TS 119 612 say, as far as anchors go. Who signs it is known beforehand:
nothing in the list itself vouches for its signer.
"""

import base64
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, cast

from cryptography import x509

from onewindow.kernel.errors import N_
from onewindow.standards.signing import jws
from onewindow.standards.signing.errors import JwsRefused
from onewindow.standards.signing.pki.certificates import public_key_of
from onewindow.standards.signing.pki.errors import TrustListRefused
from onewindow.standards.signing.ports import Signer
from onewindow.standards.signing.x509 import fingerprint

TYP = "trust-list+jws"
ListedUse = Literal["people", "seals", "servers", "timestamps"]
USES: tuple[ListedUse, ...] = ("people", "seals", "servers", "timestamps")
_COUNTRY = re.compile(r"[A-Z]{2}")
_MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedAuthority:
    """:param until: from then on nothing new under it counts; None: no end is said."""

    name: str
    certificate: bytes = field(repr=False)
    uses: tuple[ListedUse, ...]
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustList:
    """What a list says.

    :param number: rises with each issue.
    :param next_update: by when the next issue comes; afterwards this one says nothing.
    """

    country: str
    name: str
    number: int
    issued_at: datetime
    next_update: datetime
    authorities: tuple[ListedAuthority, ...]


def sign(listed: TrustList, *, signer: Signer) -> str:
    """The list as a compact JWS; its ``kid`` is the SHA-256 of the signer's certificate."""
    said = {
        "country": listed.country,
        "name": listed.name,
        "number": listed.number,
        "issued": _written(listed.issued_at),
        "next": _written(listed.next_update),
        "authorities": [
            {
                "name": one.name,
                "certificate": base64.b64encode(one.certificate).decode("ascii"),
                "uses": list(one.uses),
                "from": _written(one.since),
                "until": _written(one.until) if one.until is not None else None,
            }
            for one in listed.authorities
        ],
    }
    payload = json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    return jws.sign(payload=payload, signer=signer, kid=fingerprint(signer.certificates[0]), typ=TYP)


def read(token: str, *, signer: bytes, at: datetime) -> TrustList:
    """Check and read a list.

    :param signer: the certificate of who must have signed it, DER, known from elsewhere.
    :param at: now: a list whose next issue is overdue says nothing.
    :raises TrustListRefused: signed by somebody else, damaged, out of time, or with an entry that is none.
    """
    try:
        known = {fingerprint(signer): public_key_of(signer)}
        payload = jws.verify(token=token.strip(), keys=known, typ=TYP).payload
    except (JwsRefused, ValueError) as problem:
        raise TrustListRefused(reason=N_("its signer is not the one that you named")) from problem
    try:
        listed = _listed(json.loads(payload))
    except (ValueError, KeyError, TypeError) as problem:
        raise TrustListRefused(reason=N_("it does not say what a trust list must")) from problem
    if not listed.issued_at <= at < listed.next_update:
        raise TrustListRefused(reason=N_("it is out of its time"))
    return listed


def read_any(document: bytes, *, signer: bytes, at: datetime) -> TrustList:
    """A list in any form that is known: this one. See ``read``.

    :raises TrustListRefused: see ``read``; or of another form.
    """
    try:
        return read(document.decode("ascii"), signer=signer, at=at)
    except UnicodeDecodeError as problem:
        raise TrustListRefused(reason=N_("its form is not known")) from problem


def _listed(said: Any) -> TrustList:
    authorities = cast(Sequence[Mapping[str, Any]], said["authorities"])
    if not _COUNTRY.fullmatch(said["country"]) or not 0 < len(authorities) <= _MOST:
        raise ValueError("country or number of authorities")
    if type(said["number"]) is not int or not 0 < said["number"] < 1 << 62:
        raise ValueError("number")
    return TrustList(
        country=said["country"],
        name=_text(said["name"]),
        number=said["number"],
        issued_at=_moment(said["issued"]),
        next_update=_moment(said["next"]),
        authorities=tuple(_authority(one) for one in authorities),
    )


def _authority(said: Mapping[str, Any]) -> ListedAuthority:
    certificate = base64.b64decode(said["certificate"], validate=True)
    require_authority(certificate)
    uses = tuple(dict.fromkeys(said["uses"]))
    if not uses or not set(uses) <= set(USES):
        raise ValueError("uses")
    return ListedAuthority(
        name=_text(said["name"]),
        certificate=certificate,
        uses=cast("tuple[ListedUse, ...]", uses),
        since=_moment(said["from"]),
        until=_moment(said["until"]) if said.get("until") is not None else None,
    )


def require_authority(certificate: bytes) -> None:
    """A certificate that may issue others: an end certificate as an anchor would vouch for itself.

    :raises ValueError: it is none.
    """
    loaded = x509.load_der_x509_certificate(certificate)
    try:
        basic = loaded.extensions.get_extension_for_class(x509.BasicConstraints).value
        usage = loaded.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound as problem:
        raise ValueError("no authority") from problem
    if not basic.ca or not usage.key_cert_sign:
        raise ValueError("no authority")


def _text(value: Any) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= 200:
        raise ValueError("text")
    return value


def _moment(text: Any) -> datetime:
    moment = datetime.fromisoformat(_text(text))
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone")
    return moment.astimezone(UTC)


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")
