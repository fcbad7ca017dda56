"""What may be written through the API.

Each body as its description says, with a mark in every free text; and beside it what nobody described, a mark
under the name of every field of every model.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml
from django.test import Client

from onewindow.kernel.clock import clock
from tests.security.planting import fields

_TABLE = Path(__file__).with_name("writes.yaml")
_API = "/api/v1"
_GIVEN = {
    "language": "en", "currency": "TND", "country": "FR", "service": "civil-registry/register-extract",
    "pin": "731946",
}  # fmt: skip
_MORE = ("is_staff", "is_superuser", "actor", "user", "posts", "roles", "acting_as")


def table_of_writes() -> dict[str, dict[str, Any]]:
    """For each operation that writes what is sent, who may, and where its texts land."""
    return yaml.safe_load(_TABLE.read_text(encoding="utf-8"))


def of_the_scene(given: Any, objects: Mapping[str, str]) -> Any:
    """With what the scene holds in the place of its name: ``<another line>``, a number where it is one."""
    if isinstance(given, dict):
        return {name: of_the_scene(value, objects) for name, value in given.items()}
    if isinstance(given, list):
        return [of_the_scene(one, objects) for one in given]
    if not isinstance(given, str) or not given.startswith("<"):
        return given
    found = objects[given.strip("<>")]
    return int(found) if found.isdigit() else found


@dataclass(frozen=True, slots=True)
class Body:
    """One operation that takes a body.

    :param own: what its description names, with marks.
    :param with_extra: the same, with what it does not name beside it, in every object that it describes.
    :param described: the place in the body for each mark of ``own``.
    :param extra: the names that nobody described, by their marks.
    """

    called: str
    method: str
    route: str
    own: dict[str, Any]
    with_extra: dict[str, Any]
    described: Mapping[str, str]
    extra: Mapping[str, str]


def bodies() -> Iterator[Body]:
    """Each operation of the API with a body in JSON."""
    api = Client().get(f"{_API}/openapi.json").json()
    for path, methods in sorted(api["paths"].items()):
        for method, operation in sorted(methods.items()):
            asked = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
            if not asked:
                continue
            maker = _Maker(api)
            own = maker.value(asked["schema"], "")
            more = maker.with_extra(asked["schema"], own)
            called = f"{method.upper()} {path}"
            yield Body(called, method.upper(), path, own, more, maker.described, maker.extra)


def full_bodies(objects: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """For each operation that writes, all that its description names, with what the table gives."""
    table = table_of_writes()
    return {
        one.called: one.own | of_the_scene(table.get(one.called, {}).get("send", {}), objects)
        for one in bodies()
    }


class _Maker:
    def __init__(self, api: Mapping[str, Any]) -> None:
        self.api = api
        self.described: dict[str, str] = {}
        self.extra: dict[str, str] = {}

    def schema(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        if "$ref" in schema:
            return self.schema(self.api["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
        for several in ("anyOf", "oneOf", "allOf"):
            if several in schema:
                return self.schema(schema[several][0])
        return schema

    def value(self, described: Mapping[str, Any], place: str) -> Any:
        """Something that fits a schema, with all that it names."""
        schema = self.schema(described)
        if "const" in schema or "enum" in schema:
            return schema.get("const", schema.get("enum", [None])[0])
        if schema.get("type") == "object":
            inner = schema.get("properties", {})
            return {one: self.value(inner[one], f"{place}.{one}".strip(".")) for one in inner}
        if schema.get("type") == "array":
            return [self.value(schema.get("items", {}), place)] if schema.get("minItems") else []
        if schema.get("type") == "string":
            return self._text(schema, place)
        number = max(1, schema.get("minimum", 1))
        return {"integer": number, "number": number, "boolean": False}.get(schema.get("type", ""))

    def _text(self, schema: Mapping[str, Any], place: str) -> str:
        name = place.rpartition(".")[2]
        soon = clock.now() + timedelta(30)
        if schema.get("format") in ("date", "date-time"):
            return (soon.date() if schema["format"] == "date" else soon).isoformat()
        if name in _GIVEN or schema.get("pattern") or schema.get("maxLength", 100) < 9:
            return _GIVEN.get(name, "x" * max(1, schema.get("minLength", 1)))
        mark = f"Zo{len(self.described):06d}x"
        self.described[mark] = place
        return mark

    def with_extra(self, described: Mapping[str, Any], own: Any) -> Any:
        """The same value, and in each object that is described what is not described beside it."""
        schema = self.schema(described)
        if isinstance(own, list):
            return [self.with_extra(schema.get("items", {}), one) for one in own]
        if not isinstance(own, dict) or "properties" not in schema:
            return own
        inner = {name: self.with_extra(schema["properties"][name], value) for name, value in own.items()}
        names = {name.rpartition(".")[2] for name, _ in fields()} | set(_MORE)
        return inner | {name: self._extra(name) for name in sorted(names - set(schema["properties"]))}

    def _extra(self, name: str) -> str:
        mark = f"Zx{len(self.extra):06d}x"
        self.extra[mark] = name
        return mark
