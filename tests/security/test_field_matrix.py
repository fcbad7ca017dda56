"""Every field of every model × everybody who may come: who is ever shown it.

The fields come from the models: one that nobody listed fails here. What can hold a mark is given one of its
own, everybody asks for every address, page and API alike, and the marks that come back have to be just those
that the table says.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.db import models, transaction
from django.test import Client

from tests.country import country_for_a_room
from tests.security.addresses import addresses, doors
from tests.security.planting import Own, Planted, fields, kind_of
from tests.security.scene import ACTORS, PERSON, set_up, signed_in
from tests.security.unseen import make_the_rest

TABLE = Path(__file__).with_name("fields.yaml")
OUT = (401, 403, 404)
TRIED = ("text", "texts", "number", "day", "bytes")
BY_VALUE = "by value: "
KEPT = ("steers", "empty")
"""Why a field that could hold a mark has none: the program acts by its value; or it has none in the scene."""
ONLY_IN_A_DEMONSTRATION = ("/demo/", "/mailbox/", "/sandbox-bank/")
"""Addresses that show everybody what a demonstration made up, and are not there elsewhere."""
ONLY_INSTEAD_OF = {
    "cases.Case.data": "employment", "cases.Draft.answers": "employment",
    "registers.BulkRun.asked": "scene.csv",
    "openid.System.redirect_uris": "https://scene.example/back",
}  # fmt: skip
"""In these the mark takes the place of one text alone: the others steer the program."""
OF_THE_OWNER: dict[str, dict[str, Any]] = {
    "identity.Account": {"slug": "citizen"},
    "registers.Fact": {"register": "people", "key": PERSON},
    "registers.SearchEntry": {"register": "people", "key": PERSON},
    "cases.Work": {"side": "officer"},
    "registers.AccessLine": {"concerned": f"register/people/{PERSON}"},
}
"""Of models that hold everybody's rows, those of the owner of the scene."""


@pytest.fixture(scope="module")
def objects(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, str]]:
    folder = tmp_path_factory.mktemp("fields") / "country"
    with django_db_blocker.unblock(), country_for_a_room(folder):
        there = set_up()
        make_the_rest()
        yield there


def table() -> dict[str, str]:
    """Each field and what the table says of it: ``owner, registrar``, ``nobody``, ``(steers)``."""
    listed: dict[str, str] = {}
    for model, said in yaml.safe_load(TABLE.read_text(encoding="utf-8")).items():
        for who, names in said.items():
            for name in names:
                assert f"{model}.{name}" not in listed, f"{model}.{name} is listed twice"
                listed[f"{model}.{name}"] = who
    return listed


def people(who: str) -> set[str]:
    """Those whom a line of the table names."""
    named = who.removeprefix(BY_VALUE)
    if named == "everybody":
        return set(ACTORS)
    there = set() if named == "nobody" else set(named.split(", "))
    assert there <= set(ACTORS), who
    return there


def test_every_field_is_listed_with_what_it_is() -> None:
    listed, there = table(), dict(fields())
    assert sorted(listed) == sorted(there), "each field of each model has its line in the table"
    for name, field in there.items():
        kind, said = kind_of(field), listed[name]
        if said.startswith("("):
            assert said.strip("()") in (KEPT if kind in TRIED else (kind,)), f"{name} is {kind}"
        else:
            assert kind in TRIED or said.startswith(BY_VALUE), f"{name} cannot hold a mark"


@pytest.mark.django_db
def test_everybody_is_shown_exactly_what_the_table_says(objects: dict[str, str]) -> None:
    listed = table()
    expected = {name: people(who) for name, who in listed.items() if not who.startswith("(")}
    by_value = {name for name in expected if listed[name].startswith(BY_VALUE)}
    planted = Planted()
    for name, field in fields():
        if name in expected and name not in by_value:
            assert planted.plant(name, rows_of(field.model), field, ONLY_INSTEAD_OF.get(name)), (
                f"the scene has nothing in {name}"
            )
    own = Own(rows_of)
    untold = {name for name, who in listed.items() if who.startswith("(") and name in own.values}
    assert not untold, f"these can be tried by their values: {sorted(untold)}"
    assert by_value <= set(own.values), f"these say nothing: {sorted(by_value - set(own.values))}"
    shown = who_sees(planted, own, by_value, objects)
    wrong = [
        f"{name}: {who} {'is shown it' if who in shown[name] else 'is not shown it'}"
        for name, said in expected.items()
        for who in ACTORS
        if (who in shown[name]) != (who in said)
    ]
    print(f"{len(expected) * len(ACTORS)} cells of {len(expected)} fields, {len(wrong)} wrong")
    assert not wrong, "\n".join(wrong)


def rows_of(model: type[models.Model]) -> models.QuerySet[Any]:
    return model._base_manager.filter(**OF_THE_OWNER.get(model._meta.label, {}))


def who_sees(
    planted: Planted, own: Own, by_value: set[str], objects: Mapping[str, str]
) -> dict[str, set[str]]:
    """For each field, who was shown its mark, or its own value, at any address."""
    shown: dict[str, set[str]] = defaultdict(set)
    open_to = doors(who for who, account in ACTORS.items() if account)
    asked = [
        (open_to[one.called], one.filled(objects))
        for one in addresses()
        if one.method == "GET" and not one.route.startswith(ONLY_IN_A_DEMONSTRATION)
    ]
    for who, account in ACTORS.items():
        client = signed_in(account, "high")
        for let_in, where in asked:
            status, content = answered(client, where)
            assert status < 500 or where == "/readyz", (who, where)
            assert who not in let_in or status not in OUT, f"a mark has shut {where} to {who}"
            for name in planted.found_in(content) | own.found_in(content, asked=where, names=by_value):
                shown[name].add(who)
    return shown


def answered(client: Client, where: str) -> tuple[int, bytes]:
    """The status and all bytes of an answer; what asking for it would change is undone."""
    with transaction.atomic():
        answer = client.get(where)
        content = answer.getvalue() if answer.streaming else answer.content
        answer.close()
        transaction.set_rollback(True)
    return answer.status_code, content
