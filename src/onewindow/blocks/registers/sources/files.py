"""Facts in files: YAML (a mapping of key to values) or CSV (a column ``key`` and one per attribute).

A value ``valid_from`` (a civil date) beside the attributes begins a span; a key may then come again, later.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import yaml

from onewindow.blocks.registers.declarations import Declaration
from onewindow.blocks.registers.errors import DataNotValid

Rows = Iterator[tuple[str, dict[str, Any]]]


def rows(path: Path, declaration: Declaration) -> Rows:
    """The entries of a file, as key and values."""
    return _csv(path, declaration) if path.suffix == ".csv" else _yaml(path)


def _yaml(path: Path) -> Rows:
    data: object = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
    if not isinstance(data, dict):
        raise DataNotValid(file=path.name, entry="-", rule="the file must be a mapping of key to values")
    for key, values in cast("dict[object, object]", data).items():
        if not isinstance(values, dict):
            raise DataNotValid(file=path.name, entry=key, rule="an entry must be a mapping")
        yield str(key), cast("dict[str, Any]", values)


def _csv(path: Path, declaration: Declaration) -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        table = csv.DictReader(file)
        if "key" not in (table.fieldnames or ()):
            raise DataNotValid(file=path.name, entry="-", rule="there is no column “key”")
        for row in table:
            key = row.pop("key")
            yield key, {slug: _cell(declaration, slug, text) for slug, text in row.items() if text}


def _cell(declaration: Declaration, slug: str, text: str) -> object:
    field = declaration.fields.get(slug)
    match field.type if field else "text":
        case "integer":
            return int(text) if text.lstrip("-").isdigit() else text
        case "boolean":
            return {"true": True, "false": False}.get(text, text)
        case "list":
            return text.split("|")
        case _:
            return text
