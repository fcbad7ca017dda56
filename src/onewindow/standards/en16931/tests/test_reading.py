"""Invoices of our own: currencies, encodings, prefixes, optional parts."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onewindow.kernel.currencies import minor_unit_digits
from onewindow.standards import en16931
from onewindow.standards.en16931.tests.samples import invoice

BOTH = pytest.mark.parametrize("syntax", ["UBL", "CII"])


def read(text: str, codec: str = "utf-8") -> en16931.Invoice:
    return en16931.read(text.encode(codec))


@BOTH
def test_reads_the_sample(syntax):
    one = read(invoice(syntax))
    assert (one.syntax, one.number, one.type_code) == (syntax, "F-1", "380")
    assert one.notes == (en16931.Note("Handle with care", "AAI"),)
    assert one.buyer.name == "شركة الزيت"
    line = one.lines[0]
    assert line.item.hs_code == "200570"
    assert line.item.classifications == (en16931.Classification("2005.70", "HS", "2022"),)
    assert line.item.origin == "IT"
    assert str(line.price.net.price) == "10.5"


@BOTH
@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16"])
def test_reads_other_encodings(syntax, codec):
    text = invoice(syntax)
    if codec == "utf-16":
        text = text.replace("UTF-8", "UTF-16")
    assert read(text, codec) == read(invoice(syntax))


@BOTH
def test_prefixes_do_not_matter(syntax):
    text = invoice(syntax)
    for old, new in (("cac", "x1"), ("cbc", "x2"), ("ram", "x3"), ("rsm", "x4"), ("udt", "x5")):
        text = re.sub(rf"(</?|xmlns:){old}(?=[:=])", rf"\g<1>{new}", text)
    assert "cac" not in text
    assert "ram:" not in text
    assert read(text) == read(invoice(syntax))


def test_the_default_namespace_may_be_any_of_them():
    text = invoice("CII").replace("<ram:", "<").replace("</ram:", "</")
    assert read(text.replace("xmlns:ram=", "xmlns=")) == read(invoice("CII"))


@BOTH
@pytest.mark.parametrize(
    ("currency", "amount"), [("JPY", "21"), ("JPY", "21.00"), ("TND", "21.001"), ("KWD", "0.5")]
)
def test_currencies_with_other_minor_units(syntax, currency, amount):
    one = read(invoice(syntax, currency=currency, lines=(("1", amount, "1", amount),)))
    assert one.totals.payable.amount == Decimal(amount)
    assert one.totals.payable.currency == currency


@given(
    syntax=st.sampled_from(["UBL", "CII"]),
    currency=st.sampled_from(["EUR", "JPY", "TND", "CLF", "USD", "XOF"]),
    lines=st.lists(
        st.tuples(
            st.decimals(-(10**6), 10**6, places=4),
            st.decimals(0, 10**6, places=7),
            st.sampled_from(["1", "100", "1000", "0.5"]),
            st.integers(-(10**9), 10**9),
        ),
        min_size=1,
        max_size=5,
    ),
)
def test_any_amount_and_price_comes_through_exactly(syntax, currency, lines):
    digits = minor_unit_digits(currency)
    rows = tuple(
        (f"{q:f}", f"{p:f}", b, f"{Decimal(a if q >= 0 else -abs(a)).scaleb(-digits):f}")
        for q, p, b, a in lines
    )
    one = read(invoice(syntax, currency=currency, lines=rows))
    for line, (quantity, price, per, amount) in zip(one.lines, rows, strict=True):
        assert line.quantity == Decimal(quantity)
        assert str(line.price.net.price) == str(Decimal(price))
        assert line.price.net.per == Decimal(per)
        assert line.net_amount.amount == Decimal(amount)


def test_vat_in_the_accounting_currency():
    text = invoice("UBL").replace(
        "</cbc:DocumentCurrencyCode>",
        "</cbc:DocumentCurrencyCode><cbc:TaxCurrencyCode>TND</cbc:TaxCurrencyCode>",
    )
    with pytest.raises(en16931.PartMissing, match="BT-111"):
        read(text)
    second = '<cac:TaxTotal><cbc:TaxAmount currencyID="TND">0.123</cbc:TaxAmount></cac:TaxTotal>'
    one = read(text.replace("<cac:LegalMonetaryTotal>", second + "<cac:LegalMonetaryTotal>"))
    assert str(one.totals.vat_in_accounting_currency) == "0.123 TND"
    assert str(one.totals.vat) == "0.00 EUR"


def test_vat_in_the_accounting_currency_in_cii():
    text = invoice("CII").replace(
        "<ram:InvoiceC", "<ram:TaxCurrencyCode>TND</ram:TaxCurrencyCode><ram:InvoiceC"
    )
    second = '<ram:TaxTotalAmount currencyID="TND">0.123</ram:TaxTotalAmount><ram:GrandTotalAmount>'
    one = read(text.replace("<ram:GrandTotalAmount>", second))
    assert str(one.totals.vat_in_accounting_currency) == "0.123 TND"


def test_what_stands_in_a_ubl_extension_is_left_alone():
    extension = (
        '<e:UBLExtensions xmlns:e="urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2">'
        '<e:UBLExtension><e:ExtensionContent><x xmlns="urn:mine"/></e:ExtensionContent></e:UBLExtension>'
        "</e:UBLExtensions><cbc:CustomizationID>"
    )
    assert read(invoice().replace("<cbc:CustomizationID>", extension, 1)) == read(invoice())
