"""An invoice of the public examples, dropped on the trade certificate, fills it as the invoice says."""

from datetime import date
from decimal import Decimal

import pytest

from onewindow.blocks.catalogue import api
from onewindow.blocks.catalogue.tests.places import SERVICES
from onewindow.standards import en16931
from tests.corpora import corpus

CONTEXT = {
    "today": date(2026, 3, 2),
    "facts": {
        "company": {
            "name": "Atlas",
            "tax_number": "1",
            "customs_code": "2",
            "address": "x",
            "status": "active",
            "bank": "bank-atlas",
        },
        "rate": {"value": Decimal("3.38")},
    },
}
ASKED = {
    "invoice": {"file": "upload/invoice"},
    "regime": "home-use",
    "incoterm": "CIF",
    "incoterm_place": "Port-Neuf",
    "settlement": "deferred",
    "loading_place": "ITGOA",
    "entry_place": "TNTUN",
    "valid_until": "2026-08-31",
}


@pytest.fixture(scope="module")
def form():
    return api.load_folder(path=SERVICES / "trade-ministry" / "external-trade-certificate").starting_form


def examples() -> list[str]:
    return [f"cii/CII_example{n}.xml" for n in range(1, 6)] + [
        f"ubl/ubl-tc434-example{n}.xml" for n in range(1, 11)
    ]


@pytest.mark.parametrize("name", examples())
def test_the_request_says_what_the_invoice_says(form, name: str) -> None:
    (path,) = corpus("en16931").rglob(name.partition("/")[2])
    invoice = en16931.read(path.read_bytes())
    filled = api.fill_answers(form=form, message=invoice)
    rows = [{"hs_code": "010101", "origin": "IT", **row} for row in filled.answers["lines"]]
    answers = {"supplier_address": "asked", **filled.answers, **ASKED, "lines": rows}
    checked = api.check_answers(form=form, answers=answers, context=CONTEXT)
    assert checked.problems == ()
    said = checked.answers
    assert said["supplier_name"] == invoice.seller.name
    assert said["supplier_country"] == invoice.seller.address.country
    assert said["invoiced_to"] == invoice.buyer.name
    assert said["currency"] == invoice.currency
    assert said["total"] == invoice.totals.without_vat.amount
    assert said["lines_total"] == invoice.totals.lines.amount
    for row, line in zip(said["lines"], invoice.lines, strict=True):
        assert row["description"] == line.item.name[:300].strip()
        assert (row["quantity"], row["unit"]) == (line.quantity, line.unit)
        assert str(row["price"]) == str(line.price.net.price)  # to the last decimal, as written
        assert row["amount"] == line.net_amount.amount
        assert row.get("price_per", Decimal(1)) == line.price.net.per


def test_what_is_filled_is_known_by_path(form) -> None:
    path = next(corpus("en16931").rglob("ubl-tc434-example4.xml"))
    filled = api.fill_answers(form=form, message=en16931.read(path.read_bytes()))
    assert {"currency", "supplier_name", "lines/0/price", "lines/2/amount"} <= set(filled.paths)
    assert "lines/0/hs_code" in filled.unfilled
