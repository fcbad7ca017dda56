"""Seal keys in a hardware module (PKCS #11), through the optional package ``python-pkcs11``.

The key of an agency is the private key labelled with the agency's slug, on P-256. Its certificates stand in
a folder: ``<agency>.pem``, and the authority's in ``root.pem``. The PIN is in a file, mode 0600.
"""

import hashlib
import importlib
import threading
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from onewindow.blocks.documents.adapters.secret_files import read_secret
from onewindow.blocks.documents.errors import NoSealKey
from onewindow.kernel.errors import N_
from onewindow.standards.signing import Algorithm, CertificateRefused, x509


class Pkcs11Keys:
    """``ports.SealKeys`` over a token.

    :param module: the library of the module's maker, such as ``/usr/lib/softhsm/libsofthsm2.so``.
    :param token: label of the token.
    :raises NoSealKey: ``python-pkcs11`` is not installed, or the module does not answer.
    """

    def __init__(self, *, module: str, token: str, pin_file: Path, certificates: Path) -> None:
        self._pkcs11 = _library()
        self._certificates = certificates
        self._lock = threading.Lock()
        pin = read_secret(pin_file).decode("utf-8").strip()
        try:
            slot = self._pkcs11.lib(module).get_token(token_label=token)
            self._session: Any = slot.open(user_pin=pin)
        except (self._pkcs11.PKCS11Error, RuntimeError) as problem:
            raise NoSealKey(agency=token, reason=N_("the hardware module does not answer")) from problem

    def signer_of(self, *, agency: str, name: str) -> "Pkcs11Signer":
        """See ``ports.SealKeys``. No key is ever made here."""
        del name
        try:
            key = self._session.get_key(
                object_class=self._pkcs11.ObjectClass.PRIVATE_KEY,
                key_type=self._pkcs11.KeyType.EC,
                label=agency,
            )
        except self._pkcs11.PKCS11Error as problem:
            raise NoSealKey(
                agency=agency, reason=N_("the hardware module has no key of that label")
            ) from problem
        return Pkcs11Signer(key, self._pkcs11.Mechanism.ECDSA, self._chain(agency), self._lock)

    def roots(self) -> tuple[bytes, ...]:
        """``root.pem`` of the folder of certificates."""
        return self._chain("root")

    def revocation_lists(self) -> tuple[bytes, ...]:
        """``*.crl`` (DER) of the folder of certificates."""
        return tuple(path.read_bytes() for path in sorted(self._certificates.glob("*.crl")))

    def _chain(self, name: str) -> tuple[bytes, ...]:
        try:
            return x509.from_pem((self._certificates / f"{name}.pem").read_bytes())
        except (OSError, CertificateRefused) as problem:
            raise NoSealKey(agency=name, reason=f"there is no certificate {name}.pem") from problem


class Pkcs11Signer:
    """``signing.Signer`` whose key stays in the module."""

    algorithm: Algorithm = "ES256"

    def __init__(
        self, key: Any, mechanism: Any, certificates: tuple[bytes, ...], lock: threading.Lock
    ) -> None:
        self._key, self._mechanism, self._lock = key, mechanism, lock
        self.certificates = certificates

    def sign(self, data: bytes) -> bytes:
        """See ``signing.Signer``. A session serves one thread at a time."""
        # Every module signs a digest; few, and not SoftHSM2, compute it themselves (CKM_ECDSA_SHA256).
        digest = hashlib.sha256(data).digest()
        with self._lock:
            raw = bytes(self._key.sign(digest, mechanism=self._mechanism))
        # PKCS #11 v2.40 §2.3.1: r and s, each half, as they are.
        half = len(raw) // 2
        return encode_dss_signature(int.from_bytes(raw[:half], "big"), int.from_bytes(raw[half:], "big"))


def _library() -> Any:
    try:
        return importlib.import_module("pkcs11")
    except ImportError as problem:
        reason = N_("the package python-pkcs11 is not installed; add it, or take keys in files")
        raise NoSealKey(agency="", reason=reason) from problem
