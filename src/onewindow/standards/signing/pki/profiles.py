"""What each kind of certificate may be used for, and for how long."""

from dataclasses import dataclass

from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID, ObjectIdentifier

from onewindow.standards.signing.pki.types import ProfileName
from onewindow.standards.signing.x509 import DOCUMENT_SIGNING

_ALL_USAGES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One kind of certificate.

    :param usages: key usages (RFC 5280 §4.2.1.3), always critical.
    :param purposes: extended key usages (§4.2.1.12).
    :param path_length: how many authorities may stand between it and an end certificate; None: it is none.
    :param days: how long it is valid, unless its authority ends before.
    """

    usages: tuple[str, ...]
    purposes: tuple[ObjectIdentifier, ...] = ()
    purposes_critical: bool = False
    path_length: int | None = None
    days: int
    no_check: bool = False

    @property
    def is_authority(self) -> bool:
        """Whether it may issue certificates."""
        return self.path_length is not None


PROFILES: dict[ProfileName, Profile] = {
    "root": Profile(usages=("key_cert_sign", "crl_sign"), path_length=1, days=20 * 365),
    "issuing": Profile(usages=("key_cert_sign", "crl_sign"), path_length=0, days=10 * 365),
    "person": Profile(
        usages=("digital_signature", "content_commitment"),
        purposes=(ExtendedKeyUsageOID.CLIENT_AUTH, DOCUMENT_SIGNING),
        days=2 * 365,
    ),
    "seal": Profile(
        usages=("digital_signature", "content_commitment"), purposes=(DOCUMENT_SIGNING,), days=3 * 365
    ),
    "server": Profile(
        usages=("digital_signature",),
        purposes=(ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH),
        days=365,
    ),
    # RFC 3161 §2.3: this purpose alone, and critical.
    "timestamp": Profile(
        usages=("digital_signature", "content_commitment"),
        purposes=(ExtendedKeyUsageOID.TIME_STAMPING,),
        purposes_critical=True,
        days=5 * 365,
    ),
    # RFC 6960 §4.2.2.2: short-lived, for nobody asks whether it was revoked.
    "ocsp": Profile(
        usages=("digital_signature",), purposes=(ExtendedKeyUsageOID.OCSP_SIGNING,), days=90, no_check=True
    ),
}


def key_usage(profile: Profile) -> x509.KeyUsage:
    """The extension that says what the key may do."""
    return x509.KeyUsage(**{name: name in profile.usages for name in _ALL_USAGES})
