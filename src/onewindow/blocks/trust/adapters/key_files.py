"""Keys of the authorities in files of a folder: ``<name>.pem``, a key followed by its certificates.

The root's key stands apart and is encrypted: ``root.key`` with the passphrase in ``root.passphrase``. Both
can be taken out of the house; ``root.crt`` stays.
"""

import re
import secrets
from pathlib import Path

from cryptography.hazmat.primitives import serialization

from onewindow.blocks.trust.adapters.secret_files import read_secret, write_secret
from onewindow.blocks.trust.errors import AuthorityNotThere, RootNotMoved, RootTakenOut
from onewindow.blocks.trust.ports import Certify
from onewindow.kernel.errors import N_
from onewindow.standards import signing
from onewindow.standards.signing import KeySigner, Signer, x509
from onewindow.standards.signing.keys import load_key
from onewindow.standards.signing.pki import certificates

ROOT = "root"
_NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")
_ROOT_FILES = ("root.key", "root.passphrase")
_CERTIFICATE = b"-----BEGIN CERTIFICATE-----"


class KeyFiles:
    """``ports.AuthorityKeys`` over a folder; made at first use, mode 0700."""

    def __init__(self, *, folder: Path) -> None:
        self.folder = folder
        self._held: dict[str, tuple[tuple[int, int], KeySigner]] = {}

    def signer(self, *, name: str) -> KeySigner | None:
        """See ``ports.AuthorityKeys``."""
        if not _NAME.fullmatch(name):
            return None
        path = self._key_file(name)
        try:
            stat = path.stat()
        except FileNotFoundError:
            return None
        mark = (stat.st_mtime_ns, stat.st_ino)
        held = self._held.get(name)
        if held is None or held[0] != mark:
            held = self._held[name] = (mark, self._read(name))
        return held[1]

    def make(self, *, name: str, certify: Certify) -> Signer:
        """See ``ports.AuthorityKeys``."""
        key = signing.new_key()
        certified = certify(KeySigner(key), certificates.public_half(key))
        if name == ROOT:
            self._keep_root(key, certified)
        else:
            write_secret(self._key_file(name), key + x509.to_pem(certified))
        return self._held_or_raise(name)

    def certify(self, *, name: str, certificates: tuple[bytes, ...]) -> Signer:
        """See ``ports.AuthorityKeys``."""
        held = self._held_or_raise(name)
        KeySigner(held.key_pem, certificates)  # refuses those of another key
        write_secret(self._key_file(name), held.key_pem + x509.to_pem(certificates), replace=True)
        return self._held_or_raise(name)

    def root(self) -> bytes | None:
        """See ``ports.AuthorityKeys``."""
        try:
            return x509.from_pem((self.folder / "root.crt").read_bytes())[0]
        except FileNotFoundError:
            return None

    def take_root_out(self, *, folder: Path) -> None:
        """See ``ports.AuthorityKeys``. Both files are read back from there before they go from here."""
        if self.signer(name=ROOT) is None:
            raise RootTakenOut()
        if folder.resolve().is_relative_to(self.folder.resolve()):
            raise RootNotMoved(reason=N_("the folder is in the house"))
        if any((folder / name).exists() for name in _ROOT_FILES):
            raise RootNotMoved(reason=N_("the folder holds a root already"))
        for name in _ROOT_FILES:
            write_secret(folder / name, read_secret(self.folder / name), replace=True)
        _require_root(folder, self.root())
        for name in _ROOT_FILES:
            (self.folder / name).unlink()
        self._held.pop(ROOT, None)

    def bring_root_back(self, *, folder: Path) -> None:
        """See ``ports.AuthorityKeys``."""
        _require_root(folder, self.root())
        for name in _ROOT_FILES:
            write_secret(self.folder / name, (folder / name).read_bytes(), replace=True)

    def house_secret(self) -> bytes:
        """See ``ports.AuthorityKeys``."""
        path = self.folder / "kept-keys.secret"
        try:
            return read_secret(path)
        except FileNotFoundError:
            write_secret(path, secrets.token_bytes(32))
            return read_secret(path)

    def _keep_root(self, key: bytes, certified: tuple[bytes, ...]) -> None:
        write_secret(self.folder / "root.passphrase", secrets.token_urlsafe(32).encode("ascii"))
        passphrase = read_secret(self.folder / "root.passphrase")
        # The certificate goes last: without it nothing above counts, and the next try begins anew.
        write_secret(self._key_file(ROOT), encrypted(key, passphrase), replace=True)
        write_secret(self.folder / "root.crt", x509.to_pem(certified))

    def _key_file(self, name: str) -> Path:
        return self.folder / ("root.key" if name == ROOT else f"{name}.pem")

    def _read(self, name: str) -> KeySigner:
        pem = read_secret(self._key_file(name))
        try:
            if name == ROOT:
                key = decrypted(pem, read_secret(self.folder / "root.passphrase"))
                return KeySigner(key, (self.root() or b"",))
            key, mark, rest = pem.partition(_CERTIFICATE)
            return KeySigner(key, x509.from_pem(mark + rest))
        except (signing.SigningError, ValueError, FileNotFoundError) as problem:
            raise AuthorityNotThere(authority=name, reason=N_("its file is damaged")) from problem

    def _held_or_raise(self, name: str) -> KeySigner:
        held = self.signer(name=name)
        if held is None:
            raise AuthorityNotThere(authority=name, reason=N_("it was not made yet"))
        return held


def _require_root(folder: Path, certificate: bytes | None) -> None:
    """That the files in a folder are the key of this root.

    :raises RootNotMoved: they are not.
    """
    try:
        # A stick knows no modes: what lies there is protected by its passphrase and its owner.
        key, passphrase = ((folder / name).read_bytes() for name in _ROOT_FILES)
        KeySigner(decrypted(key, passphrase), (certificate or b"",))
    except (OSError, ValueError, signing.SigningError) as problem:
        raise RootNotMoved(reason=N_("the folder does not hold the key of this root")) from problem


def encrypted(key_pem: bytes, passphrase: bytes) -> bytes:
    """A private key under a passphrase: PKCS #8, PBES2 with AES-256."""
    return load_key(key_pem).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(passphrase),
    )


def decrypted(key_pem: bytes, passphrase: bytes) -> bytes:
    """The private key again.

    :raises ValueError: another passphrase, or damaged.
    """
    key = serialization.load_pem_private_key(key_pem, passphrase)
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
