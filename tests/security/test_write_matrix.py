"""Every operation that writes × everybody who may come: who may, what is written, and that no more is.

The operations come from the API's description: one that nobody listed fails here. Each is sent what it
describes, with a mark in every free text, and once more with a mark under the name of every field of every
model beside it.
"""

import itertools
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.db import transaction
from django.test import Client

from tests.country import country_for_a_room
from tests.security.addresses import Address
from tests.security.bodies import Body, bodies
from tests.security.scene import ACTORS, set_up, signed_in
from tests.security.written import watched

TABLE = Path(__file__).with_name("writes.yaml")
_KEYS = itertools.count()


@dataclass(slots=True)
class Result:
    """What came of one operation: who may, where the texts of its description landed, what came along."""

    by: list[str] = field(default_factory=list)
    lands: dict[str, set[str]] = field(default_factory=dict)
    came_along: set[tuple[str, str, str]] = field(default_factory=set)
    sent: int = 0


@pytest.fixture(scope="module")
def objects(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, str]]:
    folder = tmp_path_factory.mktemp("writes") / "country"
    with django_db_blocker.unblock(), country_for_a_room(folder):
        yield set_up()


def table() -> dict[str, dict[str, Any]]:
    return yaml.safe_load(TABLE.read_text(encoding="utf-8"))


@pytest.mark.django_db
def test_everybody_writes_exactly_what_the_table_says(objects: dict[str, str]) -> None:
    listed, known = table(), list(bodies())
    assert sorted(listed) == sorted(one.called for one in known), "each operation has its line in the table"
    results = try_all(known, listed, objects)
    wrong: list[str] = []
    for called, found in results.items():
        said = listed[called]
        lands = {place: sorted(columns) for place, columns in found.lands.items()}
        wrong += [f"{called}: {who} writes {column} by {name}" for who, name, column in found.came_along]
        if found.by != said["by"]:
            wrong.append(f"{called}: may be done by {found.by}")
        if lands != said.get("lands", {}):
            wrong.append(f"{called}: lands in {lands}")
    cells = sum(one.sent for one in results.values())
    print(f"{cells} cells of {len(known)} operations, {len(wrong)} wrong")
    assert not wrong, "\n".join(wrong)


def try_all(
    known: list[Body], listed: Mapping[str, Mapping[str, Any]], objects: Mapping[str, str]
) -> dict[str, Result]:
    """Send every body as everybody."""
    results = {one.called: Result() for one in known}
    for who, account in ACTORS.items():
        client = signed_in(account, "high")
        for one in known:
            found, given = results[one.called], listed.get(one.called, {}).get("send", {})
            given = {name: _of_the_scene(value, objects) for name, value in given.items()}
            done, landed = sent(client, one, one.own | given, objects)
            _read(found, one, who, landed)
            if done:
                found.by.append(who)
            _, landed = sent(client, one, one.with_extra | given, objects)
            _read(found, one, who, landed)
            found.sent += len(one.own) + len(one.extra)
    return results


def _of_the_scene(value: Any, objects: Mapping[str, str]) -> Any:
    """``<another line>`` is the number of something that the scene holds."""
    named = isinstance(value, str) and value.startswith("<")
    return int(objects[value.strip("<>")]) if named else value


def _read(found: Result, one: Body, who: str, landed: Mapping[str, set[str]]) -> None:
    for mark, columns in landed.items():
        if mark in one.extra:
            found.came_along |= {(who, one.extra[mark], column) for column in columns}
        else:
            found.lands.setdefault(one.described.get(mark, "given"), set()).update(columns)


def sent(
    client: Client, one: Body, body: Mapping[str, Any], objects: Mapping[str, str]
) -> tuple[bool, dict[str, set[str]]]:
    """Whether it was done, and what was written where. All of it is undone."""
    where = Address(one.method, one.route).filled(objects)
    block = transaction.atomic()
    block._from_testcase = True  # so that durable blocks may stand in it
    key = {"Idempotency-Key": f"matrix-{next(_KEYS)}"}
    with block, watched() as landed:
        answer = client.generic(one.method, where, json.dumps(body), "application/json", headers=key)
        transaction.set_rollback(True)
    assert answer.status_code < 500, (one.called, answer.content)
    return answer.status_code < 300, landed
