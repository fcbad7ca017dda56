"""Wrong files: each error names what, where and which rule."""

import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onewindow.kernel.errors import OnewindowError
from onewindow.standards import en16931, safexml
from onewindow.standards.en16931.tests.samples import invoice

BOTH = pytest.mark.parametrize("syntax", ["UBL", "CII"])


def refused(text: str | bytes, kind: type[OnewindowError], *parts: str) -> OnewindowError:
    data = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(kind) as caught:
        en16931.read(data)
    for part in parts:
        assert part in str(caught.value)
    return caught.value


def zipped() -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("invoice.xml", invoice())
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "kind", "said"),
    [
        (b"", safexml.NotXml, "empty"),
        (zipped(), safexml.NotXml, "ZIP"),
        (b"hello", safexml.NotXml, "Line 1"),
        (b"<Invoice>", safexml.NotXml, "Line 1"),
        (b"<!DOCTYPE Invoice><Invoice/>", safexml.DoctypeRefused, "DOCTYPE"),
        (b"<Invoice/>", en16931.WrongNamespace, "no namespace"),
        (
            b'<Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2"/>',
            en16931.WrongNamespace,
            "Order-2",
        ),
        (b'<x:Invoice xmlns:x="urn:evil"/>', en16931.WrongNamespace, "urn:evil"),
    ],
)
def test_what_is_no_invoice(data, kind, said):
    refused(data, kind, said)


def test_fifty_megabytes_are_refused_at_once():
    refused(invoice().encode() + b" " * 50_000_000, safexml.TooLarge, "MB")


@BOTH
@pytest.mark.parametrize("code", sorted(en16931.CREDIT_NOTES))
def test_credit_notes_by_type_code(syntax, code):
    refused(invoice(syntax).replace(">380<", f">{code}<"), en16931.CreditNoteRefused, f"type {code}")


def test_a_ubl_credit_note():
    refused(
        b'<CreditNote xmlns="urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2"/>',
        en16931.CreditNoteRefused,
        "/CreditNote",
    )


@pytest.mark.parametrize(
    ("cut", "term", "rule"),
    [
        ("<cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID>", "BT-24", "BR-1"),
        ("<cbc:ID>F-1</cbc:ID>", "BT-1", "BR-2"),
        ("<cbc:IssueDate>2026-03-01</cbc:IssueDate>", "BT-2", "BR-3"),
        ("<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>", "BT-3", "BR-4"),
        ("<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>", "BT-5", "BR-5"),
        ("<cbc:RegistrationName>Olio Srl</cbc:RegistrationName>", "BT-27", "BR-6"),
        ("<cbc:IdentificationCode>TN</cbc:IdentificationCode>", "BT-55", "BR-11"),
        ('<cbc:PayableAmount currencyID="EUR">21</cbc:PayableAmount>', "BT-115", "BR-15"),
        ("<cbc:ID>1</cbc:ID>", "BT-126", "BR-21"),
        (' unitCode="KGM">2', "BT-130", "BR-23"),
        ("<cbc:Name>Olives</cbc:Name>", "BT-153", "BR-25"),
        ('<cbc:PriceAmount currencyID="EUR">10.5</cbc:PriceAmount>', "BT-146", "BR-26"),
    ],
)
def test_missing_parts_of_ubl(cut, term, rule):
    text = invoice()
    assert cut in text
    refused(
        text.replace(cut, ">2" if cut.endswith(">2") else ""),
        en16931.PartMissing,
        term,
        f"{rule})",
        "/Invoice",
    )


@pytest.mark.parametrize(
    ("cut", "term"),
    [
        ("<ram:ID>F-1</ram:ID>", "BT-1"),
        ("<ram:TypeCode>380</ram:TypeCode>", "BT-3"),
        ("<ram:Name>Olio Srl</ram:Name>", "BT-27"),
        ("<ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>", "BT-5"),
        ("<ram:LineID>1</ram:LineID>", "BT-126"),
        ("<ram:LineTotalAmount>21</ram:LineTotalAmount></ram", "BT-131"),
        ("<ram:ChargeAmount>10.5</ram:ChargeAmount>", "BT-146"),
        ("<ram:DuePayableAmount>21</ram:DuePayableAmount>", "BT-115"),
    ],
)
def test_missing_parts_of_cii(cut, term):
    text = invoice("CII")
    assert cut in text
    refused(
        text.replace(cut, "</ram" if cut.endswith("</ram") else ""),
        en16931.PartMissing,
        term,
        "/CrossIndustry",
    )


@BOTH
def test_an_invoice_without_lines(syntax):
    text = invoice(syntax)
    name = "cac:InvoiceLine" if syntax == "UBL" else "ram:IncludedSupplyChainTradeLineItem"
    start, end = text.index(f"<{name}>"), text.index(f"</{name}>") + len(name) + 3
    refused(text[:start] + text[end:], en16931.PartMissing, "BG-25", "BR-16")


