"""Dropping an invoice onto the page: it fills the form, or says what is wrong and leaves nothing behind."""

import io
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from onewindow.blocks.cases import api
from onewindow.blocks.cases.models import Draft
from onewindow.blocks.cases.tests.people import ELECTRONICS, TRADE, actor, browser
from onewindow.blocks.documents.models import Upload
from tests.corpora import corpus

pytestmark = pytest.mark.usefixtures("country")
INVOICE = Path(__file__).parents[5] / "tests" / "journeys" / "files" / "invoice.xml"
GOOD = INVOICE.read_text(encoding="utf-8").format(
    number="F-1", goods="Telephones", hs="851713", quantity="10", price="100.5", total="1005.00"
)
PAID = 'Amount currencyID="EUR">1005.00'
BOMB = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha">]><Invoice>&b;</Invoice>'


def packed() -> bytes:
    """A zip with an invoice in it."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("invoice.xml", GOOD)
    return made.getvalue()


def drop(client: Client, name: str, content: bytes) -> tuple[int, str, str]:
    """Begin, drop a file on the first page; gives the status, the page, and the draft's key."""
    client.post(f"/apply/{TRADE}/", {"principal": str(ELECTRONICS)})
    key = Draft.objects.latest("pk").key
    file = SimpleUploadedFile(name, content)
    answer = client.post(
        f"/apply/draft/{key}/page/invoice/", {"_button": "continue", "_asked": "invoice", "invoice": file}
    )
    return answer.status_code, answer.content.decode(), key


def test_an_invoice_fills_the_form() -> None:
    client = browser("importer")
    status, _page, key = drop(client, "invoice.xml", GOOD.encode())
    assert status == 200
    answers = api.draft(key=key, actor=actor("importer")).answers
    assert (answers["invoice_number"], answers["supplier_name"], answers["currency"]) == (
        "F-1", "Lumière SA", "EUR",
    )  # fmt: skip
    lines = answers["lines"]
    assert isinstance(lines, list)
    assert (str(lines[0]["hs_code"]), str(lines[0]["price"])) == ("851713", "100.5")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("words.xml", b"This is no invoice."),
        ("broken.xml", b"<Invoice><ID>1</Invoice>"),
        ("bomb.xml", BOMB.encode()),
        ("other.xml", b'<?xml version="1.0"?><Order xmlns="urn:example:order"><ID>1</ID></Order>'),
        ("negative.xml", GOOD.replace(">100.5<", ">-100.5<").encode()),
        ("without-number.xml", GOOD.replace("<cbc:ID>F-1</cbc:ID>", "").encode()),
        ("sums.xml", GOOD.replace('Payable' + PAID, 'Payable' + PAID.replace("1005", "9")).encode()),
        ("packed.zip", packed()),
        ("empty.xml", b""),
        ("huge.xml", b"<Invoice>" + b" " * 50_000_000 + b"</Invoice>"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_wrong_file_is_named_and_leaves_nothing(name: str, content: bytes) -> None:
    client = browser("importer")
    status, page, key = drop(client, name, content)
    assert status in (413, 422)
    if status == 422:
        assert 'href="#invoice"' in page
    assert Upload.objects.count() == 0
    assert not Draft.objects.get(key=key).answers.get("invoice")


def test_a_credit_note_is_refused_with_the_reason() -> None:
    note = next(corpus("en16931").glob("ubl/*creditnote*.xml"))
    assert ElementTree.parse(note).getroot().tag.endswith("CreditNote")
    client = browser("importer")
    status, page, _key = drop(client, "note.xml", note.read_bytes())
    assert status == 422
    assert "credit note" in page.lower()
