"""Signing what one files: with the kept key, with one's own program, by API; and what is refused."""

import base64
import io
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pypdf import PdfReader, PdfWriter

from onewindow.blocks.cases import api
from onewindow.blocks.cases.errors import (
    SignatureNeeded,
    SignatureNotGood,
    SignatureNotTaken,
    SignatureNotYours,
    SignatureOfSomethingElse,
    SignatureUsed,
)
from onewindow.blocks.cases.models import Answered, FilingSignature
from onewindow.blocks.cases.signing import statement_of, xml_of
from onewindow.blocks.cases.tests.people import EXTRACT, actor, browser, program
from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.trust import api as trust
from onewindow.kernel.clock import clock
from onewindow.standards.signing import asic, jades, pades, xades

PIN = "482915"
NOW = datetime(2027, 1, 18, 9, tzinfo=UTC)
ANSWERS = {"content": "full", "purpose": "employment"}
pytestmark = pytest.mark.usefixtures("country", "authorities")


@pytest.fixture
def authorities():
    with clock.at(NOW):
        trust.establish()
        yield


@pytest.fixture
def citizen():
    """Somebody with a signing key."""
    who = actor("citizen")
    trust.open_signing_key(actor=who, pin=PIN)
    return who


@pytest.fixture
def required(monkeypatch):
    """The service asks for a signature."""
    honest = catalogue.package

    def package(**named):
        found = honest(**named)
        return replace(found, signature="required") if found.key == EXTRACT else found

    monkeypatch.setattr(catalogue, "package", package)


def draft(who) -> str:
    begun = api.begin_draft(service=EXTRACT, actor=who, applicant=who.person, channel="page")
    api.keep_draft(key=begun.key, actor=who, answers=ANSWERS)
    return begun.key


def signer(who):
    return trust.signer_of(holder=who.person, pin=PIN)


def signed(who, statement: bytes, form: str) -> bytes:
    """As a program of the person's own signs."""
    return signed_file(who, xml_of(statement) if form == "xades" else statement, form)


def signed_file(who, content: bytes, form: str) -> bytes:
    """What was downloaded, signed as it is."""
    if form == "asic-e":
        return asic.sign({"filing.json": content}, signer=signer(who), at=NOW)
    module = {"pades": pades, "jades": jades, "xades": xades}[form]
    return module.sign(content, signer=signer(who), at=NOW)


def test_a_required_signature_is_asked_for(citizen, required):
    key = draft(citizen)
    with pytest.raises(SignatureNeeded):
        api.file_draft(key=key, actor=citizen, language="en")
    page = browser("citizen").post(f"/apply/draft/{key}/check/")
    assert page.status_code == 302
    assert page["Location"] == f"/apply/draft/{key}/signature/"


def test_the_kept_key_signs_and_files(citizen, required):
    key = draft(citizen)
    browsing = browser("citizen")
    shown = browsing.get(f"/apply/draft/{key}/signature/")
    assert "PIN of your signing key" in shown.content.decode()
    wrong = browsing.post(f"/apply/draft/{key}/signature/", {"with": "key", "pin": "000000"})
    assert wrong.status_code == 422
    filed = browsing.post(f"/apply/draft/{key}/signature/", {"with": "key", "pin": PIN, "form": "jades"})
    assert filed.status_code == 302, filed.content.decode()[:3000]
    number = filed["Location"].split("/")[2]
    (one,) = api.filing_signatures(number=number, actor=citizen)
    assert (one.form, one.level, one.signer, one.proven) == ("jades", "LT", citizen.name, True)
    assert "signed" in {line.kind for line in api.story(number=number, actor=citizen)}
    case = browsing.get(f"/cases/{number}/").content.decode()
    assert f"/cases/{number}/signatures/{one.id}/" in case
    file = browsing.get(f"/cases/{number}/signatures/{one.id}/")
    payload = json.loads(file.content)["payload"]
    statement = json.loads(base64.urlsafe_b64decode(payload + "=="))
    assert (statement["service"], statement["answers"]) == (EXTRACT, ANSWERS)


FORMS = {"pades": "pdf", "xades": "xml", "jades": "json", "asic-e": "json"}


