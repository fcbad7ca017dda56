"""Every operation that writes × everybody who may come: who may, what is written, and that no more is.

The operations come from the API's description: one that nobody listed fails here. Each is sent what it
describes, with a mark in every free text, and once more with a mark under the name of every field of every
model beside it.
"""

import itertools
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client, override_settings

from tests.country import country_for_a_room
from tests.security.addresses import Address
from tests.security.bodies import Body, bodies, of_the_scene, table_of_writes
from tests.security.scene import ACTORS, set_up, signed_in
from tests.security.under_way import set_under_way
from tests.security.undoing import undone
from tests.security.written import watched

CALLED = {"webhooks": {"allow": ["https://scene.example"]}}
"""What the operator lets the house call."""
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
    called = override_settings(ONEWINDOW_EGRESS=CALLED)
    with django_db_blocker.unblock(), country_for_a_room(folder), called:
        yield {**set_up(), **set_under_way()}


@pytest.mark.django_db
def test_everybody_writes_exactly_what_the_table_says(objects: dict[str, str]) -> None:
    listed, known = table_of_writes(), list(bodies())
    assert sorted(listed) == sorted(one.called for one in known), "each operation has its line in the table"
    assert not [called for called, said in listed.items() if not said["by"]], "somebody may do each of them"
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
            given = of_the_scene(given, objects)
            done, landed = sent(client, one, one.own | given, objects)
            _read(found, one, who, landed)
            if done:
                found.by.append(who)
            _, landed = sent(client, one, one.with_extra | given, objects)
            _read(found, one, who, landed)
            found.sent += len(one.own) + len(one.extra)
    return results


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
    key = {"Idempotency-Key": f"matrix-{next(_KEYS)}"}
    with undone(client), watched() as landed:
        answer = client.generic(one.method, where, json.dumps(body), "application/json", headers=key)
    assert answer.status_code < 500, (one.called, answer.content)
    return answer.status_code < 300, landed
