"""Seals: put on, looked at, attacked."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import cache

import pypdf
import pytest
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from onewindow.standards import signing
from onewindow.standards.signing import PdfNotSealable, SealState, pades
from onewindow.standards.signing.tests.authorities import AT, Authority, authority, ministry


@cache
def plain() -> bytes:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(300, 300)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def sealed(signer=None, at=AT, **more) -> bytes:
    return pades.seal_pdf(plain(), signer=signer or ministry(), at=at, reason="Test", **more)


def look(pdf: bytes, at=AT, roots=None, **more):
    roots = [authority().certificate] if roots is None else roots
    return pades.verify_pdf(pdf, roots=roots, at=at, **more)


@pytest.mark.parametrize("algorithm", ["ES256", "Ed25519"])
def test_a_sealed_pdf_is_genuine(algorithm):
    found = look(sealed(authority().signer(algorithm=algorithm)))
    (seal,) = found.seals
    assert found.genuine, seal
    assert (seal.signer, seal.organisation, seal.issuer) == (
        "Ministry of Trade seal",
        "Ministry of Trade",
        "Test Root",
    )
    assert seal.signed_at == AT
    assert seal.intact
    assert seal.whole_file
    assert not seal.timestamped


def test_a_seal_leaves_the_rest_of_the_pdf_as_it_was():
    before, after = pypdf.PdfReader(io.BytesIO(plain())), pypdf.PdfReader(io.BytesIO(sealed()))
    assert after.metadata == before.metadata
    assert sealed().startswith(plain())
    assert after.root_object.get("/Version") in (None, "/1.7")
    assert "/Extensions" not in after.root_object


def test_it_works_inside_a_running_loop():
    import asyncio

    async def inside() -> bool:
        return look(sealed()).genuine

    with ThreadPoolExecutor(1) as other:  # a browser's tests may have left a loop in this one
        assert other.submit(lambda: asyncio.run(inside())).result()


def test_a_pdf_without_a_seal_has_none():
    assert look(plain()).seals == ()
    assert not look(plain()).genuine


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"hello", b"%PDF-1.7\n" + b"\xff" * 3000])
def test_what_is_no_pdf_has_none(data):
    assert look(data).seals == ()
    with pytest.raises(PdfNotSealable):
        pades.seal_pdf(data, signer=ministry(), at=AT, reason="x")


def test_a_sealed_pdf_is_not_sealed_again():
    with pytest.raises(PdfNotSealable):
        pades.seal_pdf(sealed(), signer=ministry(), at=AT, reason="again")


def test_every_part_of_the_file_is_covered():
    data = sealed()
    start = data.index(b"/Contents <") + len(b"/Contents <")
    end = data.index(b">", start)
    unseen = []
    for position in range(10, len(data), 37):
        changed = bytearray(data)
        changed[position] ^= 1
        found = look(bytes(changed))
        if found.genuine:
            unseen.append(position)
            assert found == look(data)
    # Only the envelope of the signature itself (RFC 5652 §5.1) is under no hash, and it says nothing.
    assert len(unseen) <= 4, unseen
    assert all(start <= position < end for position in unseen)


def test_a_change_inside_is_altered():
    data = sealed()
    assert data.count(b"300") >= 2
    found = look(data.replace(b"300", b"301", 1))
    assert found.worst.state is SealState.ALTERED


def test_something_added_behind_is_extended():
    for added in (b"\n% more", b"\n1 0 obj\n<<>>\nendobj\n"):
        assert look(sealed() + added).worst.state in (
            SealState.EXTENDED,
            SealState.UNREADABLE,
            SealState.ALTERED,
        )


def test_an_incremental_update_is_extended():
    """The shadow attack: a later revision that shows something else."""
    writer = pypdf.PdfWriter(io.BytesIO(sealed()), incremental=True)
    writer.pages[0].mediabox = pypdf.generic.RectangleObject((0, 0, 10, 10))
    out = io.BytesIO()
    writer.write(out)
    assert out.getvalue().startswith(sealed()[:200])
    found = look(out.getvalue())
    assert not found.genuine
    assert found.worst.state is SealState.EXTENDED


def test_a_stranger_signing_over_it_does_not_pass():
    """Another trusted signer cannot bless a changed document: the first seal forbids changes."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers
    from pyhanko.sign.general import SigningError

    from onewindow.standards.signing.awaiting import finish
    from onewindow.standards.signing.pades_seal import PortSigner

    writer = IncrementalPdfFileWriter(io.BytesIO(sealed()))
    with pytest.raises(SigningError):
        finish(
            signers.async_sign_pdf(
                writer,
                signers.PdfSignatureMetadata(field_name="Other"),
                PortSigner(authority().signer("Bank")),
            )
        )