@pytest.mark.parametrize("form", FORMS)
def test_a_signature_of_ones_own_program_is_taken(citizen, required, form):
    key = draft(citizen)
    browsing = browser("citizen")
    to_sign = browsing.get(f"/apply/draft/{key}/signature/{FORMS[form]}/").content
    assert browsing.get(f"/apply/draft/{key}/signature/doc/").status_code == 404
    file = SimpleUploadedFile("signed", signed_file(citizen, to_sign, form))
    filed = browsing.post(f"/apply/draft/{key}/signature/", {"with": "file", "signature": file})
    assert filed.status_code == 302, filed.content.decode()[:3000]
    number = filed["Location"].split("/")[2]
    assert [one.form for one in api.filing_signatures(number=number, actor=citizen)] == [form]


@pytest.mark.parametrize("form", FORMS)
def test_the_kept_key_signs_in_each_form_and_a_stranger_checks_it(citizen, required, form):
    key = draft(citizen)
    browsing = browser("citizen")
    filed = browsing.post(f"/apply/draft/{key}/signature/", {"with": "key", "pin": PIN, "form": form})
    assert filed.status_code == 302, filed.content.decode()[:3000]
    number = filed["Location"].split("/")[2]
    (one,) = api.filing_signatures(number=number, actor=citizen)
    assert (one.form, one.level, one.proven) == (form, "LT", True)
    file = browsing.get(f"/cases/{number}/signatures/{one.id}/")
    shown = Client().post("/verify/", {"file": SimpleUploadedFile("file", file.content)}).content.decode()
    assert "The signature holds" in shown and citizen.name in shown
    assert "LT: with a proven time and proof of the certificate" in shown
    changed = SimpleUploadedFile("file", file.content.replace(*CHANGED[form], 1))
    shown = Client().post("/verify/", {"file": changed}).content.decode()
    assert "The signature does not hold" in shown


