"""Signing what authorities issue with a key that only its port knows: in a file or a hardware module."""

from typing import Any, cast

from asn1crypto import algos, core
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519

from onewindow.standards.signing.ports import Algorithm, Signer

_algos, _core = cast(Any, algos), cast(Any, core)
SIGNATURE_NAME: dict[Algorithm, str] = {"ES256": "sha256_ecdsa", "Ed25519": "ed25519"}
HASH_NAME: dict[Algorithm, str] = {"ES256": "sha256", "Ed25519": "sha512"}
"""The hash inside a CMS message signed with that algorithm (RFC 5754 §3.3, RFC 8419 §3.1)."""


def stand_in_key(algorithm: Algorithm) -> ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey:
    """A key of the same kind, thrown away: builders of the library sign only with keys that they hold.

    What they built is then signed anew with the key of the port (`sealed`).
    """
    if algorithm == "ES256":
        return ec.generate_private_key(ec.SECP256R1())
    return ed25519.Ed25519PrivateKey.generate()


def stand_in_hash(algorithm: Algorithm) -> hashes.SHA256 | None:
    """The hash that goes with the key."""
    return hashes.SHA256() if algorithm == "ES256" else None


def signature_algorithm(algorithm: Algorithm) -> Any:
    """AlgorithmIdentifier of a signature."""
    return _algos.SignedDigestAlgorithm({"algorithm": SIGNATURE_NAME[algorithm]})


class _Sealed(_core.Sequence):
    _fields = [
        ("to_be_signed", _core.Any),
        ("algorithm", _algos.SignedDigestAlgorithm),
        ("signature", _core.OctetBitString),
    ]


def sealed(to_be_signed: bytes, signer: Signer) -> bytes:
    """SEQUENCE { toBeSigned, AlgorithmIdentifier, BIT STRING }: a certificate or a list (RFC 5280 §4.1).

    :param to_be_signed: DER, which names the algorithm of the signer inside.
    """
    whole = _Sealed(
        {
            "to_be_signed": _core.Sequence.load(to_be_signed),
            "algorithm": signature_algorithm(signer.algorithm),
            "signature": signer.sign(to_be_signed),
        }
    )
    return bytes(whole.dump())
