"""Every attribute of every register × everybody who may come × every purpose: what is read, in full or part.

Attributes and purposes come from the declarations: one that nobody listed fails here. Each attribute is asked
for by itself, for each purpose that its register knows, for one that it does not know, and for none.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.db import transaction

from onewindow.blocks.identity import api as identity
from onewindow.blocks.registers import api as registers
from onewindow.blocks.registers.declarations import Declaration
from onewindow.blocks.registers.declared import declarations
from onewindow.blocks.registers.models import Fact
from onewindow.foundation.access.types import Actor
from onewindow.kernel.errors import OnewindowError
from onewindow.kernel.period import Period
from tests.country import country_for_a_room
from tests.security.scene import ACTORS, PERSON

TABLE = Path(__file__).with_name("attributes.yaml")
READERS = ACTORS | {
    "clerk": "civil-clerk", "planner": "planning-officer", "inspector": "site-inspector",
    "benefits officer": "fund-officer",
}  # fmt: skip
WRITTEN: dict[str, dict[str, Any]] = {
    "allowances": {
        "status": "paid", "case": "case/none", "children": 2, "monthly": "40", "since": "2026-01-05",
        "iban": "TN5908925134722542554867",
    },
    "payment-orders": {
        "payee": f"register/people/{PERSON}", "amount": "40", "month": "2026-01", "case": "case/none",
        "ordered_on": "2026-01-05", "iban": "TN5908925134722542554867",
    },
    "residents": {"people": [{"person": f"register/people/{PERSON}", "since": "2020-01-06"}]},
}  # fmt: skip
"""Entries of the registers that are empty in a country where nobody asked for anything yet."""
NONE, UNKNOWN = "no purpose", "a purpose that nobody declared"


@pytest.fixture(scope="module")
def country(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("attributes") / "country"
    with django_db_blocker.unblock(), country_for_a_room(folder):
        for register, values in WRITTEN.items():
            registers.write(
                register=register, key="PN-0101" if register == "residents" else PERSON, changes=values,
                valid=Period(None), source="scene", writer=Actor(kind="system", name="scene"),
            )  # fmt: skip
        yield


def table() -> dict[str, dict[str, dict[str, list[str]]]]:
    """For each register and purpose, who reads which attributes."""
    return {
        register: {purpose: dict(each_of(lines)) for purpose, lines in purposes.items()}
        for register, purposes in yaml.safe_load(TABLE.read_text(encoding="utf-8")).items()
    }


def each_of(lines: dict[str, list[str]]) -> Iterator[tuple[str, list[str]]]:
    for several, attributes in lines.items():
        for who in READERS if several == "everybody" else several.split(", "):
            yield who, attributes


@pytest.mark.django_db
def test_everybody_reads_exactly_what_the_table_says(country: None) -> None:
    said, cells = table(), 0
    found: dict[str, dict[str, dict[str, list[str]]]] = {}
    for one in sorted(declarations(), key=lambda each: each.slug):
        found[one.slug] = what_is_read(one, entry_of(one))
        cells += len(one.fields) * len(READERS) * (len(one.purposes) + 2)
    assert {name: set(of) for name, of in said.items()} == {name: set(of) for name, of in found.items()}
    wrong = [
        f"{register}, {purpose}, {who}: {read.get(who)}, the table says {said[register][purpose].get(who)}"
        for register, purposes in found.items()
        for purpose, read in purposes.items()
        for who in READERS
        if read.get(who) != said[register][purpose].get(who)
    ]
    print(f"{cells} cells of {len(found)} registers, {len(wrong)} wrong")
    assert not wrong, "\n".join(wrong)


def entry_of(declaration: Declaration) -> str:
    """The entry that is read: the owner's own, or the first of the register."""
    if declaration.slug == "people":
        return PERSON
    keys = Fact.objects.filter(register=declaration.slug).order_by("key").values_list("key", flat=True)
    entry = keys.first()
    assert entry is not None, f"{declaration.slug} has no entry to be read"
    return entry


def what_is_read(declaration: Declaration, entry: str) -> dict[str, dict[str, list[str]]]:
    """For each purpose and reader the attributes that they get; ``~phone`` in part, ``*`` all of them."""
    read: dict[str, dict[str, list[str]]] = {}
    for purpose in [NONE, UNKNOWN, *(each.slug for each in declaration.purposes)]:
        read[purpose] = {}
        for who, account in READERS.items():
            reader = identity.actor_of_account(account=account, assurance="high") if account else Actor()
            asked = (shows(declaration.slug, entry, slug, purpose, reader) for slug in declaration.fields)
            got = [one for one in asked if one]
            if got:
                read[purpose][who] = in_short(got, list(declaration.fields))
    return read


def in_short(got: list[str], of: list[str]) -> list[str]:
    """``*`` for all of them, ``-protection`` after it for one that is left out."""
    missing = [one for one in of if one not in got]
    whole = got == [one for one in of if one in got]
    return ["*", *(f"-{one}" for one in missing)] if whole and len(missing) <= len(of) // 5 else got


def shows(register: str, entry: str, attribute: str, purpose: str, reader: Actor) -> str | None:
    """The attribute's name where the reader gets it, with ``~`` before it where they get it in part."""
    basis = None if purpose == NONE else "nothing" if purpose == UNKNOWN else purpose
    try:
        with transaction.atomic():
            facts = registers.read(
                register=register, key=entry, attributes=[attribute], reader=reader,
                purpose=registers.Purpose(legal_basis=basis),
            )  # fmt: skip
            transaction.set_rollback(True)
    except OnewindowError:
        return None
    if attribute not in facts.values:
        return None
    if attribute not in facts.masked:
        return attribute
    stored = Fact.objects.filter(register=register, key=entry).values_list(f"values__{attribute}", flat=True)
    assert facts.values[attribute] not in [one for one in stored if one], f"{attribute} is read in full"
    return f"~{attribute}"
