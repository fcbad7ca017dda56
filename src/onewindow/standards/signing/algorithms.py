"""Names of algorithms, as ASN.1 and keys say them, in the terms of a policy."""

from typing import Any, cast

from asn1crypto import algos as asn1_algos
from asn1crypto import keys as asn1_keys
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from onewindow.standards.signing.policy import AlgorithmUse, Scheme

_keys, _algos = cast(Any, asn1_keys), cast(Any, asn1_algos)
_SCHEMES: dict[str, Scheme] = {
    "rsassa_pkcs1v15": "rsa-pkcs1",
    "rsassa_pss": "rsa-pss",
    "ecdsa": "ecdsa",
    "ed25519": "ed25519",
}


def bits_of(public_key: object) -> int:
    """The size of a key of `cryptography`; 0 for kinds that no policy knows."""
    if isinstance(public_key, rsa.RSAPublicKey | ec.EllipticCurvePublicKey):
        return public_key.key_size
    return 255 if isinstance(public_key, ed25519.Ed25519PublicKey) else 0


def bits_of_asn1(public_key: Any) -> int:
    """The size of an asn1crypto ``PublicKeyInfo``."""
    try:
        return bits_of(serialization.load_der_public_key(cast(bytes, public_key.dump())))
    except (ValueError, TypeError):
        return 0


def use_of(signature_algorithm: Any, public_key: Any, digest: str = "") -> AlgorithmUse:
    """How a CMS or X.509 signature was made.

    :param signature_algorithm: asn1crypto ``SignedDigestAlgorithm``.
    :param public_key: asn1crypto ``PublicKeyInfo``; None where it is not known: then any size will do.
    :param digest: where the algorithm does not name its own.
    """
    try:
        name = str(signature_algorithm.signature_algo)
    except ValueError:
        name = str(signature_algorithm["algorithm"].native)
    try:
        hashed = str(signature_algorithm.hash_algo)
    except ValueError:
        hashed = digest
    scheme = _SCHEMES.get(name)
    if scheme is None:
        return AlgorithmUse(name)  # a hash of that name is in no policy
    if scheme == "ed25519":
        hashed = ""
    return AlgorithmUse(hashed, scheme, 1_000_000 if public_key is None else bits_of_asn1(public_key))
