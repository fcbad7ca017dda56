"""Answers from elsewhere: out of a flat page form, or out of a message that was dropped."""

from collections.abc import Mapping, Sequence
from dataclasses import fields as fields_of
from dataclasses import is_dataclass
from decimal import Decimal
from enum import Enum

from onewindow.blocks.catalogue.form_types import Field, Form
from onewindow.blocks.catalogue.formula import Formula
from onewindow.blocks.catalogue.types import Filled
from onewindow.kernel.money import Money, UnitPrice

_MAX_DEPTH = 12


def nest_answers(form: Form, fields: Mapping[str, Sequence[str]]) -> dict[str, object]:
    """See ``api.nest_answers``."""
    tree: dict[str, object] = {}
    for path, texts in fields.items():
        _put(tree, path.split("/")[:_MAX_DEPTH], list(texts))
    return _nested(form.fields, tree)


def _put(tree: dict[str, object], parts: list[str], texts: list[str]) -> None:
    for part in parts[:-1]:
        inner = tree.setdefault(part, {})
        if not isinstance(inner, dict):
            return
        tree = inner
    tree[parts[-1]] = texts


def _nested(fields: Sequence[Field], tree: Mapping[str, object]) -> dict[str, object]:
    """Only what the form knows: a page sends buttons and tokens along."""
    return {field.field: _answer(field, tree[field.field]) for field in fields if field.field in tree}


def _answer(field: Field, found: object) -> object:
    if field.type == "list" and isinstance(found, dict):
        rows = sorted((key for key in found if key.isdecimal() and len(key) < 7), key=int)
        return [_nested(field.fields, found[key]) for key in rows if isinstance(found[key], dict)]
    if field.type == "group" and isinstance(found, dict):
        return _nested(field.fields, found)
    if isinstance(found, dict):  # the three parts of a date
        return {key: texts[-1] for key, texts in found.items() if isinstance(texts, list) and texts}
    if not isinstance(found, list):
        return None
    return found if field.type == "choices" else (found[-1] if found else None)


def fill_answers(form: Form, message: object, context: Mapping[str, object]) -> Filled:
    """See ``api.fill_answers``."""
    if form.fills is None:
        return Filled({})
    scope = {**context, form.fills.name: feel_of(message)}
    answers: dict[str, object] = {}
    paths: list[str] = []
    unfilled: list[str] = []
    _fill(form.fills.map, scope, answers, "", paths, unfilled)
    for name, (items, inner) in form.fills.lists.items():
        found = items.value(scope)
        rows: list[dict[str, object]] = []
        for index, item in enumerate(found if isinstance(found, list) else ()):
            row: dict[str, object] = {}
            _fill(inner, {**scope, "item": item}, row, f"{name}/{index}/", paths, unfilled)
            rows.append(row)
        if rows:
            answers[name] = rows
    return Filled(answers, tuple(paths), tuple(unfilled))


def _fill(
    targets: Mapping[str, Formula],
    scope: Mapping[str, object],
    into: dict[str, object],
    prefix: str,
    paths: list[str],
    unfilled: list[str],
) -> None:
    for target, formula in targets.items():
        value = formula.value(scope)
        if value is None or value == "":
            unfilled.append(prefix + target)
            continue
        place, *inner = target.split("/")
        if inner:
            group = into.setdefault(place, {})
            assert isinstance(group, dict)
            group[inner[0]] = value
        else:
            into[place] = value
        paths.append(prefix + target)


def _properties(kind: type) -> list[str]:
    """What a message type works out of its fields, such as an item's HS code."""
    return [name for name, member in vars(kind).items() if isinstance(member, property) and name[0] != "_"]


def feel_of(message: object) -> object:
    """A message as FEEL values: dataclasses become contexts, money {amount, currency}, tuples lists."""
    if isinstance(message, Money):
        return {"amount": message.amount, "currency": message.currency}
    if isinstance(message, UnitPrice):
        return {"price": message.price, "currency": message.currency, "per": message.per}
    if isinstance(message, Enum):
        return feel_of(message.value)
    if is_dataclass(message) and not isinstance(message, type):
        names = [field.name for field in fields_of(message)] + _properties(type(message))
        return {name: feel_of(getattr(message, name)) for name in names}
    if isinstance(message, Mapping):
        return {str(key): feel_of(value) for key, value in message.items()}
    if isinstance(message, list | tuple):
        return [feel_of(item) for item in message]
    if isinstance(message, int) and not isinstance(message, bool):
        return Decimal(message)
    return message
