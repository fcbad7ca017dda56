"""The description of the API holds together: OpenAPI 3.1, and nothing left out."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from onewindow.portal.public_api import operations_of, public_api


@pytest.fixture(scope="module")
def described() -> Any:
    return json.loads(Client().get("/api/v1/openapi.json").content)


def operations(described: Any) -> Iterator[tuple[str, str, Any]]:
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        for name, value in part.items():
            if name == "$ref":
                yield value
            else:
                yield from references(value)
    elif isinstance(part, list):
        for value in part:
            yield from references(value)


def test_it_is_of_version_3_1_and_says_who_may_speak(described: Any) -> None:
    assert described["openapi"].startswith("3.1.")
    assert {"title", "version"} <= described["info"].keys()
    assert set(described["components"]["securitySchemes"]) == {"key", "session"}


def test_every_operation_is_there_once(described: Any) -> None:
    found = {(method.upper(), path) for path, method, _ in operations(described)}
    there = sum(len(operation.methods) for operation in operations_of(public_api))
    assert len(found) == there
    names = [operation["operationId"] for _, _, operation in operations(described)]
    assert len(names) == len(set(names))


def test_every_operation_says_its_parameters_and_answers(described: Any) -> None:
    for path, method, operation in operations(described):
        asked = {one["name"] for one in operation.get("parameters", []) if one["in"] == "path"}
        assert asked == set(re.findall(r"{(\w+)}", path)), (method, path)
        assert all(one["required"] for one in operation.get("parameters", []) if one["in"] == "path")
        assert operation.get("description") or operation.get("summary"), (method, path)
        assert "default" in operation["responses"]
        assert any(status.startswith("2") for status in operation["responses"]), (method, path)
        assert all("description" in answer for answer in operation["responses"].values())


def test_every_reference_leads_somewhere(described: Any) -> None:
    for reference in set(references(described)):
        assert reference.startswith("#/components/schemas/")
        assert reference.rpartition("/")[2] in described["components"]["schemas"], reference


def test_a_field_is_called_register_as_in_the_answers(described: Any) -> None:
    assert "register" in described["components"]["schemas"]["FieldOut"]["properties"]
