"""Seals certified by the country's authority, and keys of earlier versions that come under it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from onewindow.blocks.documents.adapters.certified_keys import CertifiedKeys
from onewindow.blocks.documents.adapters.file_keys import FileKeys
from onewindow.blocks.documents.errors import NoSealKey
from onewindow.blocks.documents.tests.test_verifying import bare_pdf
from onewindow.blocks.identity import api as identity
from onewindow.blocks.trust import api as trust
from onewindow.blocks.trust.tests.conftest import authorities
from onewindow.kernel.clock import clock
from onewindow.standards.signing import Seal, pades, x509
from onewindow.standards.signing.pki import certificates

__all__ = ["authorities"]  # a fixture
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("authorities")]
NAME = "Ministère du Commerce"


def sealed_by(keys: CertifiedKeys | FileKeys) -> bytes:
    signer = keys.signer_of(agency="trade-ministry", name=NAME)
    return pades.seal_pdf(bare_pdf(), signer=signer, at=clock.now(), reason="test")


def seen(keys: CertifiedKeys, pdf: bytes) -> Seal:
    found = pades.verify_pdf(
        pdf, roots=keys.roots(), at=datetime.now(UTC), revocation_lists=keys.revocation_lists()
    )
    return found.seals[0]


def test_a_new_seal_is_certified_by_the_authority_of_seals(tmp_path: Path) -> None:
    keys = CertifiedKeys(folder=tmp_path)
    seal = seen(keys, sealed_by(keys))
    assert (seal.state, seal.organisation) == ("good", NAME)
    signer = keys.signer_of(agency="trade-ministry", name=NAME)
    assert trust.check_certificate(certificate=signer.certificates[0], usage="seal").ok
    assert certificates.subject_of(signer.certificates[0]).organisation_identifier == "GOVTN-trade-ministry"


def test_a_key_of_an_earlier_version_stays_and_what_it_sealed_stays_good(tmp_path: Path) -> None:
    before = FileKeys(folder=tmp_path)
    old_pdf = sealed_by(before)
    old = before.signer_of(agency="trade-ministry", name=NAME)
    keys = CertifiedKeys(folder=tmp_path)
    assert keys.certify_all() == 1
    assert keys.certify_all() == 0
    new = CertifiedKeys(folder=tmp_path).signer_of(agency="trade-ministry", name="")
    assert new.key_pem.strip() == old.key_pem.strip()
    assert new.certificates[0] != old.certificates[0]
    assert x509.common_name(new.certificates[0]) == NAME
    assert seen(keys, old_pdf).state == "good"
    assert seen(keys, sealed_by(keys)).state == "good"


def test_a_revoked_seal_seals_no_more_and_is_not_certified_again(tmp_path: Path) -> None:
    keys = CertifiedKeys(folder=tmp_path)
    pdf = sealed_by(keys)
    known = trust.known_here(certificate=keys.signer_of(agency="trade-ministry", name=NAME).certificates[0])
    system = identity.system_actor(name="test")
    trust.revoke(serial=known.serial, reason="key-compromise", actor=system)
    trust.publish_due_lists()
    assert seen(keys, pdf).state == "revoked"
    with pytest.raises(NoSealKey, match="revoked"):
        CertifiedKeys(folder=tmp_path).signer_of(agency="trade-ministry", name=NAME)


def test_the_certificate_of_a_seal_is_renewed_before_it_ends(tmp_path: Path) -> None:
    keys = CertifiedKeys(folder=tmp_path)
    first = keys.signer_of(agency="trade-ministry", name=NAME)
    with clock.at(certificates.validity_of(first.certificates[0])[1]):
        later = keys.signer_of(agency="trade-ministry", name=NAME)
    assert later.certificates[0] != first.certificates[0]
    assert later.key_pem.strip() == first.key_pem.strip()