@BOTH
@pytest.mark.parametrize(
    ("old", "new", "kind", "said"),
    [
        (">10.5<", ">-10.5<", en16931.NegativeNotAllowed, "BR-27"),
        (">2<", ">-2<", en16931.NegativeNotAllowed, "BT-129"),
        (">2<", ">2e3<", en16931.ValueNotReadable, "not a number"),
        (">2<", ">NaN<", en16931.ValueNotReadable, "not a number"),
        (">2<", ">2,5<", en16931.ValueNotReadable, "not a number"),
        (">2<", ">1_0<", en16931.ValueNotReadable, "not a number"),
        ("EUR", "ZZZ", en16931.ValueNotReadable, "ISO 4217"),
        (">IT<", ">Italy<", en16931.ValueNotReadable, "two letters"),
        (">380<", ">abc<", en16931.ValueNotReadable, "UNTDID 1001"),
        ("2026-03-01", "2026-02-30", en16931.ValueNotReadable, "a date"),
        ("20260301", "20260230", en16931.ValueNotReadable, "a date"),
    ],
)
def test_values_that_cannot_be(syntax, old, new, kind, said):
    text = invoice(syntax)
    if old in text:
        error = refused(text.replace(old, new), kind, said)
        assert error.field
        assert error.field.startswith("/")


@BOTH
def test_too_many_decimals_for_the_currency(syntax):
    refused(
        invoice(syntax, lines=(("1", "1", "1", "1.005"),)), en16931.ValueNotReadable, "2 decimals", "BT-106"
    )
    refused(
        invoice(syntax, currency="JPY", lines=(("1", "1", "1", "1.5"),)),
        en16931.ValueNotReadable,
        "without decimals",
    )


def test_an_amount_in_another_currency():
    text = invoice().replace(
        '<cbc:LineExtensionAmount currencyID="EUR">', '<cbc:LineExtensionAmount currencyID="USD">'
    )
    refused(text, en16931.OtherCurrency, "USD")


@pytest.mark.parametrize(
    ("element", "rule"),
    [
        ("LineExtensionAmount", "BR-CO-10"),
        ("TaxExclusiveAmount", "BR-CO-13"),
        ("TaxInclusiveAmount", "BR-CO-15"),
        ("PayableAmount", "BR-CO-16"),
    ],
)
def test_sums_that_do_not_add_up(element, rule):
    head, tail = invoice().split("<cac:LegalMonetaryTotal>")
    old = f'<cbc:{element} currencyID="EUR">21<'
    assert old in tail
    broken = head + "<cac:LegalMonetaryTotal>" + tail.replace(old, old.replace(">21<", ">21.01<"), 1)
    refused(broken, en16931.SumsDoNotAddUp, rule, "21.00 EUR", "LegalMonetaryTotal")


@pytest.mark.parametrize(
    ("element", "rule"),
    [("AllowanceTotalAmount", "BR-CO-11"), ("ChargeTotalAmount", "BR-CO-12"), ("PrepaidAmount", "BR-CO-16")],
)
def test_a_total_without_its_parts(element, rule):
    added = f'<cbc:{element} currencyID="EUR">1</cbc:{element}><cbc:PayableAmount'
    refused(invoice().replace("<cbc:PayableAmount", added), en16931.SumsDoNotAddUp, rule)


def test_vat_that_does_not_add_up():
    text = invoice().replace(
        '<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">0', '<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">1'
    )
    refused(text, en16931.SumsDoNotAddUp, "BR-CO-14")


@BOTH
def test_a_part_that_is_there_twice(syntax):
    text = invoice(syntax)
    part = '<cbc:PayableAmount currencyID="EUR">21</cbc:PayableAmount>'
    if syntax == "CII":
        part = "<ram:DuePayableAmount>21</ram:DuePayableAmount>"
    refused(text.replace(part, part + part.replace("21", "1")), en16931.PartRepeated, "2 times")


@pytest.mark.parametrize(("name", "prefix"), [("cbc:PayableAmount", "cbc"), ("cac:Price", "cac")])
def test_a_part_in_the_wrong_namespace(name, prefix):
    text = invoice().replace(f"<{name}", f'<{name} xmlns:{prefix}="urn:other"', 1)
    refused(text, en16931.WrongNamespace, "urn:other")


def test_a_part_in_the_namespace_of_its_neighbour():
    text = invoice().replace("cbc:PayableAmount", "cac:PayableAmount")
    refused(text, en16931.WrongNamespace, "PayableAmount")


def test_a_text_with_elements_inside():
    refused(invoice().replace(">F-1<", ">F-<cbc:ID>1</cbc:ID><"), en16931.ValueNotReadable, "/Invoice/ID")


@given(st.data())
def test_any_cut_or_change_is_read_or_refused(data):
    text = invoice(data.draw(st.sampled_from(["UBL", "CII"])))
    start = data.draw(st.integers(0, len(text) - 1))
    length = data.draw(st.integers(0, 40))
    put = data.draw(st.text("0123456789-.<>/&;é", max_size=5))
    try:
        en16931.read((text[:start] + put + text[start + length :]).encode())
    except OnewindowError as error:
        assert str(error)


@BOTH
def test_the_line_at_fault_is_named(syntax):
    name = "InvoiceLine" if syntax == "UBL" else "IncludedSupplyChainTradeLineItem"
    two = (("1", "1", "1", "1"), ("-2", "10.5", "1", "21"))
    assert f"{name}[2]" in str(refused(invoice(syntax, lines=two), en16931.NegativeNotAllowed))
    broken = invoice(syntax, lines=(("1", "1", "1", "1"), ("x", "1", "1", "1")))
    assert f"{name}[2]" in str(refused(broken, en16931.ValueNotReadable))


@BOTH
def test_many_lines_are_read(syntax):
    data = invoice(syntax, lines=(("2", "10.5", "1", "21"),) * 1000).encode()
    assert len(en16931.read(data).lines) == 1000
