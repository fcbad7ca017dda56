from datetime import timedelta

import pytest

from onewindow.standards import signing
from onewindow.standards.signing import CertificateRefused, KeyNotUsable, x509
from onewindow.standards.signing.tests.authorities import AT, Authority, authority, ministry


def check(certificates, roots=None, at=AT):
    return x509.verify_chain(certificates=certificates, roots=roots or [authority().certificate], at=at)


def test_a_chain_to_the_root_holds():
    assert check(ministry().certificates)
    assert check(authority().signer(algorithm="Ed25519").certificates)


def test_another_root_does_not():
    with pytest.raises(CertificateRefused):
        check(ministry().certificates, roots=[Authority("Other").certificate])
    with pytest.raises(CertificateRefused, match="nothing is trusted"):
        x509.verify_chain(certificates=ministry().certificates, roots=[], at=AT)


def test_a_root_of_the_same_name_does_not():
    with pytest.raises(CertificateRefused):
        check(ministry().certificates, roots=[Authority().certificate])


@pytest.mark.parametrize("days", [-2, 4 * 365])
def test_outside_its_time_it_does_not(days):
    with pytest.raises(CertificateRefused):
        check(ministry().certificates, at=AT + timedelta(days=days))


def test_a_seal_may_not_issue():
    rogue = signing.new_key()
    certificate = x509.new_seal(
        key_pem=rogue,
        issuer_key_pem=ministry().key_pem,
        issuer=ministry().certificates[0],
        common_name="Rogue",
        organisation="Rogue",
        country="TN",
        at=AT,
    )
    with pytest.raises(CertificateRefused):
        check((certificate, *ministry().certificates))


def test_an_authority_is_no_end_certificate():
    with pytest.raises(CertificateRefused):
        check((authority().certificate,))


def test_pem_and_back():
    assert x509.from_pem(x509.to_pem(ministry().certificates)) == ministry().certificates
    with pytest.raises(CertificateRefused):
        x509.from_pem(b"none")


def test_a_certificate_of_another_key_is_refused():
    with pytest.raises(KeyNotUsable):
        signing.KeySigner(signing.new_key(), ministry().certificates)


@pytest.mark.parametrize("pem", [b"", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_a_damaged_key_is_refused(pem):
    with pytest.raises(KeyNotUsable):
        signing.KeySigner(pem)


def test_a_key_never_shows_itself():
    assert "PRIVATE" not in repr(ministry())
