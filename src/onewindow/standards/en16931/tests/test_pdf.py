"""Invoices inside PDFs."""

import io
import zlib

import pypdf
import pytest
from pypdf.generic import NameObject, StreamObject

from onewindow.standards import en16931, safexml
from onewindow.standards.en16931.tests.samples import invoice


def pdf_with(*files: tuple[str, bytes]) -> bytes:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    for name, data in files:
        writer.add_attachment(name, data)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize("name", ["factur-x.xml", "ZUGFeRD-invoice.xml", "xrechnung.xml", "facture-17.xml"])
def test_reads_the_attached_invoice(name):
    data = pdf_with(("photo.png", b"\x89PNG"), (name, invoice("CII").encode()))
    assert en16931.read(data) == en16931.read(invoice("CII").encode())


def test_factur_x_comes_before_other_attachments():
    data = pdf_with(("a.xml", b"<a/>"), ("factur-x.xml", invoice("CII").encode()))
    assert en16931.read(data).number == "F-1"


@pytest.mark.parametrize("files", [(), (("a.txt", b"x"),)])
def test_a_pdf_without_an_invoice(files):
    with pytest.raises(en16931.NoInvoiceInPdf):
        en16931.read(pdf_with(*files))


def test_an_attachment_that_is_no_invoice():
    with pytest.raises(en16931.WrongNamespace):
        en16931.read(pdf_with(("factur-x.xml", b"<a/>")))


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7", b"%PDF-1.7\n" + b"\0" * 500, b"%PDF-1.4\nxref\n0 1\ntrailer\n<<>>"]
)
def test_a_damaged_pdf(data):
    with pytest.raises((en16931.PdfNotReadable, en16931.NoInvoiceInPdf)):
        en16931.read(data)


def test_a_locked_pdf():
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(en16931.PdfNotReadable, match="password"):
        en16931.read(out.getvalue())


def test_a_bomb_inside_is_stopped_at_the_limit():
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    writer.add_attachment("factur-x.xml", b"x")
    for held in writer._objects:
        if isinstance(held, StreamObject) and held.get("/Type") == "/EmbeddedFile":
            held._data = zlib.compress(b" " * 50_000_000)
            held[NameObject("/Filter")] = NameObject("/FlateDecode")
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(safexml.TooLarge):
        en16931.read(out.getvalue())


def test_a_pdf_above_the_limit():
    with pytest.raises(safexml.TooLarge):
        en16931.read(b"%PDF-1.7\n" + b"\0" * 30_000_001)
