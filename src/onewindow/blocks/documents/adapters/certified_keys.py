"""Seal keys in files, certified by the country's authority of seals.

Keys that were made before there was such an authority keep sealing: they get a certificate from it, and what
they sealed before stays good, for the root that vouched for them then is still trusted and keeps its list.
"""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from onewindow.blocks.documents.adapters.file_keys import FileKeys
from onewindow.blocks.documents.adapters.secret_files import replace_secret
from onewindow.blocks.documents.errors import NoSealKey
from onewindow.blocks.identity import api as identity
from onewindow.blocks.trust import api as trust
from onewindow.kernel.clock import clock
from onewindow.kernel.errors import N_, OnewindowError
from onewindow.kernel.reference import Reference
from onewindow.standards.signing import KeySigner, new_key, x509
from onewindow.standards.signing.pki import certificates

_RENEWED_BEFORE_END = timedelta(days=60)


class CertifiedKeys:
    """``ports.SealKeys`` over a folder of keys and the trust service.

    :param folder: where keys are: ``seals/<agency>.pem``, and from earlier versions ``seals/root.pem``.
    """

    def __init__(self, *, folder: Path) -> None:
        self._folder = folder / "seals"
        self._files = FileKeys(folder=folder, make=False)
        self._held: dict[str, KeySigner] = {}

    def signer_of(self, *, agency: str, name: str) -> KeySigner:
        """See ``ports.SealKeys``. A certificate that ends within two months is replaced by a new one."""
        held = self._held.get(agency) or self._read(agency, name)
        if self._lacks_certificate(agency, held.certificates[0]):
            held = self._certified(agency, held.key_pem, x509.common_name(held.certificates[0]) or name)
        self._held[agency] = held
        return held

    def certify_all(self) -> int:
        """Give every key of the folder that lacks one a certificate.

        :returns: how many got one.
        """
        done = 0
        for path in sorted(self._folder.glob("*.pem")):
            if path.stem != "root":
                before = path.read_bytes()
                self.signer_of(agency=path.stem, name="")
                done += path.read_bytes() != before
        return done

    def roots(self) -> tuple[bytes, ...]:
        """The country's root, those of other countries for seals, and those of earlier versions' keys."""
        trusted = (one.certificate for one in trust.anchors() if "seals" in one.uses)
        return tuple(dict.fromkeys((*trusted, *self._earlier(self._files.roots))))

    def revocation_lists(self) -> tuple[bytes, ...]:
        """The current lists of all of them."""
        earlier = self._earlier(lambda: (_list_of(self._files),))
        return (*trust.evidence().crls, *self._files.revocation_lists(), *earlier)

    def _read(self, agency: str, name: str) -> KeySigner:
        try:
            return self._files.signer_of(agency=agency, name=name)
        except NoSealKey:
            if (self._folder / f"{agency}.pem").exists() or not self._files.may_be_named(agency=agency):
                raise
        return self._certified(agency, new_key(), name)

    def _certified(self, agency: str, key: bytes, name: str) -> KeySigner:
        """Put a certificate of the authority beside the key; the key itself stays what it is."""
        holder = Reference.of("agency", agency)
        try:
            trust.establish()
            made = trust.issue(
                profile="seal",
                subject=trust.organisation(holder=holder, name=name),
                holder=holder,
                actor=identity.system_actor(name="documents"),
                public_key=certificates.public_half(key),
            )
        except OnewindowError as problem:
            raise NoSealKey(
                agency=agency, reason=N_("the authority of seals does not certify it")
            ) from problem
        replace_secret(self._folder / f"{agency}.pem", key + x509.to_pem(made.chain))
        return KeySigner(key, made.chain)

    def _lacks_certificate(self, agency: str, own: bytes) -> bool:
        """Whether we did not issue it, or it ends soon.

        :raises NoSealKey: it was revoked: whoever did so makes a new key, this one never seals again.
        """
        known = trust.known_here(certificate=own)
        if known is not None and known.revoked_at is not None:
            raise NoSealKey(agency=agency, reason=N_("its certificate was revoked"))
        return known is None or known.ends_at - clock.now() < _RENEWED_BEFORE_END

    def _earlier(self, found: Callable[[], tuple[bytes, ...]]) -> tuple[bytes, ...]:
        """What came with the root of an earlier version; nothing where there was none."""
        return found() if (self._folder / "root.pem").exists() else ()


def _list_of(files: FileKeys) -> bytes:
    """The earlier root's list: it revoked nothing, and issues nothing any more."""
    root = files.root_signer()
    return x509.new_revocation_list(
        issuer_key_pem=root.key_pem, issuer=root.certificates[0], revoked=(), at=clock.now()
    )
