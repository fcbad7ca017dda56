"""People with certificates of the national PKI, and what their card programs make."""

import base64
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    pkcs7,
)
from joserfc import jws
from joserfc.jwk import ECKey

from onewindow.blocks.identity import api as identity
from onewindow.blocks.trust import api as trust
from onewindow.foundation.access.types import Actor, Assurance
from onewindow.kernel.reference import Reference
from onewindow.standards.signing.pki import Subject


@dataclass
class Card:
    """A key and its certificate."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    serial: str

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)

    @property
    def header(self) -> str:
        """As RFC 9440 hands it on."""
        return f":{base64.b64encode(self.der).decode()}:"

    def cms(self, payload: bytes) -> str:
        builder = pkcs7.PKCS7SignatureBuilder().set_data(payload)
        builder = builder.add_signer(self.certificate, self.key, hashes.SHA256())
        return builder.sign(Encoding.PEM, [pkcs7.PKCS7Options.Binary]).decode()

    def jws(self, payload: bytes, **head: object) -> str:
        said = {"alg": "ES256", "x5c": [base64.b64encode(self.der).decode()], **head}
        return jws.serialize_compact(said, payload, self._jwk())

    def _jwk(self) -> ECKey:
        pem = self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        return ECKey.import_key(pem)


def card_of(number: str, name: str, level: Assurance = "high") -> Card:
    """A person's card. The authorities must be there (``trust.establish``).

    :param level: how sure the sign-in was by which it was made.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    person = Reference.of("register", "people", number)
    actor = Actor(account="x", name=name, kind="person", person=person, assurance=level)
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    made = trust.issue(
        profile="person",
        subject=Subject(common_name=name, country="TN", serial_number=f"PNOTN-{number}"),
        holder=person,
        actor=actor,
        public_key=public,
    )
    return Card(key, x509.load_der_x509_certificate(made.der), made.serial)


def revoke(card: Card) -> None:
    """The card was lost."""
    trust.revoke(serial=card.serial, reason="key-compromise", actor=identity.system_actor(name="test"))
