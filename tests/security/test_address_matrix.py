"""Every address × everybody who may come × every level of sign-in, against a table that people read.

The addresses come from the URL resolver and from the API's description: one that nobody listed fails here.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.db import transaction
from django.test import Client

from onewindow.foundation.access.types import ASSURANCE_ORDER
from tests.country import country_for_a_room
from tests.security.addresses import Address, addresses
from tests.security.scene import ACTORS, set_up, signed_in

TABLE = Path(__file__).with_name("addresses.yaml")
LEVELS = ASSURANCE_ORDER[1:]
OUT = (401, 403, 404)


@pytest.fixture(scope="module")
def objects(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, str]]:
    folder = tmp_path_factory.mktemp("matrix") / "country"
    with django_db_blocker.unblock(), country_for_a_room(folder):
        yield set_up()


def reached(client: Client, address: Address, objects: Mapping[str, str]) -> bool:
    """Whether somebody gets in: neither refused, nor sent to sign in, nor told that there is no such thing.

    A page that only takes forms is sent an empty one. What the request would change is undone.
    """
    where = address.filled(objects)
    with transaction.atomic():
        answer = client.generic(address.method, where, address.body.encode(), "application/json")
        if answer.status_code == 405 and address.method == "GET":
            answer = client.post(where)
        away = answer.headers.get("Location", "").startswith("/sign-in/")
        if answer.streaming:
            answer.getvalue()
        answer.close()
        transaction.set_rollback(True)
    return answer.status_code not in OUT and not (away and not where.startswith("/sign-in/"))


def cells(known: list[Address], objects: Mapping[str, str]) -> Iterator[tuple[str, str, str, bool]]:
    """Every cell: the address, who, at which level, and whether they get in."""
    for who, account in ACTORS.items():
        for level in LEVELS if account else ("none",):
            client = signed_in(account, level)
            for address in known:
                yield address.called, who, level, reached(client, address, objects)


@pytest.mark.django_db
def test_everybody_reaches_exactly_what_the_table_says(objects: dict[str, str]) -> None:
    table: dict[str, dict[str, str]] = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    known = addresses()
    assert sorted(table) == sorted(one.called for one in known), "each address has its line in the table"
    wrong: list[str] = []
    count = 0
    for called, who, level, got_in in cells(known, objects):
        count += 1
        least = table[called].get(who)
        if got_in != (least is not None and ASSURANCE_ORDER.index(level) >= ASSURANCE_ORDER.index(least)):
            wrong.append(f"{called}: {who} at {level} {'gets in' if got_in else 'does not get in'}")
    print(f"{count} cells of {len(known)} addresses, {len(wrong)} wrong")
    assert not wrong, "\n".join(wrong)
