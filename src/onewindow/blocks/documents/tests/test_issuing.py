"""Issue, extend, correct, revoke; what is on paper, in the record and in the news."""

import io
from datetime import date, timedelta

import pypdf
import pytest
from django.db import transaction

from onewindow.blocks.documents import api, joined
from onewindow.blocks.documents.tests.certificates import AGENCY, CASE, HOLDER, issue, template, words
from onewindow.foundation.access.api import Actor
from onewindow.foundation.access.types import Extent, Post
from onewindow.foundation.outbox import api as outbox
from onewindow.foundation.record import api as record
from onewindow.kernel.clock import clock
from onewindow.kernel.reference import Reference
from onewindow.standards.signing import pades

pytestmark = pytest.mark.usefixtures("country", "now")
SYSTEM = Actor(name="test", kind="system")


def pdf_of(document: api.IssuedDocument) -> bytes:
    return api.sealed_pdf(code=document.code, reader=SYSTEM)


def test_a_document_is_issued_sealed_recorded_and_told(now):
    document = issue()
    assert (document.state, document.version, document.number) == ("valid", 1, "TCE-2026-17")
    assert document.agency_name.in_language("en")
    seals = pades.verify_pdf(pdf_of(document), roots=joined.seal_keys().roots(), at=now)
    assert seals.genuine
    assert seals.seals[0].signed_at == now
    (entry,) = record.entries_of(subject=document.reference)
    assert (entry.kind, entry.payload["sha256"]) == ("document.issued", document.sha256)
    assert "register/people" not in str(entry.payload)


def paper_of(document: api.IssuedDocument) -> str:
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf_of(document))).pages)


def test_the_paper_says_what_it_should():
    document = issue()
    text = paper_of(document)
    parts = ("Titre de commerce extérieur", document.code, document.number, "0,00880", "31 août 2026", "Olio")
    for part in (*parts, f"/verify/{document.code}/"):
        assert part in text, part
    reader = pypdf.PdfReader(io.BytesIO(pdf_of(document)))
    assert len(reader.pages) == 2
    about = reader.xmp_metadata.stream.get_data()
    assert b"<pdfaid:part>2<" in about
    assert b"<pdfaid:conformance>B<" in about


@pytest.mark.parametrize(
    "text",
    [
        '#eval("1+1")',
        '#read("/etc/passwd")',
        "#let f() = f(); #f()",
        "$x^2$ *bold* _it_ <label> @ref",
        '#import "@preview/x:1.0.0"',
        "\\u{1F600} \u202e\u0000",
        "}}{{ data.url }}",
    ],
)
def test_text_is_never_read_as_markup(text):
    plain = "".join(paper_of(issue(template=template(text=text), languages=["fr"])).split())
    visible = "".join(c for c in text if c.isprintable() and not c.isspace() and ord(c) < 0x2000)
    assert visible[:12] in plain


def test_the_same_key_gives_the_same_document():
    first = issue()
    assert issue(template=template("other number")).code == first.code
    with pytest.raises(api.DocumentKeyReused):
        issue(subject=Reference("case/other"))
    assert len(api.documents_of(subject=CASE)) == 1


def test_nothing_is_left_when_the_record_refuses(monkeypatch):
    def refuse(**_: object) -> None:
        raise record.OutsideTransaction()

    monkeypatch.setattr(record, "append", refuse)
    with pytest.raises(record.OutsideTransaction):
        issue()
    assert api.documents_of(subject=CASE) == ()


def test_a_correction_names_what_it_replaces():
    first = issue()
    second = issue("k2", template=template("TCE-2026-17-2"), replaces=first.code, reason="Wrong quantity")
    assert (second.version, second.replaces, second.state) == (2, first.code, "valid")
    old = api.document(code=first.code)
    assert (old.state, old.replaced_by) == ("superseded", second.code)
    assert [change.kind for change in old.changes] == ["issued", "superseded"]
    assert old.changes[-1].reason == "Wrong quantity"
    assert first.code in paper_of(second)
    with pytest.raises(api.DocumentEnded):
        issue("k3", replaces=first.code, reason="again")
    with pytest.raises(api.DocumentEnded):
        api.revoke(code=first.code, reason="x", by="registrar")
    with pytest.raises(api.ReasonMissing):
        issue("k4", replaces=second.code)