CHANGED = {
    "pades": (b"pdfaid:part>3", b"pdfaid:part>2"), "xades": (b"full", b"bull"), "jades": (b'"eyJ', b'"eyK'),
    "asic-e": (b"content", b"c0ntent"),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_by_api_a_draft_is_filed_with_each_form(citizen, required, form):
    client, key = program("citizen"), draft(citizen)
    address = f"/api/v1/drafts/{key}"
    to_sign = client.get(f"{address}/to-sign/{FORMS[form]}")
    assert to_sign.status_code == 200 and to_sign["Content-Type"] == f"application/{FORMS[form]}"
    data = base64.b64encode(signed_file(citizen, to_sign.content, form)).decode()

    def post(**body: str):
        return client.post(f"{address}/file", body, content_type="application/json")

    assert post().status_code == 422
    filed = post(signature=data)
    assert filed.status_code == 201, filed.content
    assert post(signature=data).json()["number"] == filed.json()["number"]
    (one,) = api.filing_signatures(number=filed.json()["number"], actor=citizen)
    assert one.form == form
    assert client.get(f"{address}/to-sign/json").status_code == 404, "it is filed"


def test_the_paper_says_the_answers_and_has_the_statement_in_it(citizen):
    key = draft(citizen)
    number = citizen.person.key.partition("/")[2]
    said = {"en": ("A job", "Filed by"), "fr": ("Un emploi", "Déposé par"), "ar": ()}
    for language, words in said.items():
        pdf = api.to_sign_of_draft(key=key, actor=citizen, form="pdf", language=language)
        assert pdf == api.to_sign_of_draft(key=key, actor=citizen, form="pdf", language=language)
        read = PdfReader(io.BytesIO(pdf))
        text = "".join(page.extract_text() for page in read.pages)
        assert all(word.lower() in text.lower() for word in (*words, number)), text
        assert read.attachments["filing.json"] == [api.statement_of_draft(key=key, actor=citizen)]
        assert read.trailer["/Root"]["/Lang"] == language


def test_a_pdf_of_anything_else_is_not_this_filing(citizen):
    key, other = draft(citizen), draft(citizen)
    paper = api.to_sign_of_draft(key=key, actor=citizen, form="pdf", language="en")
    for wrong in (
        api.to_sign_of_draft(key=other, actor=citizen, form="pdf", language="en"),
        api.to_sign_of_draft(key=key, actor=citizen, form="pdf", language="fr"),
        painted_over(paper),
        again_written(paper),
    ):
        with pytest.raises(SignatureOfSomethingElse):
            api.file_draft(
                key=key, actor=citizen, language="en", signature=signed_file(citizen, wrong, "pades")
            )
    good = signed_file(citizen, paper, "pades")
    with pytest.raises(SignatureNotTaken):
        api.file_case(
            service=EXTRACT, actor=citizen, applicant=citizen.person, answers=ANSWERS, channel="api",
            language="en", key="no-draft-1", signature=good,
        )  # fmt: skip
    api.keep_draft(key=key, actor=citizen, answers={"purpose": "travel"})
    with pytest.raises(SignatureOfSomethingElse):
        api.file_draft(key=key, actor=citizen, language="en", signature=good)
    assert not FilingSignature.objects.exists()


def painted_over(pdf: bytes) -> bytes:
    """With a later revision in which the first page says something else."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    page = writer.root["/Pages"]["/Kids"][0]
    page[generic.pdf_name("/Contents")] = writer.add_object(generic.StreamObject(stream_data=b"0 0 9 9 re f"))
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def again_written(pdf: bytes) -> bytes:
    """The same pages in a new file."""
    out = io.BytesIO()
    PdfWriter(clone_from=PdfReader(io.BytesIO(pdf))).write(out)
    return out.getvalue()


def test_strangers_do_not_get_what_is_to_be_signed_nor_the_signature(citizen):
    key = draft(citizen)
    assert browser("homeowner").get(f"/apply/draft/{key}/signature/json/").status_code == 404
    number = api.sign_and_file_draft(key=key, actor=citizen, language="en", pin=PIN).number
    (one,) = api.filing_signatures(number=number, actor=citizen)
    assert browser("homeowner").get(f"/cases/{number}/signatures/{one.id}/").status_code == 404


def test_what_is_wrong_with_a_signature_is_said_and_nothing_is_filed(citizen):
    other = actor("homeowner")
    trust.open_signing_key(actor=other, pin=PIN)
    key = draft(citizen)
    statement = api.statement_of_draft(key=key, actor=citizen)
    good = signed(citizen, statement, "jades")
    for data, error in (
        (b"hello", SignatureNotTaken),
        (b"%PDF-1.7", SignatureNotGood),
        (statement, SignatureNotGood),
        (good.replace(b"eyJ", b"eyK", 1), SignatureNotGood),
        (signed(citizen, statement + b" ", "jades"), SignatureOfSomethingElse),
        (signed(citizen, b"{}", "xades"), SignatureOfSomethingElse),
        (signed(other, statement, "jades"), SignatureNotYours),
    ):
        with pytest.raises(error):
            api.file_draft(key=key, actor=citizen, language="en", signature=data)
    assert not FilingSignature.objects.exists()
    api.keep_draft(key=key, actor=citizen, answers={"purpose": "travel"})
    with pytest.raises(SignatureOfSomethingElse):
        api.file_draft(key=key, actor=citizen, language="en", signature=good)


def test_a_revoked_certificate_signs_nothing(citizen):
    key = draft(citizen)
    data = signed(citizen, api.statement_of_draft(key=key, actor=citizen), "jades")
    (one,) = trust.certificates_of(holder=citizen.person)
    trust.revoke(serial=one.serial, reason="key-compromise", actor=citizen)
    with pytest.raises((SignatureNotGood, SignatureNotYours)):
        api.file_draft(key=key, actor=citizen, language="en", signature=data)


def test_by_api_the_filing_itself_is_signed(citizen, required):
    answers, key = dict(ANSWERS), "filing-by-program"
    statement = statement_of(service=EXTRACT, applicant=citizen.person, answers=answers, key=key)
    body = {
        "service": EXTRACT, "applicant": citizen.person.text, "answers": answers, "language": "en",
    }  # fmt: skip
    client = program("citizen")

    def post(signature: str | None, key: str = key):
        return client.post(
            "/api/v1/cases", {**body, "signature": signature}, content_type="application/json",
            headers={"Idempotency-Key": key},
        )  # fmt: skip

    good = base64.b64encode(signed(citizen, statement, "jades")).decode()
    assert post(None).status_code == 422
    assert post("not base64").status_code == 422
    assert post(good, key="another-key-1").status_code == 422  # it is over the other key
    first = post(good)
    assert first.status_code == 201, first.content
    assert post(good).json()["number"] == first.json()["number"]


def test_a_signature_serves_once(citizen):
    statement = statement_of(service=EXTRACT, applicant=citizen.person, answers=ANSWERS, key="once-only-1")
    data = signed(citizen, statement, "jades")
    filing = {
        "service": EXTRACT, "actor": citizen, "applicant": citizen.person, "answers": ANSWERS,
        "channel": "api", "language": "en", "signature": data,
    }  # fmt: skip
    api.file_case(**filing, key="once-only-1")
    Answered.objects.all().delete()
    with pytest.raises(SignatureUsed):
        api.file_case(**filing, key="once-only-1")
