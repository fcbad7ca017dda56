"""What people wrote is a text in every table that we give out, never a formula (ASVS 1.2.10)."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.test import Client

from onewindow.blocks.identity import api as identity
from onewindow.blocks.identity.models import Account
from onewindow.blocks.registers import api as registers
from onewindow.blocks.registers.models import AccessLine
from onewindow.foundation.access.types import Actor
from onewindow.kernel.clock import clock
from onewindow.kernel.period import Period
from tests.country import country_for_a_room

FORMULAS = ("=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", '=HYPERLINK("//x")')
KEYS = [f"{number}Z" for number in range(9_900_001, 9_900_001 + len(FORMULAS))]


@pytest.fixture(scope="module")
def town(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("sheets") / "country"
    with django_db_blocker.unblock(), country_for_a_room(folder):
        for key, text in zip(KEYS, FORMULAS, strict=True):
            registers.write(
                register="companies",
                key=key,
                changes={"name": text, "tax_number": key, "address": text},
                valid=Period(None),
                source="test",
                writer=Actor(kind="system", name="test"),
            )
        yield


def exported(kind: str) -> bytes:
    officer = identity.actor_of_account(account="trade-registrar", assurance="high")
    purpose = registers.Purpose(legal_basis="Law 94-41")
    return b"".join(registers.export(register="companies", kind=kind, purpose=purpose, reader=officer))


@pytest.mark.django_db
def test_a_register_as_csv(town: None) -> None:
    rows = list(csv.DictReader(io.StringIO(exported("csv").decode("utf-8-sig"))))
    ours = [row for row in rows if KEYS[0] <= next(iter(row.values())) <= KEYS[-1]]
    assert len(ours) == len(FORMULAS)
    for row in ours:
        assert not any(cell[:1] in tuple("=+-@\t\r") for cell in row.values()), row


@pytest.mark.django_db
def test_a_register_as_a_workbook(town: None, tmp_path: Path) -> None:
    file = tmp_path / "companies.xlsx"
    file.write_bytes(exported("xlsx"))
    sheet = openpyxl.load_workbook(file).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert len(cells) > len(FORMULAS)
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]


@pytest.mark.django_db
def test_the_lines_of_who_looked(town: None) -> None:
    account = Account.objects.get(slug="citizen")
    for text in FORMULAS:
        AccessLine.objects.create(
            at=clock.now(), concerned=account.person, register="people", key="1", attributes=["address"],
            reader=f"account/{text}", reader_name=text, reader_kind="officer", legal_basis=text,
        )  # fmt: skip
    client = Client()
    client.post("/demo/sign-in/", {"account": "citizen"})
    text = client.get("/me/data/lines.csv").content.decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert len(cells) > 2 * len(FORMULAS)
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r")]