def test_a_revocation_is_final_and_happens_once():
    document = issue()
    with pytest.raises(api.ReasonMissing):
        api.revoke(code=document.code, reason=" ", by="registrar")
    revoked = api.revoke(code=document.code, reason="False statement", by="registrar", key="r1")
    assert (revoked.state, revoked.changes[-1].reason) == ("revoked", "False statement")
    assert api.revoke(code=document.code, reason="False statement", by="registrar", key="r1") == revoked
    with pytest.raises(api.DocumentEnded):
        api.revoke(code=document.code, reason="again", by="registrar", key="r2")
    assert [one.kind for one in record.entries_of(subject=document.reference)] == [
        "document.issued",
        "document.revoked",
    ]


def test_an_extension_moves_the_last_day():
    document = issue()
    with pytest.raises(api.EndTooEarly):
        api.extend(code=document.code, valid_until=date(2026, 8, 31), reason="late ship", by="registrar")
    longer = api.extend(
        code=document.code, valid_until=date(2026, 10, 31), reason="late ship", by="registrar"
    )
    assert longer.valid_until == date(2026, 10, 31)
    assert longer.sha256 == document.sha256
    assert longer.changes[-1].valid_until == date(2026, 10, 31)


def test_days_are_counted_where_the_agency_is(now):
    document = issue(valid_from=date(2026, 3, 3), valid_until=date(2026, 3, 4))
    assert document.state == "not-yet-valid"
    with clock.at(now + timedelta(days=1)):
        assert api.document(code=document.code).state == "valid"
    with clock.at(now.replace(day=4, hour=22, minute=59)):  # 23:59 in Tunis
        assert api.document(code=document.code).state == "valid"
    with clock.at(now.replace(day=4, hour=23, minute=1)):
        assert api.document(code=document.code).state == "expired"


def test_who_may_have_the_file(holder):
    document = issue()
    stranger = Actor(account="x", name="X", kind="person", person=Reference("register/people/2"))
    with pytest.raises(api.DocumentNotYours):
        api.sealed_pdf(code=document.code, reader=stranger)
    with pytest.raises(api.DocumentNotYours):
        api.document_for(code=document.code, reader=Actor())
    posts = (Post(agency="trade-ministry", office="central", role="data-protection"),)
    colleague = Actor(account="c", kind="officer", assurance="high", posts=posts)
    with pytest.raises(api.DocumentNotYours):
        api.sealed_pdf(code=document.code, reader=colleague)
    assert api.sealed_pdf(code=document.code, reader=holder)
    broker = Actor(
        account="b",
        kind="person",
        person=Reference("register/people/3"),
        acting_for=HOLDER,
        extent=Extent(whole=True),
    )
    assert api.document_for(code=document.code, reader=broker)
    api.use(subject_readers=lambda *, subject, reader: subject == CASE and reader.account == "x")
    assert api.sealed_pdf(code=document.code, reader=stranger)


def test_lists_are_by_holder_and_subject():
    document = issue()
    assert [one.code for one in api.documents_of(holder=HOLDER)] == [document.code]
    assert api.documents_of(holder=Reference("register/people/2")) == ()
    assert api.documents_of() == ()


@pytest.mark.django_db(transaction=True)
def test_news_reaches_subscribers():
    from onewindow.foundation.outbox.tasks import drain_once

    heard = []
    outbox.subscribe(api.DocumentIssued, name="documents.test", handler=lambda news, _: heard.append(news))
    outbox.subscribe(
        api.DocumentRevoked, name="documents.test-revoked", handler=lambda news, _: heard.append(news)
    )
    try:
        document = issue()
        with transaction.atomic():
            api.revoke(code=document.code, reason="why", by="registrar")
        while drain_once():
            pass
    finally:
        outbox.unsubscribe(api.DocumentIssued, name="documents.test")
        outbox.unsubscribe(api.DocumentRevoked, name="documents.test-revoked")
    assert heard == [
        api.DocumentIssued(CASE, "k1", document.code, "TCE-2026-17"),
        api.DocumentRevoked(CASE, document.code, "TCE-2026-17", "why"),
    ]


def test_a_table_with_a_row_too_short_is_filled():
    bent = api.DocumentTemplate(
        document=f"{AGENCY}/x/y",
        title=words("T"),
        number="1",
        blocks=(api.Table((api.Column(words("a")), api.Column(words("b"))), (("1",), ("1", "2", "3"))),),
    )
    assert issue(template=bent).size > 1000
