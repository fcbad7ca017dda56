"""Private keys in memory."""

from dataclasses import dataclass, field

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519

from onewindow.kernel.errors import N_
from onewindow.standards.signing.errors import KeyNotUsable
from onewindow.standards.signing.ports import Algorithm

PrivateKey = ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey
PublicKey = ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey


def new_key(*, algorithm: Algorithm = "ES256") -> bytes:
    """A new private key as unencrypted PKCS #8 PEM. Keep it where only its owner reads."""
    key: PrivateKey
    key = (
        ec.generate_private_key(ec.SECP256R1())
        if algorithm == "ES256"
        else ed25519.Ed25519PrivateKey.generate()
    )
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def load_key(pem: bytes) -> PrivateKey:
    """A private key from PEM.

    :raises KeyNotUsable: damaged, encrypted, or of another kind.
    """
    try:
        key = serialization.load_pem_private_key(pem, password=None)
    except (ValueError, TypeError) as problem:
        raise KeyNotUsable(reason=N_("it is damaged or has a password")) from problem
    algorithm_of(key.public_key())
    if not isinstance(key, ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey):
        raise KeyNotUsable(reason=N_("it is of another kind"))
    return key


def algorithm_of(key: object) -> Algorithm:
    """The only algorithm that a public key may be used with.

    :raises KeyNotUsable: neither P-256 nor Ed25519.
    """
    if isinstance(key, ed25519.Ed25519PublicKey):
        return "Ed25519"
    if isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1):
        return "ES256"
    raise KeyNotUsable(reason=N_("it is neither on the curve P-256 nor an Ed25519 key"))


@dataclass(frozen=True)
class KeySigner:
    """A `Signer` whose key is in memory.

    :param key_pem: PKCS #8 PEM.
    :param certificates: DER, the key's own first.
    :raises KeyNotUsable: the key cannot be used, or the first certificate is of another key.
    """

    key_pem: bytes = field(repr=False)
    certificates: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        public = load_key(self.key_pem).public_key()
        if self.certificates and x509.load_der_x509_certificate(self.certificates[0]).public_key() != public:
            raise KeyNotUsable(reason=N_("its certificate belongs to another key"))

    @property
    def algorithm(self) -> Algorithm:
        return algorithm_of(load_key(self.key_pem).public_key())

    def sign(self, data: bytes) -> bytes:
        key = load_key(self.key_pem)
        if isinstance(key, ec.EllipticCurvePrivateKey):
            return key.sign(data, ec.ECDSA(hashes.SHA256()))
        return key.sign(data)
