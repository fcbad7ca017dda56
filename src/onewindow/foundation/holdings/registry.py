"""The rules by model, and whether they fit the models that there are."""

from collections.abc import Iterable, Iterator
from functools import cache

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import CASCADE, DateTimeField, Field, Model

from onewindow.foundation.holdings.errors import RuleMissing, RuleNotValid
from onewindow.foundation.holdings.types import Holding
from onewindow.kernel.errors import OnewindowError

_rules: dict[str, Holding] = {}


def declare(holdings: Iterable[Holding]) -> None:
    """Make the rules of a room known; wiring calls it once for each."""
    for each in holdings:
        _rules[each.model] = each


def rules() -> tuple[Holding, ...]:
    """All rules, in the order of the models' names."""
    return tuple(_rules[name] for name in sorted(_rules))


def model_of(holding: Holding) -> type[Model]:
    """The model that a rule is about: rules come from every room, so it is found by its label."""
    return _models()[holding.model]


@cache
def _models() -> dict[str, type[Model]]:
    return {model._meta.label: model for model in apps.get_models(include_auto_created=True)}


def rules_leaves_first() -> tuple[Holding, ...]:
    """All rules; a model that points to another one comes before it, so that nothing is left pointing."""
    return tuple(sorted(rules(), key=lambda holding: -_depth(model_of(holding), frozenset())))


def _depth(model: type[Model], above: frozenset[type[Model]]) -> int:
    targets = {
        field.related_model for field in model._meta.concrete_fields if isinstance(field.related_model, type)
    }
    further = targets - above - {model}
    return 1 + max((_depth(target, above | {model}) for target in further), default=0)


def problems() -> list[OnewindowError]:
    """Models without a rule, and rules that do not fit their model."""
    models = {model._meta.label for model in apps.get_models(include_auto_created=True)}
    missing: list[OnewindowError] = [RuleMissing(model=label) for label in sorted(models - set(_rules))]
    return missing + [
        RuleNotValid(model=label, what=what)
        for label in sorted(_rules)
        for what in (_faults(_rules[label]) if label in models else ["there is no such model"])
    ]


def _faults(holding: Holding) -> Iterator[str]:
    model = model_of(holding)
    if holding.rows is None and not holding.nothing:
        yield "neither how its rows name people, nor why they do not"
    if not holding.retention.why.strip():
        yield "no reason for its term"
    for name in (*holding.hidden, *holding.retention.blanks):
        if not _has(model, name):
            yield f"no field {name}"
    if holding.erasable and not _is_moment(model, holding.begun):
        yield f"erasable, and no moment {holding.begun!r} says since when a row is there"
    timed = holding.retention.then in ("delete", "blank")
    if timed and (holding.retention.days < 0 or not _has(model, holding.retention.after)):
        yield f"no term from {holding.retention.after!r}"
    if holding.retention.then == "with parent" and not _cascades(model, holding.retention.after):
        yield f"{holding.retention.after!r} is no foreign key that cascades"


def _has(model: type[Model], path: str) -> bool:
    first, _, rest = path.partition("__")
    try:
        found = model._meta.get_field(first)
    except FieldDoesNotExist:
        return False
    related = found.related_model
    return not rest or (isinstance(related, type) and _has(related, rest))


def _is_moment(model: type[Model], name: str) -> bool:
    return "__" not in name and _has(model, name) and isinstance(model._meta.get_field(name), DateTimeField)


def _cascades(model: type[Model], name: str) -> bool:
    if not _has(model, name):
        return False
    found = model._meta.get_field(name)
    return isinstance(found, Field) and getattr(found.remote_field, "on_delete", None) is CASCADE
