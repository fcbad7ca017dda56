"""Whether the signature's value is right: asked twice, of `cryptography` and of xmlsec, on the same tree."""

import base64
from typing import Any, cast

import xmlsec as _xmlsec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from onewindow.standards.signing.algorithms import bits_of
from onewindow.standards.signing.certificates import public_key_of, public_pem_of
from onewindow.standards.signing.policy import AlgorithmUse
from onewindow.standards.signing.xades.content import target_of
from onewindow.standards.signing.xades.names import METHODS, XML_NAMESPACE
from onewindow.standards.signing.xades.structure import Structure
from onewindow.standards.signing.xades.tree import canonical

xmlsec = cast(Any, _xmlsec)
# Else xmlsec would open whatever file or address a reference names.
xmlsec.cleanup_callbacks()
_HASHES: dict[str, type[hashes.HashAlgorithm]] = {
    "sha1": hashes.SHA1,
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}


def use_of(structure: Structure, certificate: bytes) -> AlgorithmUse:
    """How the signature says that it was made, with the size of the certificate's key."""
    scheme, digest = METHODS[structure.method]
    return AlgorithmUse(digest, scheme, bits_of(public_key_of(certificate)))


def value_is_right(structure: Structure, certificate: bytes) -> bool:
    """Whether the certificate's key made the value over ``SignedInfo``."""
    signed = canonical(structure.signed_info, structure.canonical, structure.prefixes)
    scheme, digest = METHODS[structure.method]
    key, hashed = public_key_of(certificate), _HASHES[digest]()
    try:
        if scheme == "ecdsa" and isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(_der(structure.value, key), signed, ec.ECDSA(hashed))
        elif scheme == "rsa-pkcs1" and isinstance(key, rsa.RSAPublicKey):
            key.verify(structure.value, signed, padding.PKCS1v15(), hashed)
        elif scheme == "rsa-pss" and isinstance(key, rsa.RSAPublicKey):
            # RFC 9231 §2.3.10: MGF1 with the same hash, a salt of the hash's length.
            pss = padding.PSS(padding.MGF1(hashed), hashed.digest_size)
            key.verify(structure.value, signed, pss, hashed)
        else:
            return False
    except (InvalidSignature, ValueError):
        return False
    return True


def xmlsec_agrees(structure: Structure, root: Any, certificate: bytes) -> bool:
    """Whether xmlsec finds the same, for references inside the document. The key is the certificate's."""
    context = xmlsec.SignatureContext()
    context.key = xmlsec.Key.from_memory(public_pem_of(certificate), xmlsec.KeyFormat.PEM)
    for reference in structure.references:
        target = target_of(reference, root)
        if target is None:
            return True  # a file: xmlsec would have to open it
        if reference.uri:
            _register(context, target, reference.uri[1:])
    try:
        context.verify(structure.element)
    except xmlsec.Error:
        return False
    return True


def _register(context: Any, target: Any, name: str) -> None:
    for attribute in ("Id", "ID", "id"):
        if target.get(attribute) == name:
            context.register_id(target, attribute)
            return
    context.register_id(target, "id", XML_NAMESPACE)


def _der(value: bytes, key: ec.EllipticCurvePublicKey) -> bytes:
    """r and s beside each other (RFC 6931 §2.3.6), each as long as the order of the curve."""
    size = (key.key_size + 7) // 8
    if len(value) != 2 * size:
        raise ValueError(base64.b64encode(value[:8]))
    return encode_dss_signature(int.from_bytes(value[:size], "big"), int.from_bytes(value[size:], "big"))
