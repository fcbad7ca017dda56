"""Who plays in the tests of cases, and what they file."""

import io
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from django.test import Client
from pypdf import PdfWriter

from onewindow.blocks.cases import api
from onewindow.blocks.cases.types import FiledCase, WorkView
from onewindow.blocks.documents import api as documents
from onewindow.blocks.identity import api as identity
from onewindow.foundation.access.types import Actor, Extent
from onewindow.kernel.clock import clock
from onewindow.kernel.reference import Reference

TRADE = "trade-ministry/external-trade-certificate"
EXTRACT = "civil-registry/register-extract"
ELECTRONICS = Reference("register/companies/1204567A")
SOLEIL = Reference("register/companies/2140922L")
"""A company whose officers bind it together: two of them are ``ONE`` and ``TWO``."""
ONE, TWO = "land-registrar-2", "land-head"
MONDAY = datetime(2027, 2, 1, 9, tzinfo=UTC)


def actor(account: str) -> Actor:
    """Somebody of the demonstration country, signed in as surely as can be."""
    return identity.actor_of_account(account=account, assurance="high")


EVERYTHING = Extent(whole=True, deciding=True)
"""What a right opens that is over everything."""


def manager(account: str) -> Actor:
    """An officer of Soleil Énergie, who acts for it."""
    return replace(actor(account), acting_for=SOLEIL, basis=SOLEIL.text, extent=EVERYTHING)


def upload(who: Actor) -> dict[str, object]:
    """A small PDF that somebody sent, as an answer."""
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    made = io.BytesIO()
    writer.write(made)
    stored = documents.store_upload(
        data=made.getvalue(), name="contract.pdf", accept=("pdf",), max_bytes=100_000, uploader=who,
        subject=Reference(f"account/{who.account}"),
    )  # fmt: skip
    return {"file": str(stored.reference)}


def trade_answers(who: Actor, **changes: object) -> dict[str, object]:
    """A request for ten telephones from France, by documentary credit."""
    line = {
        "description": "Telephones", "hs_code": "851713", "origin": "CN", "quantity": "10", "unit": "C62",
        "price": "100.5", "amount": "1005.00",
    }  # fmt: skip
    return {
        "invoice_number": "INV-1", "invoice_date": "2027-01-15", "contract": upload(who),
        "supplier_name": "Acme", "supplier_address": "1 rue des Lilas, Lyon", "supplier_country": "FR",
        "regime": "home-use", "incoterm": "CIF", "incoterm_place": "Tunis", "currency": "EUR",
        "settlement": "documentary-credit", "provenance": "FR", "loading_place": "FRMRS",
        "entry_place": "TNTUN", "valid_until": "2027-12-30", "lines": [line],
    } | changes  # fmt: skip


def file_trade(who: Actor, *, key: str = "filing-1", **changes: Any) -> FiledCase:
    """File a request for electronics."""
    return api.file_case(
        service=TRADE, actor=who, applicant=ELECTRONICS, answers=trade_answers(who, **changes),
        channel="page", language="fr", key=key,
    )  # fmt: skip


def open_work(number: str, who: Actor, element: str) -> WorkView:
    """The open task of an element, as somebody sees it."""
    works = api.case(number=number, actor=who).works
    return next(work for work in works if work.element == element and work.state == "open")


def program(account: str, *scopes: str) -> Client:
    """A program that works under a key of somebody of the demonstration country."""
    wanted = scopes or ("cases:read", "cases:write", "work:write")
    key = identity.issue_token(actor=actor(account), name="a program", scopes=wanted, days=30)
    return Client(headers={"authorization": f"Bearer {key.secret}"})


def browser(account: str) -> Client:
    """A browser in which somebody of the demonstration country signed in."""
    client = Client()
    assert client.post("/demo/sign-in/", {"account": account, "next": "/"}).status_code == 302
    session = client.session
    for signed_in in session["account_authentication_methods"]:
        signed_in["at"] = clock.now().timestamp()  # allauth goes by the wall clock, which tests hold
    session.save()
    return client
