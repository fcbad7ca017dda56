"""Timestamps: asked for, and read (RFC 3161)."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from asn1crypto import algos as asn1_algos
from asn1crypto import cms as asn1_cms
from asn1crypto import tsp as asn1_tsp
from pyhanko.sign.general import extract_certificate_info
from pyhanko.sign.validation.generic_cms import get_signing_cert_attr, validate_sig_integrity

from onewindow.kernel.errors import N_
from onewindow.standards.signing.algorithms import use_of
from onewindow.standards.signing.errors import StampRefused
from onewindow.standards.signing.policy import AlgorithmUse
from onewindow.standards.signing.ports import TimestampSource

_tsp, _cms, _algos = cast(Any, asn1_tsp), cast(Any, asn1_cms), cast(Any, asn1_algos)
_HASHES = frozenset({"sha1", "sha224", "sha256", "sha384", "sha512", "sha3_256", "sha3_384", "sha3_512"})
MAX_TOKEN = 100_000


@dataclass(frozen=True, slots=True)
class StampSeen:
    """A token whose own signature is right. Whether it can be trusted, a chain tells.

    :param imprint: the hash that it is about, by ``digest``.
    :param certificate: of the authority, DER; ``others`` are those beside it.
    """

    at: datetime
    digest: str
    imprint: bytes
    certificate: bytes
    others: tuple[bytes, ...]
    uses: tuple[AlgorithmUse, ...]
    authority: str

    def is_about(self, message: bytes) -> bool:
        """Whether it was made over this message."""
        return secrets.compare_digest(hashlib.new(self.digest, message).digest(), self.imprint)


def request_stamp(source: TimestampSource, message: bytes, *, digest: str = "sha256") -> bytes:
    """Have a message stamped.

    :returns: the token, DER ``ContentInfo``.
    :raises StampRefused: the authority refuses, or its answer is not about this request.
    """
    nonce = secrets.randbits(64)
    imprint = {
        "hash_algorithm": _algos.DigestAlgorithm({"algorithm": digest}),
        "hashed_message": hashlib.new(digest, message).digest(),
    }
    asked = _tsp.TimeStampReq(
        {"version": 1, "message_imprint": imprint, "nonce": nonce, "cert_req": True}
    ).dump()
    try:
        answer = _tsp.TimeStampResp.load(source.stamp(asked))
        status = str(answer["status"]["status"].native)
        if status not in ("granted", "granted_with_mods"):
            raise StampRefused(reason=N_("the authority refused"))
        token = cast(bytes, answer["time_stamp_token"].dump())
        info = _cms.ContentInfo.load(token)["content"]["encap_content_info"]["content"].parsed
        said = info["nonce"].native
    except (ValueError, TypeError, KeyError) as problem:
        raise StampRefused(reason=N_("its answer cannot be read")) from problem
    seen = read_stamp(token)
    if said != nonce or not seen.is_about(message) or seen.digest != digest:
        raise StampRefused(reason=N_("its answer is about something else"))
    return token


def read_stamp(token: bytes) -> StampSeen:
    """Read a token and check its own signature.

    :raises StampRefused: it cannot be read, or its signature is wrong.
    """
    if len(token) > MAX_TOKEN:
        raise StampRefused(reason=N_("it is too long"))
    try:
        return _read(token)
    except StampRefused:
        raise
    except Exception as problem:  # strangers' bytes: whatever the parser trips over
        raise StampRefused(reason=N_("it cannot be read")) from problem


def _read(token: bytes) -> StampSeen:
    content = _cms.ContentInfo.load(token)
    signed = content["content"]
    if content["content_type"].native != "signed_data" or len(signed["signer_infos"]) != 1:
        raise StampRefused(reason=N_("it is not a timestamp"))
    signer, encapsulated = signed["signer_infos"][0], signed["encap_content_info"]
    certificates = extract_certificate_info(signed)
    certificate = cast(Any, certificates.signer_cert)
    digest = str(signer["digest_algorithm"]["algorithm"].native)
    info = encapsulated["content"].parsed
    hashed = str(info["message_imprint"]["hash_algorithm"]["algorithm"].native)
    if digest not in _HASHES or hashed not in _HASHES:
        raise StampRefused(reason=N_("it uses a hash that is not known"))
    # RFC 3161 §2.4.2: the authority's certificate is named inside what is signed.
    if get_signing_cert_attr(signer["signed_attrs"]) is None:
        raise StampRefused(reason=N_("it does not name its authority"))
    actual = hashlib.new(digest, bytes(encapsulated["content"])).digest()
    intact, valid = validate_sig_integrity(signer, certificate, "tst_info", actual)
    if not (intact and valid):
        raise StampRefused(reason=N_("its signature is wrong"))
    others = tuple(cast(bytes, one.dump()) for one in certificates.other_certs)
    return StampSeen(
        at=info["gen_time"].native.astimezone(UTC),
        digest=hashed,
        imprint=info["message_imprint"]["hashed_message"].native,
        certificate=certificate.dump(),
        others=others,
        uses=(
            AlgorithmUse(hashed),
            AlgorithmUse(digest),
            use_of(signer["signature_algorithm"], certificate.public_key, digest),
        ),
        authority=str(certificate.subject.native.get("common_name", "")),
    )
