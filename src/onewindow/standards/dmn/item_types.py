"""Item definitions as FEEL types, and their limits (DMN 1.5 §7.3.2 and §7.3.3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from onewindow.standards.feel.coercion import coerce
from onewindow.standards.feel.errors import FeelSyntaxError
from onewindow.standards.feel.parse_types import parse_type
from onewindow.standards.feel.parser import Parser
from onewindow.standards.feel.reasons import NOT_OF_TYPE
from onewindow.standards.feel.run import Run
from onewindow.standards.feel.types import (
    ANY,
    NUMBER,
    ContextType,
    FunctionType,
    ListType,
    Type,
    built_in,
    class_of,
    name_of,
    resolve,
    show,
)
from onewindow.standards.feel.unit import Unit
from onewindow.standards.feel.values import Code, Frame, Value, as_list, kind_of

from .model import ItemDefinition

# Words that editors write for FEEL's own types.
_EDITORS_WORDS = {
    "integer": NUMBER,
    "long": NUMBER,
    "double": NUMBER,
    "decimal": NUMBER,
    "feel.any": ANY,
    "": ANY,
}


class ItemTypes:
    """The declared types of a model, resolved once."""

    def __init__(
        self, items: Iterable[ItemDefinition], imported: Sequence[tuple[str, ItemTypes]] = ()
    ) -> None:
        self._imported = imported
        self._items = {item.name: item for item in items}
        self._types: dict[str, Type] = {}
        self._limits: dict[str, Limits | None] = {}
        self.unknown: set[str] = set()
        for home, other in imported:
            self._types.update({_within(home, name): kind for name, kind in other.types.items()})
        for name in self._items:
            self.named(name)

    @property
    def types(self) -> Mapping[str, Type]:
        """The types by name, for ``instance of``."""
        return self._types

    def component_names(self) -> list[str]:
        """The names of all parts of all structures, which may follow a dot."""
        names = [name for _, other in self._imported for name in other.component_names()]
        waiting = list(self._items.values())
        while waiting:
            item = waiting.pop()
            names += [part.name for part in item.components]
            waiting += item.components
        return names

    def item(self, reference: str | None) -> ItemDefinition | None:
        """The declaration that a type reference means."""
        if reference is None:
            return None
        return self._items.get(reference) or self._items.get(_local(reference))

    def named(self, reference: str | None) -> Type | None:
        """The type of a reference; None without a reference, Any (and remembered) for an unknown one."""
        if reference is None:
            return None
        item = self.item(reference)
        if item is None and _local(reference) in self._types:
            return self._types[_local(reference)]
        if item is None:
            known = (
                built_in(_local(reference))
                or _EDITORS_WORDS.get(_local(reference).lower())
                or self._written_out(reference)
            )
            if known is None:
                self.unknown.add(reference)
            return known or ANY
        if item.name not in self._types:
            self._types[item.name] = ANY  # a type that contains itself ends here
            self._types[item.name] = self._resolved(item)
        return self._types[item.name]

    def _written_out(self, reference: str) -> Type | None:
        """A type such as ``list<number>``, which FEEL writes and some editors put here."""
        if "<" not in reference:
            return None
        try:
            kind = parse_type(Parser(reference, names=(), type_names=self._items))
        except FeelSyntaxError:
            return None
        return resolve(kind, self._types)

    def _resolved(self, item: ItemDefinition) -> Type:
        if item.components:
            kind: Type = ContextType(tuple((part.name, self._resolved(part)) for part in item.components))
        elif item.function is not None:
            parameters, returns = item.function
            kinds = tuple(self.named(parameter) or ANY for parameter in parameters)
            kind = FunctionType(kinds, self.named(returns) or ANY)
        else:
            kind = self.named(item.type_ref) or ANY
        return ListType(kind) if item.is_collection else kind

    def limits(self, reference: str | None) -> Limits | None:
        """What a value of the type must also pass; None where nothing is said."""
        item = self.item(reference)
        if item is None:
            return self._imported_limits(_local(reference or ""))
        if item.name not in self._limits:
            self._limits[item.name] = None
            self._limits[item.name] = self._limits_of(item)
        return self._limits[item.name]

    def _imported_limits(self, reference: str) -> Limits | None:
        for home, other in self._imported:
            name = reference.removeprefix(f"{home}.") if home else reference
            if name in other.types and (not home or name != reference):
                return other.limits(name)
        return None

    def _limits_of(self, item: ItemDefinition) -> Limits | None:
        parts = {part.name: limits for part in item.components if (limits := self._limits_of(part))}
        base = None if item.components else self.limits(item.type_ref)
        tests = self._tests(item.allowed)
        whole = self._tests(item.constraint)
        if not (parts or base or tests or whole):
            return None
        return Limits(base, parts, tests, whole, item.is_collection)

    def _tests(self, text: str | None) -> tuple[Unit, int, Code] | None:
        if text is None:
            return None
        unit = Unit(types=self._types, properties=self.component_names())
        scope, place = unit.local("?")
        code = unit.tests(text, place, scope)
        return None if code is None else (unit, place, code)


@dataclass(frozen=True, slots=True)
class Limits:
    """Allowed values of a type, of what it is based on, and of its parts. Null is always let through."""

    base: Limits | None
    parts: Mapping[str, Limits]
    tests: tuple[Unit, int, Code] | None
    whole: tuple[Unit, int, Code] | None
    is_collection: bool

    def allow(self, run: Run, value: Value) -> bool:
        """Whether a value is within the limits."""
        if self.is_collection and kind_of(value) is list:
            items = as_list(value)
            run.tick(len(items))
            return all(self._allow_one(run, item) for item in items) and _passes(run, value, self.whole)
        return self._allow_one(run, value) and _passes(run, value, self.whole)

    def _allow_one(self, run: Run, value: Value) -> bool:
        if value is None:
            return True
        if self.base is not None and not self.base.allow(run, value):
            return False
        if kind_of(value) is dict:
            entries: dict[str, Value] = value
            if not all(limits.allow(run, entries.get(name)) for name, limits in self.parts.items()):
                return False
        return _passes(run, value, self.tests)


def _passes(run: Run, value: Value, tests: tuple[Unit, int, Code] | None) -> bool:
    if tests is None or value is None:
        return True
    unit, place, code = tests
    run.tick(4)
    frame = unit.frame(run)
    frame[place] = value
    return code(frame) is True


def _within(home: str, name: str) -> str:
    """The name of an imported type; a default import, which has no name, leaves it as it is (DMN 1.5)."""
    return f"{home}.{name}" if home else name


def _local(reference: str) -> str:
    return " ".join(reference.rpartition(":")[2].split())


def fit(run: Run, value: Value, kind: Type | None, limits: Limits | None) -> Value:
    """The value as the type wants it; null with a reason where it is not of the type or not allowed."""
    if value is None or kind is None:
        return value
    fitted = coerce(run, value, kind)
    if fitted is None or limits is None or limits.allow(run, fitted):
        return fitted
    return run.note(NOT_OF_TYPE, value=name_of(fitted), type=f"{show(kind)} with the allowed values")


def fitted(code: Code, kind: Type, limits: Limits | None) -> Code:
    """Code whose values are as the type wants them. What is of a plain type already passes at once."""
    plain = class_of(kind) if limits is None else None

    def fit_value(frame: Frame) -> Value:
        value = code(frame)
        return value if type(value) is plain else fit(frame[0], value, kind, limits)

    return fit_value
