"""Every operation of the API × every scope of a key for programs; every page × a key that covers everything.

Both lists come from the program: what is added later is tried without anybody listing it.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from ninja.operation import Operation

from onewindow.blocks.identity import api as identity
from onewindow.blocks.identity.app_settings import TOKEN_SCOPES
from onewindow.blocks.identity.models import ApiToken
from onewindow.foundation.access import api as access
from onewindow.portal.public_api import operations_of, public_api, rule_of, scopes_of
from tests.country import country_for_a_room

_IN_ROUTE = re.compile(r"<(?:\w+:)?(\w+)>|\{(?:\w+:)?(\w+)\}|\(\?P<(\w+)>[^)]*\)")
_OFFICER = "trade-administrator"
OPENED: dict[str, str] = yaml.safe_load(Path(__file__).with_name("keys.yaml").read_text(encoding="utf-8"))


def called(operation: Operation) -> str:
    return f"{operation.methods[0]} {operation.path}"


@pytest.fixture(scope="module")
def town(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("keys") / "country"
    with django_db_blocker.unblock(), country_for_a_room(folder):
        yield


def program(account: str, *scopes: str) -> Client:
    holder = identity.actor_of_account(account=account, assurance="high")
    made = identity.issue_token(actor=holder, name="matrix", scopes=scopes, days=1)
    return Client(headers={"Authorization": f"Bearer {made.secret}"})


def send(client: Client, operation: Operation) -> Any:
    path = "/api/v1" + _IN_ROUTE.sub("1", operation.path)
    return client.generic(operation.methods[0], path, b"{}", content_type="application/json")


def refused_as_key(answer: Any) -> bool:
    if answer.status_code != 403 or "json" not in answer.headers.get("Content-Type", ""):
        return False
    return answer.json()["code"] in ("token-scope-missing", "key-opens-nothing")


def test_every_operation_says_what_a_key_opens_as_the_table_does() -> None:
    said = {
        called(one): " ".join(sorted(scopes_of(one)))
        or ("nobody in particular" if rule_of(one) == "public" else "closed")
        for one in operations_of(public_api)
    }
    assert said == OPENED, {key: said.get(key) for key in said.keys() ^ OPENED.keys()} or "see keys.yaml"
    assert set(" ".join(OPENED.values()).split()) >= set(TOKEN_SCOPES)


def test_nothing_that_changes_something_is_opened_by_reading() -> None:
    told = {"POST /letters/{id}/read": "letters:read"}  # the letter's own mark of having been read
    for operation in operations_of(public_api):
        if operation.methods[0] != "GET" and told.get(called(operation)) is None:
            assert not any(scope.endswith(":read") for scope in scopes_of(operation)), called(operation)


@pytest.mark.django_db
def test_a_key_opens_an_operation_only_with_its_scope(town: None) -> None:
    clients = {scope: program(_OFFICER, scope) for scope in TOKEN_SCOPES} | {"": program(_OFFICER)}
    operations = operations_of(public_api)
    cells = wrong = opened = 0
    for operation in operations:
        declared = scopes_of(operation)
        public = rule_of(operation) == "public"
        for scope, client in clients.items():
            cells += 1
            may = public or access.ANY_KEY in declared or scope in declared
            refused = refused_as_key(send(client, operation))
            opened += not refused
            wrong += refused == may
            assert refused != may, (called(operation), scope, declared)
    print(f"{cells} cells of {len(operations)} operations and {len(clients)} keys, {wrong} wrong")
    assert 0 < opened < cells


@pytest.mark.django_db
def test_what_is_public_answers_a_key_as_it_answers_anybody(town: None) -> None:
    key = program(_OFFICER, *TOKEN_SCOPES)
    for operation in operations_of(public_api):
        if rule_of(operation) == "public" and operation.methods[0] == "GET":
            mine, anybodys = send(key, operation), send(Client(), operation)
            assert (mine.status_code, mine.content) == (anybodys.status_code, anybodys.content), (
                operation.path
            )


@pytest.mark.django_db
def test_a_key_that_covers_everything_opens_no_page(town: None) -> None:
    """It sees and does on each page what somebody does who did not sign in; so it makes no other key."""
    key = program(_OFFICER, *TOKEN_SCOPES)
    before = ApiToken.objects.count()
    cells = 0
    for address in pages():
        for method in ("get", "post"):
            mine, anybodys = getattr(key, method)(address), getattr(Client(), method)(address)
            cells += 1
            assert mine.status_code == anybodys.status_code, (method, address)
            assert mine.headers.get("Location") == anybodys.headers.get("Location"), (method, address)
    assert cells > 200
    assert ApiToken.objects.count() == before
    print(f"{cells} cells of pages, none open")


def pages() -> list[str]:
    """Every address outside the API that is not open to anybody."""
    found = [
        "/" + _IN_ROUTE.sub("1", route).replace("^", "").replace("$", "").replace("\\Z", "")
        for route, name, view in _routes(get_resolver().url_patterns)
        if access.rule_of_view(view=view, url_name=name) != "public" and not route.startswith("api/")
    ]
    return sorted(set(found))


def _routes(patterns: list[Any], before: str = "") -> Iterator[tuple[str, str, object]]:
    for one in patterns:
        here = f"{before}{one.pattern}"
        if isinstance(one, URLResolver):
            yield from _routes(one.url_patterns, here)
        elif isinstance(one, URLPattern):
            yield here, one.name or "", one.callback