def test_another_root_is_untrusted():
    assert look(sealed(), roots=[Authority("Other").certificate]).worst.state is SealState.UNTRUSTED
    assert look(sealed(), roots=[Authority().certificate]).worst.state is SealState.UNTRUSTED
    assert look(sealed(), roots=[]).worst.state is SealState.UNTRUSTED


def test_a_self_signed_stranger_is_untrusted():
    stranger = Authority("Ministry of Trade seal")
    signer = signing.KeySigner(stranger.key, (stranger.certificate,))
    assert not look(sealed(signer)).genuine


def test_a_revoked_certificate_says_so():
    signer = authority().signer()
    revoked = authority().revoke(signer.certificates[0], AT + timedelta(days=1), AT + timedelta(days=2))
    found = look(sealed(signer), at=AT + timedelta(days=3), revocation_lists=[revoked])
    assert found.worst.state is SealState.REVOKED
    other = authority().revoke(authority().signer().certificates[0], AT, AT + timedelta(days=2))
    assert look(sealed(signer), at=AT + timedelta(days=3), revocation_lists=[other]).genuine


def test_an_expired_certificate_says_so():
    assert (
        look(sealed(authority().signer(years=1)), at=AT + timedelta(days=500)).worst.state
        is SealState.EXPIRED
    )
    assert not look(sealed(), at=AT - timedelta(days=5)).genuine


def test_a_certificate_for_something_else_is_unsuitable():
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.x509.oid import ExtendedKeyUsageOID

    from onewindow.standards.signing.keys import load_key

    key = signing.new_key()
    root = x509.load_der_x509_certificate(authority().certificate)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "www.example.org")]))
        .issuer_name(root.subject)
        .public_key(load_key(key).public_key())
        .serial_number(7)
        .not_valid_before(AT - timedelta(days=1))
        .not_valid_after(AT + timedelta(days=100))
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=True)
        .sign(load_key(authority().key), hashes.SHA256())
        .public_bytes(serialization.Encoding.DER)
    )
    signer = signing.KeySigner(key, (certificate, authority().certificate))
    assert look(sealed(signer)).worst.state is SealState.UNSUITABLE


class _Stamps:
    """A timestamp authority of the test's own (RSA, as pyHanko's needs)."""

    def __init__(self, at) -> None:
        from asn1crypto import keys as asn1_keys
        from asn1crypto import x509 as asn1_x509
        from cryptography import x509
        from cryptography.hazmat.primitives import hashes, serialization
        from cryptography.hazmat.primitives.asymmetric import rsa
        from cryptography.x509.oid import ExtendedKeyUsageOID

        from onewindow.standards.signing.keys import load_key

        self.authority = Authority("Time Root")
        key = rsa.generate_private_key(65537, 2048)
        root = x509.load_der_x509_certificate(self.authority.certificate)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Time")]))
            .issuer_name(root.subject)
            .public_key(key.public_key())
            .serial_number(9)
            .not_valid_before(AT - timedelta(days=1))
            .not_valid_after(AT + timedelta(days=3000))
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
            .sign(load_key(self.authority.key), hashes.SHA256())
            .public_bytes(serialization.Encoding.DER)
        )
        private = key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        self._stamper = DummyTimeStamper(
            asn1_x509.Certificate.load(certificate), asn1_keys.PrivateKeyInfo.load(private), fixed_dt=at
        )

    def stamp(self, request: bytes) -> bytes:
        from asn1crypto import tsp

        return self._stamper.request_tsa_response(tsp.TimeStampReq.load(request)).dump()


def test_a_timestamp_proves_the_time_and_outlives_the_certificate():
    stamps = _Stamps(AT + timedelta(seconds=3))
    data = sealed(authority().signer(years=1), timestamps=stamps)
    roots = [stamps.authority.certificate]
    now = look(data, timestamp_roots=roots)
    assert now.genuine
    assert now.seals[0].timestamped
    assert now.seals[0].signed_at == AT + timedelta(seconds=3)
    later = look(data, at=AT + timedelta(days=500), timestamp_roots=roots)
    assert later.genuine, later
    assert not look(data, at=AT + timedelta(days=500)).genuine  # nobody trusts that clock
