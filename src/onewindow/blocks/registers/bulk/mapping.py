"""Which column becomes which attribute: a small text in YAML, or nothing where names are the same."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from datetime import time as midnight
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

import orjson
import yaml

from onewindow.blocks.registers.bulk.errors import CellNotValid, ColumnMissing, KeyMissing, MappingNotValid
from onewindow.blocks.registers.declarations import Declaration, Field
from onewindow.kernel.errors import N_

_TOP: Final = ("key", "valid_from", "fields")
_NAMES: Final = ("column", "fixed", "values", "prefix", "date", "decimal", "split")
_LONGEST: Final = 100_000
_WHOLE: Final = re.compile(r"[+-]?\d{1,18}")
_RECKONED: Final = ("=", "+", "-", "@")
_JSON: Final = frozenset({"list", "group", "localised"})


@dataclass(frozen=True, slots=True)
class Rule:
    """How one cell becomes one value.

    :param fixed: the value itself, whatever the file says.
    :param values: what the file says to what the register says.
    :param prefix: put before the text, such as ``register/people/``.
    :param date: how days are written, such as ``%d/%m/%Y``.
    :param decimal: the sign before decimals; a blank or a dot between thousands is left out.
    :param split: the sign between the parts of a list.
    """

    column: str = ""
    fixed: object = None
    values: Mapping[str, object] = field(default_factory=dict[str, object])
    prefix: str = ""
    date: str = ""
    decimal: str = ""
    split: str = ""


@dataclass(frozen=True, slots=True)
class Meant:
    """A whole mapping."""

    key: Rule
    valid_from: Rule | None
    fields: Mapping[str, Rule]


def read_mapping(text: str, declaration: Declaration, *, columns: Sequence[str]) -> Meant:
    """Read a mapping; an empty text means that columns are called as attributes are.

    :param columns: what the file has.
    :raises MappingNotValid, ColumnMissing: names the place.
    """
    if not text.strip():
        fields = {slug: Rule(column=slug) for slug in declaration.fields if slug in columns}
        unknown = set(columns) - set(fields) - {"key", "valid_from"}
        if unknown:
            raise MappingNotValid(field="mapping", where=min(unknown), rule=N_("no attribute has this name"))
        since = Rule(column="valid_from") if "valid_from" in columns else None
        return _held(Meant(Rule(column="key"), since, fields), columns)
    top = _parsed(text)
    for name in top:
        if name not in _TOP:
            raise MappingNotValid(field="mapping", where=name, rule=N_("this name is unknown"))
    fields = {
        slug: _rule(each, f"fields/{slug}") for slug, each in _mapping(top.get("fields"), "fields").items()
    }
    for slug in fields:
        if slug not in declaration.fields:
            raise MappingNotValid(
                field="mapping", where=f"fields/{slug}", rule=N_("there is no such attribute")
            )
    since = _rule(top["valid_from"], "valid_from") if "valid_from" in top else None
    return _held(Meant(_rule(top.get("key", "key"), "key"), since, fields), columns)


def _parsed(text: str) -> Mapping[str, Any]:
    if len(text) > _LONGEST:
        raise MappingNotValid(field="mapping", where="", rule=N_("it is too long"))
    try:
        found: object = yaml.load(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as problem:
        raise MappingNotValid(field="mapping", where="", rule=f"not YAML: {problem}") from problem
    return _mapping(found, "")


def _mapping(found: object, where: str) -> Mapping[str, Any]:
    if not isinstance(found, dict):
        raise MappingNotValid(field="mapping", where=where, rule=N_("names with values are needed here"))
    return {str(name): each for name, each in cast("dict[object, Any]", found).items()}


def _rule(data: object, where: str) -> Rule:
    if isinstance(data, str):
        return Rule(column=data)
    said = _mapping(data, where)
    for name in said:
        if name not in _NAMES:
            raise MappingNotValid(field="mapping", where=f"{where}/{name}", rule=N_("this name is unknown"))
    if ("column" in said) == ("fixed" in said):
        raise MappingNotValid(field="mapping", where=where, rule=N_("give a column, or a fixed value"))
    values = _mapping(said.get("values", {}), f"{where}/values")
    texts = {
        name: str(said[name]) for name in ("column", "prefix", "date", "decimal", "split") if name in said
    }
    return Rule(fixed=said.get("fixed"), values=values, **texts)


def _held(meant: Meant, columns: Sequence[str]) -> Meant:
    rules = [meant.key, *([meant.valid_from] if meant.valid_from else []), *meant.fields.values()]
    for rule in rules:
        if rule.column and rule.column not in columns:
            raise ColumnMissing(field="mapping", column=rule.column)
    return meant


def key_of(meant: Meant, row: Mapping[str, Any]) -> str:
    """The number of the entry that a row is about.

    :raises KeyMissing: the cell is empty.
    """
    value = _cell(meant.key, row, "key")
    key = str(value).strip() if value is not None else ""
    if not key:
        raise KeyMissing(field=meant.key.column or "key")
    return key


def since_of(meant: Meant, row: Mapping[str, Any], *, zone: ZoneInfo) -> datetime | None:
    """From when on the row is true: the beginning of a civil day; None where nothing says so."""
    value = _cell(meant.valid_from, row, "valid_from") if meant.valid_from else None
    if value in (None, ""):
        return None
    try:
        day = datetime.fromisoformat(str(value))
    except ValueError as problem:
        raise CellNotValid(field="valid_from", value=str(value)[:80], rule=N_("a day is needed")) from problem
    return datetime.combine(day.date(), midnight.min, zone).astimezone(UTC)


def values_of(meant: Meant, row: Mapping[str, Any], declaration: Declaration) -> dict[str, object]:
    """Attribute to value, still to be checked by the register; empty cells say nothing."""
    found: dict[str, object] = {}
    for slug, rule in meant.fields.items():
        value = _cell(rule, row, slug)
        if value is not None and value != "":
            found[slug] = _shaped(declaration.fields[slug], rule, value)
    return found


def _cell(rule: Rule, row: Mapping[str, Any], where: str) -> object:
    if not rule.column:
        return rule.fixed
    value = row.get(rule.column)
    if isinstance(value, str):
        value = value.strip()
        if value[:1] == "'" and value[1:2] in _RECKONED:
            value = value[1:]  # as exports write it, so that a table does not take it for a formula
    if value in (None, ""):
        return None
    if rule.values:
        if str(value) not in rule.values:
            raise CellNotValid(field=where, value=str(value)[:80], rule=N_("the mapping does not name it"))
        return rule.values[str(value)]
    if rule.date and isinstance(value, str):
        try:
            return datetime.strptime(value, rule.date).date().isoformat()  # noqa: DTZ007 (a civil day)
        except ValueError as problem:
            raise CellNotValid(
                field=where, value=value[:80], rule=N_("it is not written as the mapping says")
            ) from problem
    if rule.decimal and isinstance(value, str):
        thousands = "." if rule.decimal == "," else ","
        value = re.sub(r"\s", "", value).replace(thousands, "").replace(rule.decimal, ".")
    return f"{rule.prefix}{value}" if rule.prefix else value


def _shaped(declared: Field, rule: Rule, value: object) -> object:
    """Texts of a table as the types that the register asks for."""
    if not isinstance(value, str):
        return str(value) if declared.type in ("text", "code", "reference", "decimal") else value
    if rule.split and declared.type == "list":
        return [part.strip() for part in value.split(rule.split) if part.strip()]
    if declared.type == "integer" and _WHOLE.fullmatch(value):
        return int(value)
    if declared.type == "boolean":
        return {"true": True, "false": False, "1": True, "0": False}.get(value.lower(), value)
    if declared.type in _JSON and value[:1] in "[{":
        try:
            return orjson.loads(value)
        except orjson.JSONDecodeError as problem:
            raise CellNotValid(field=declared.slug, value=value[:80], rule=N_("it is not JSON")) from problem
    return value
