"""What a stranger learns."""

import io
from datetime import date, timedelta

import pypdf
import pytest

from onewindow.blocks.documents import api
from onewindow.blocks.documents.adapters.file_keys import FileKeys
from onewindow.blocks.documents.codes import new_code, read_code
from onewindow.blocks.documents.tests.certificates import issue
from onewindow.foundation.access.api import Actor
from onewindow.kernel.clock import clock
from onewindow.standards import signing
from onewindow.standards.signing import pades

pytestmark = pytest.mark.usefixtures("country", "now")
SYSTEM = Actor(name="test", kind="system")


def pdf_of(document: api.IssuedDocument) -> bytes:
    return api.sealed_pdf(code=document.code, reader=SYSTEM)


def bare_pdf() -> bytes:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_codes_are_read_as_people_write_them():
    code = "7F3K-9QWX-2MA1"
    for typed in (code, code.lower(), code.replace("-", ""), " 7f3k 9qwx 2mal ", "7F3K–9QWX–2MAI"):
        assert read_code(typed) == code
    for wrong in ("", "7F3K", "7F3K-9QWX-2MAU", "../../etc/pa", "x" * 1000):
        assert read_code(wrong) is None
    assert len({new_code() for _ in range(500)}) == 500


def test_a_code_tells_what_the_document_is_worth(now):
    document = issue()
    assert api.verify_code(code=document.code.lower()).answer == "genuine"
    with clock.at(now + timedelta(days=400)):
        assert api.verify_code(code=document.code).answer == "expired"
    api.revoke(code=document.code, reason="why", by="x")
    found = api.verify_code(code=document.code)
    assert (found.answer, found.document.changes[-1].reason) == ("revoked", "why")
    assert api.verify_code(code=new_code()).answer == "unknown"
    assert api.verify_code(code="nonsense").answer == "unknown"


def test_the_file_itself_is_genuine():
    document = issue()
    found = api.verify_pdf(data=pdf_of(document))
    assert (found.answer, found.document.code, found.seal) == ("genuine", document.code, None)
    newer = issue("k2", replaces=document.code, reason="error")
    assert api.verify_pdf(data=pdf_of(document)).answer == "superseded"
    assert api.verify_pdf(data=pdf_of(newer)).answer == "genuine"


def test_a_changed_file_is_altered_and_names_what_it_says_to_be():
    document = issue()
    data = pdf_of(document)
    at = data.index(b"stream\n") + 200
    changed = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
    found = api.verify_pdf(data=changed)
    assert (found.answer, found.document.code) == ("altered", document.code)
    assert found.seal.state == "altered"
    added = api.verify_pdf(data=data + b"\n%%EOF\n")
    assert (added.answer, added.document.code) == ("altered", document.code)


def test_a_file_saved_by_another_program_is_not_the_file():
    document = issue()
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf_of(document)))
    out = io.BytesIO()
    writer.write(out)
    assert api.verify_pdf(data=out.getvalue()).answer == "altered"


@pytest.mark.parametrize("data", [b"", b"hello", b"%PDF-1.7", b"PK\x03\x04", b"%PDF-1.7" + b"\0" * 5000])
def test_what_is_no_document_is_unknown(data):
    assert api.verify_pdf(data=data).answer == "unknown"


def test_a_pdf_without_a_seal_is_unknown():
    assert api.verify_pdf(data=bare_pdf()).answer == "unknown"


def test_a_forger_with_a_seal_of_the_same_name_gets_nowhere(tmp_path, now):
    document = issue()
    forger = FileKeys(folder=tmp_path / "forger").signer_of(
        agency="trade-ministry", name="Ministère du Commerce"
    )
    forged = pades.seal_pdf(bare_pdf(), signer=forger, at=now, reason="Genuine, honest")
    found = api.verify_pdf(data=forged)
    assert (found.answer, found.seal.state, found.document) == ("unknown", "untrusted", None)
    named = pades.seal_pdf(
        bare_pdf(),
        signer=forger,
        at=now,
        reason="x",
        location=f"http://127.0.0.1:8000/verify/{document.code}/",
    )
    assert api.verify_pdf(data=named).answer == "altered"


def test_a_good_seal_on_something_that_is_not_recorded_is_unknown(now):
    from onewindow.blocks.documents import joined

    signer = joined.seal_keys().signer_of(agency="trade-ministry", name="Ministère du Commerce")
    found = api.verify_pdf(data=pades.seal_pdf(bare_pdf(), signer=signer, at=now, reason="x"))
    assert (found.answer, found.seal.state) == ("unknown", "good")


def test_the_receipt_comes_once_the_record_has_it():
    from onewindow.foundation.record import tasks

    document = issue()
    assert api.receipt_of(code=document.code) is None
    assert not api.verify_code(code=document.code).recorded
    while tasks.sequence_once():
        pass
    receipt = api.receipt_of(code=document.code)
    assert document.sha256 in receipt.to_text()
    assert "register/people" not in receipt.to_text()
    assert api.verify_code(code=document.code).recorded


def test_keys_are_files_that_only_their_owner_reads(tmp_path, now):
    keys = FileKeys(folder=tmp_path)
    signer = keys.signer_of(agency="customs", name="Customs")
    path = tmp_path / "seals" / "customs.pem"
    assert path.stat().st_mode & 0o777 == 0o600
    again = FileKeys(folder=tmp_path, make=False)
    assert again.signer_of(agency="customs", name="x").certificates == signer.certificates
    assert signing.x509.verify_chain(certificates=signer.certificates, roots=keys.roots(), at=now)
    with pytest.raises(api.NoSealKey):
        again.signer_of(agency="other", name="Other")
    for name in ("root", "../x", "", "A"):
        with pytest.raises(api.NoSealKey):
            keys.signer_of(agency=name, name="x")
    path.chmod(0o644)
    with pytest.raises(api.NoSealKey, match="0600"):
        FileKeys(folder=tmp_path).signer_of(agency="customs", name="x")


def test_without_keys_nothing_is_issued():
    from onewindow.blocks.documents import joined

    joined._joined.seal_keys = None
    with pytest.raises(api.NoSealKey):
        issue(valid_until=date(2027, 1, 1))
