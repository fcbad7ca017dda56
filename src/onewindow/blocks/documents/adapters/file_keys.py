"""Seal keys in files: ``seals/root.pem`` (the demonstration's authority) and ``seals/<agency>.pem``.

Each is a key followed by its certificates. Made at first use, mode 0600, outside the database's tree.
"""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from onewindow.blocks.documents import app_settings
from onewindow.blocks.documents.adapters.secret_files import read_secret, write_secret
from onewindow.blocks.documents.errors import NoSealKey
from onewindow.kernel.clock import clock
from onewindow.kernel.errors import N_
from onewindow.standards import signing
from onewindow.standards.signing import CertificateRefused, KeySigner, x509

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
_ROOT = "root"
_SEALS = "seals"
_CERTIFICATE = b"-----BEGIN CERTIFICATE-----"


class FileKeys:
    """``ports.SealKeys`` over a folder.

    :param folder: where keys are; made if it is not there.
    :param make: make what is missing: the root at first use, a seal for each agency that issues. A country
        with an authority of its own puts its files there and sets this to False.
    """

    def __init__(self, *, folder: Path, make: bool = True) -> None:
        self._folder, self._make = folder / _SEALS, make
        self._signers: dict[str, KeySigner] = {}

    def signer_of(self, *, agency: str, name: str) -> KeySigner:
        """See ``ports.SealKeys``."""
        if not self.may_be_named(agency=agency):
            raise NoSealKey(agency=agency, reason=N_("its name cannot be one of a key"))
        held = self._signers.get(agency)
        if held is None:
            held = self._signers[agency] = self._read(agency, lambda: self._new_seal(name))
        return held

    def may_be_named(self, *, agency: str) -> bool:
        """Whether a key can have that name."""
        return agency != _ROOT and _SLUG.fullmatch(agency) is not None

    def root_signer(self) -> KeySigner:
        """The authority of the folder, with its key.

        :raises NoSealKey: there is none, and none can be made here.
        """
        return self._read(_ROOT, self._new_root)

    def roots(self) -> tuple[bytes, ...]:
        """The authority of the folder, and those of ``trusted/*.pem`` beside it."""
        own = self._read(_ROOT, self._new_root).certificates
        others = sorted((self._folder / "trusted").glob("*.pem"))
        return own[:1] + tuple(one for path in others for one in x509.from_pem(path.read_bytes()))

    def revocation_lists(self) -> tuple[bytes, ...]:
        """``revoked/*.crl`` (DER) beside the keys."""
        return tuple(path.read_bytes() for path in sorted((self._folder / "revoked").glob("*.crl")))

    def _read(self, name: str, make: Callable[[], bytes]) -> KeySigner:
        path = self._folder / f"{name}.pem"
        try:
            pem = read_secret(path)
        except FileNotFoundError:
            if not self._make:
                raise NoSealKey(agency=name, reason=f"{path.name} is not there") from None
            write_secret(path, make())
            pem = read_secret(path)
        key, mark, certificates = pem.partition(_CERTIFICATE)
        try:
            return KeySigner(key, x509.from_pem(mark + certificates))
        except (signing.SigningError, CertificateRefused) as problem:
            raise NoSealKey(agency=name, reason=f"{path.name} is damaged") from problem

    def _new_root(self) -> bytes:
        key = signing.new_key()
        certificate = x509.new_root(
            key_pem=key,
            common_name=f"{app_settings.state_name()} seals"[:64],
            organisation=app_settings.state_name(),
            country=app_settings.country(),
            at=clock.now() - timedelta(hours=1),
        )
        return key + x509.to_pem([certificate])

    def _new_seal(self, name: str) -> bytes:
        root, key = self._read(_ROOT, self._new_root), signing.new_key()
        certificate = x509.new_seal(
            key_pem=key,
            issuer_key_pem=root.key_pem,
            issuer=root.certificates[0],
            common_name=name,
            organisation=name,
            country=app_settings.country(),
            at=clock.now() - timedelta(hours=1),
        )
        return key + x509.to_pem([certificate, root.certificates[0]])
