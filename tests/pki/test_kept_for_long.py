"""Seals of documents and signatures under mandates, taken up from their rooms and renewed in time."""

import hashlib
from datetime import timedelta
from pathlib import Path

import pytest

from onewindow.blocks.documents.adapters.certified_keys import CertifiedKeys
from onewindow.blocks.documents.adapters.kept_documents import KeptDocuments
from onewindow.blocks.documents.models import Document, SealedFile
from onewindow.blocks.documents.tests.test_verifying import bare_pdf
from onewindow.blocks.mandates.adapters.kept_mandates import KeptMandates
from onewindow.blocks.mandates.models import GrantedMandate, MandateSignature
from onewindow.blocks.trust import api as trust
from onewindow.blocks.trust import tasks
from onewindow.blocks.trust.models import Preserved
from onewindow.blocks.trust.operations import preserving
from onewindow.blocks.trust.tests.conftest import PIN, authorities, person
from onewindow.kernel.clock import clock
from onewindow.standards.signing import pades

__all__ = ["authorities"]  # a fixture
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("authorities")]
YEAR = timedelta(days=365)


def test_a_seal_and_a_mandate_outlast_their_certificates(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preserving, "sources", {"documents": KeptDocuments(), "mandates": KeptMandates()})
    began = clock.now()
    keys = CertifiedKeys(folder=tmp_path)
    signer = keys.signer_of(agency="trade-ministry", name="Ministry of trade")
    pdf = pades.seal_pdf(
        bare_pdf(), signer=signer, at=began, reason="test", timestamps=trust.timestamp_source()
    )
    document = Document.objects.create(
        code="7F3K-9QWX-2MAB", document="a/b/c", number="1", titles={}, agency="trade-ministry",
        agency_names={}, zone="UTC", subject="case/1", holder="register/people/10000295", key="k",
        valid_from=began.date(), issued_at=began, languages=["en"], size=len(pdf), entry=1,
        sha256=hashlib.sha256(pdf).hexdigest(),
    )  # fmt: skip
    SealedFile.objects.create(document=document, pdf=pdf)
    leila = person()
    assert leila.person is not None
    trust.open_signing_key(actor=leila, pin=PIN)
    jws = trust.sign(holder=leila.person, pin=PIN, payload=b'{"act":"grant"}', form="jades", level="LT")
    mandate = GrantedMandate.objects.create(
        code="M-1", principal=leila.person.text, principal_name="A", agent="register/people/10000016",
        agent_name="B", scopes=["trade"], first_day=began.date(), granted_at=began,
        granted_by=leila.person.text,
    )  # fmt: skip
    MandateSignature.objects.create(
        mandate=mandate, act="grant", signer=leila.person.text, name="A", signed_at=began, jws=jws.decode()
    )
    assert tasks.look_through_kept() == 2
    assert {row.holder for row in Preserved.objects.all()} == {"register/people/10000295"}
    assert tasks.preserve_due() == 0, "a seal of the house is stamped when it is made, and lasts"
    for half in range(1, 9):
        with clock.at(began + half * YEAR / 2):
            tasks.look_after_once()
            tasks.preserve_due()
    assert [row.problem for row in Preserved.objects.all()] == ["", ""]
    with clock.at(began + 4 * YEAR):
        tasks.look_after_once()
        renewed = trust.renewed(source="documents", item=document.code)
        assert renewed is not None and renewed.startswith(pdf), "what was sealed is in it, byte by byte"
        now = clock.now()
        found = pades.verify(
            renewed, anchors=trust.signing_anchors(at=now), at=now, evidence=trust.evidence()
        )
        assert found.holds, [one.against for one in found.signatures]
        assert trust.renewed(source="mandates", item=str(MandateSignature.objects.get().pk))
