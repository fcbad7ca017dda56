"""Keys of the authorities in a hardware module (PKCS #11), through the optional package ``python-pkcs11``.

A key is the private key labelled with its name, on P-256; its certificates stand in a folder, ``<name>.pem``.
The root is one of them: to take it out, keep it on a token of its own that is unplugged.
"""

import hashlib
import importlib
import threading
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from onewindow.blocks.trust import app_settings
from onewindow.blocks.trust.adapters.key_files import KeyFiles
from onewindow.blocks.trust.adapters.secret_files import read_secret
from onewindow.blocks.trust.errors import AuthorityNotThere, RootNotMoved
from onewindow.blocks.trust.ports import Certify
from onewindow.kernel.errors import N_
from onewindow.standards.signing import Algorithm, CertificateRefused, Signer, x509

_POINT = 65  # octets of an uncompressed point on P-256


class Pkcs11AuthorityKeys:
    """``ports.AuthorityKeys`` over a token.

    :param module: the library of the module's maker, such as ``/usr/lib/softhsm/libsofthsm2.so``.
    :param token: label of the token.
    :param certificates: folder of the certificates; made at first use.
    :raises AuthorityNotThere: ``python-pkcs11`` is not installed, or the module does not answer.
    """

    def __init__(self, *, module: str, token: str, pin_file: Path, certificates: Path) -> None:
        self._pkcs11 = _library()
        self._certificates = certificates
        self._lock = threading.Lock()
        pin = read_secret(pin_file).decode("utf-8").strip()
        try:
            slot = self._pkcs11.lib(module).get_token(token_label=token)
            self._session: Any = slot.open(user_pin=pin, rw=True)
        except (self._pkcs11.PKCS11Error, RuntimeError) as problem:
            reason = N_("the hardware module does not answer")
            raise AuthorityNotThere(authority=token, reason=reason) from problem

    @classmethod
    def from_settings(cls, said: dict[str, Any]) -> "Pkcs11AuthorityKeys":
        """As the setting ``ONEWINDOW_TRUST_PKCS11`` has it."""
        return cls(
            module=said["module"],
            token=said["token"],
            pin_file=Path(said["pin_file"]),
            certificates=Path(said["certificates"]),
        )

    def signer(self, *, name: str) -> "ModuleSigner | None":
        """See ``ports.AuthorityKeys``."""
        key = self._private(name)
        chain = self._chain(name)
        return self._signer(key, chain) if key is not None and chain else None

    def make(self, *, name: str, certify: Certify) -> Signer:
        """See ``ports.AuthorityKeys``. The key is made in the module and cannot leave it."""
        if self._private(name) is None:
            self._new_key(name)
        key = self._signer(self._private(name), ())
        return self.certify(name=name, certificates=certify(key, self._public(name)))

    def certify(self, *, name: str, certificates: tuple[bytes, ...]) -> Signer:
        """See ``ports.AuthorityKeys``."""
        key = self._private(name)
        if key is None:
            raise AuthorityNotThere(authority=name, reason=N_("it was not made yet"))
        self._certificates.mkdir(parents=True, exist_ok=True)
        draft = self._certificates / f".{name}.draft"
        draft.write_bytes(x509.to_pem(certificates))
        draft.replace(self._certificates / f"{name}.pem")
        return self._signer(key, certificates)

    def root(self) -> bytes | None:
        """See ``ports.AuthorityKeys``."""
        return next(iter(self._chain("root")), None)

    def house_secret(self) -> bytes:
        """See ``ports.AuthorityKeys``: kept in a file, beside the keys of other purposes."""
        return KeyFiles(folder=app_settings.keys_folder()).house_secret()

    def take_root_out(self, *, folder: Path) -> None:
        """See ``ports.AuthorityKeys``. Nothing leaves a module: its token is unplugged instead."""
        raise RootNotMoved(reason=N_("it is in a hardware module and cannot be copied; unplug its token"))

    def bring_root_back(self, *, folder: Path) -> None:
        """See ``ports.AuthorityKeys``."""
        raise RootNotMoved(reason=N_("it is in a hardware module and cannot be copied; unplug its token"))

    def _new_key(self, name: str) -> None:
        curve = importlib.import_module("pkcs11.util.ec").encode_named_curve_parameters("secp256r1")
        kinds, names = self._pkcs11.KeyType, self._pkcs11.Attribute
        with self._lock:
            parameters = self._session.create_domain_parameters(
                kinds.EC, {names.EC_PARAMS: curve}, local=True
            )
            parameters.generate_keypair(label=name, store=True)

    def _private(self, name: str) -> Any:
        return self._object(name, self._pkcs11.ObjectClass.PRIVATE_KEY)

    def _public(self, name: str) -> bytes:
        """The public half, DER SubjectPublicKeyInfo, out of the module."""
        held = self._object(name, self._pkcs11.ObjectClass.PUBLIC_KEY)
        if held is None:
            raise AuthorityNotThere(authority=name, reason=N_("the module has no public key of that label"))
        point = bytes(held[self._pkcs11.Attribute.EC_POINT])[-_POINT:]  # a point inside an octet string
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        return key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)

    def _object(self, name: str, kind: Any) -> Any:
        with self._lock:
            try:
                return self._session.get_key(object_class=kind, key_type=self._pkcs11.KeyType.EC, label=name)
            except self._pkcs11.NoSuchKey:
                return None

    def _signer(self, key: Any, chain: tuple[bytes, ...]) -> "ModuleSigner":
        return ModuleSigner(key, self._pkcs11.Mechanism.ECDSA, chain, self._lock)

    def _chain(self, name: str) -> tuple[bytes, ...]:
        try:
            return x509.from_pem((self._certificates / f"{name}.pem").read_bytes())
        except (FileNotFoundError, CertificateRefused):
            return ()


class ModuleSigner:
    """``signing.Signer`` whose key stays in the module."""

    algorithm: Algorithm = "ES256"

    def __init__(
        self, key: Any, mechanism: Any, certificates: tuple[bytes, ...], lock: threading.Lock
    ) -> None:
        self._key, self._mechanism, self._lock = key, mechanism, lock
        self.certificates = certificates

    def sign(self, data: bytes) -> bytes:
        """See ``signing.Signer``. A session serves one thread at a time."""
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
        raise AuthorityNotThere(authority="", reason=reason) from problem
