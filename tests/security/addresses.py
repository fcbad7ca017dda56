"""Every address of the site with its method, from the URL resolver and from the API's description."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from onewindow.blocks.registers.desk.entry_addresses import EntryInAddress

TABLE = Path(__file__).with_name("addresses.yaml")
_SIGNED_IN, _EVERYBODY = "signed in", "everybody"
_PART = re.compile(r"<(?:(\w+):)?(\w+)>|\{(\w+)\}|\(\?P<(\w+)>[^)]*\)")
_API = "/api/v1"


@dataclass(frozen=True, slots=True)
class Address:
    """One address and one method.

    :param body: for the API, what its description asks for at least.
    """

    method: str
    route: str
    body: str = ""

    @property
    def called(self) -> str:
        """``GET /cases/<number>/``: how the table names it."""
        return f"{self.method} {self.route}"

    def with_body(self, body: Mapping[str, Any]) -> "Address":
        """With another body than the least that fits."""
        return replace(self, body=json.dumps(body))

    def filled(self, objects: Mapping[str, str]) -> str:
        """With the numbers and names of what the scene holds.

        Where a name stands for different things (a ``code`` of a document, of a mandate), the scene says
        which by what comes before it in the address, ``documents/code``, or for the one address alone,
        ``/log/<old>#old``. ``<route>?`` is a query that the address has to have.
        """

        def value(part: re.Match[str]) -> str:
            found = named(part)
            return EntryInAddress().to_url(found) if part[1] == "entry" else found

        def named(part: re.Match[str]) -> str:
            name = part[2] or part[3] or part[4]
            if f"{self.route}#{name}" in objects:
                return objects[f"{self.route}#{name}"]
            before = self.route[: part.start()]
            for start in sorted((key for key in objects if "/" in key[1:]), key=len, reverse=True):
                place, _, wanted = start.rpartition("/")
                if wanted == name and place in before:
                    return objects[start]
            return objects[name]

        query = objects.get(f"{self.route}?", "")
        return _PART.sub(value, self.route) + (f"?{query}" if query else "")


def doors(people: Iterable[str]) -> dict[str, dict[str, str]]:
    """For each address who gets in from which level on, as the table says.

    :param people: who signs in; ``signed in: low`` means all of them, ``everybody: none`` the others too.
    """
    said: dict[str, dict[str, str]] = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    return {called: _each(line, list(people)) for called, line in said.items()}


def _each(line: Mapping[str, str], people: list[str]) -> dict[str, str]:
    found = dict(line)
    if _EVERYBODY in line:
        level = found.pop(_EVERYBODY)
        found = dict.fromkeys(("anybody", "halfway"), level) | dict.fromkeys(people, "low") | found
    if _SIGNED_IN in line:
        found = dict.fromkeys(people, found.pop(_SIGNED_IN)) | found
    return found


def addresses() -> list[Address]:
    """All of them. Pages are asked for with GET, and posted to where they only take that."""
    found = [Address("GET", route) for route in _pages(get_resolver().url_patterns)]
    described = Client().get(f"{_API}/openapi.json").json()
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            asked = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
            body = json.dumps(_sample(asked["schema"], described)) if asked else ""
            found.append(Address(method.upper(), path, body))
    return sorted(set(found), key=lambda one: one.called)


def _sample(schema: Mapping[str, Any], described: Mapping[str, Any]) -> object:
    """The least that fits a schema."""
    if "$ref" in schema:
        return _sample(described["components"]["schemas"][schema["$ref"].rpartition("/")[2]], described)
    for several in ("anyOf", "oneOf", "allOf"):
        if several in schema:
            return _sample(schema[several][0], described)
    if "default" in schema or "const" in schema or "enum" in schema:
        return schema.get("default", schema.get("const", schema.get("enum", [None])[0]))
    if schema.get("type") == "object":
        wanted = schema.get("required", ())
        return {name: _sample(schema["properties"][name], described) for name in wanted}
    formats = {"date": "2026-01-01", "date-time": "2026-01-01T00:00:00Z"}
    text = formats.get(schema.get("format", ""), "x" * max(1, schema.get("minLength", 1)))
    number = max(1, schema.get("minimum", 1))
    kinds = {"string": text, "integer": number, "number": number, "boolean": False, "array": []}
    return kinds.get(schema.get("type", ""))


def _pages(patterns: list[Any], before: str = "/") -> Iterator[str]:
    for one in patterns:
        here = f"{before}{one.pattern}".replace("^", "").replace("$", "")
        if isinstance(one, URLResolver):
            yield from _pages(one.url_patterns, here)
        elif isinstance(one, URLPattern) and not here.startswith(f"{_API}/"):
            yield re.sub(r"\(\?P<(\w+)>.*\)", r"<\1>", here)
