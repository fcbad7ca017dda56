"""How a built-in function is declared: by the signature that the standard gives it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, DecimalException
from typing import Any, TypeVar

from ..durations import DaysTimeDuration, YearsMonthsDuration
from ..functions import Invocable
from ..ranges import Range
from ..reasons import OUT_OF_RANGE, WRONG_ARGUMENTS
from ..run import Run
from ..temporal import Date, DateTime, Time
from ..types import ANY, DATE, FUNCTION, NULL, Named, Type, class_of, name_of
from ..values import Value, as_list, kind_of, only_item

Implementation = Callable[..., Any]
_Declared = TypeVar("_Declared", bound=Implementation)
_CLASSES: dict[str, frozenset[type]] = {
    "number": frozenset({Decimal}),
    "string": frozenset({str}),
    "boolean": frozenset({bool}),
    "list": frozenset({list}),
    "context": frozenset({dict}),
    "date": frozenset({Date}),
    "time": frozenset({Time}),
    "date and time": frozenset({DateTime}),
    "days and time duration": frozenset({DaysTimeDuration}),
    "years and months duration": frozenset({YearsMonthsDuration}),
    "range": frozenset({Range}),
    "function": frozenset({Invocable}),
    "point": frozenset({Decimal, str, Date, Time, DateTime, DaysTimeDuration, YearsMonthsDuration, bool}),
}
_PARAMETER = re.compile(r"(?P<optional>\[)?(?P<name>[\w ]+): (?P<type>[\w |]+)(?P<mark>[?*]*)\]?")
_ABSENT = object()
_COST = 12
"""Steps that calling a built-in function takes, beside what depends on the size of its arguments."""
_COSTS = {
    "range": 400,
    "time": 30,
    "date and time": 40,
    "week of year": 20,
    "matches": 30,
    "exp": 500,
    "log": 500,
    "sqrt": 50,
    "stddev": 40,
}
"""Of functions that take much longer than others."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter. ``allowed`` is None for Any."""

    name: str
    allowed: frozenset[type] | None
    optional: bool
    nullable: bool
    many: bool

    @property
    def may_be_left_out(self) -> bool:
        """Whether a call by name needs no argument for it: one that is missing is null (§10.3.2.13)."""
        return self.optional or (self.nullable and not self.many)

    def fit(self, value: Value) -> Value:
        """The argument as the parameter wants it, or the mark for one that does not fit."""
        allowed = self.allowed
        if value is None:
            return None if self.nullable else _ABSENT
        if (
            allowed is None
            or type(value) in allowed
            or (Invocable in allowed and isinstance(value, Invocable))
        ):
            return value
        return self._converted(value, allowed)

    def could_take(self, kind: Type) -> bool:
        """Whether a value of that type may fit."""
        allowed = self.allowed
        if allowed is None or not isinstance(kind, Named) or kind in (ANY, NULL, FUNCTION):
            return kind != NULL or self.nullable
        return bool({class_of(kind), list} & allowed) or (kind == DATE and DateTime in allowed)

    def fit_many(self, value: Value) -> Value:
        """A list that was given by name, each item as the parameter wants it; or the mark."""
        if value is None:
            return _ABSENT
        if self.allowed is None:
            return as_list(value)
        fitted = [self.fit(item) for item in as_list(value)]
        return _ABSENT if any(item is _ABSENT for item in fitted) else fitted

    def _converted(self, value: Value, allowed: frozenset[type]) -> Value:
        """Implicit conversions (DMN 1.5 §10.3.2.9.4): an only item, a list of one, a date's midnight."""
        if list in allowed:
            return [value]
        only = only_item(value)
        if only is not value:
            return only if type(only) in allowed else _ABSENT
        if type(value) is Date and DateTime in allowed:
            return DateTime(value, Time(0, 0, 0, 0, 0))
        return _ABSENT


@dataclass(frozen=True, slots=True)
class Signature:
    """One way to call a function."""

    parameters: tuple[Parameter, ...]
    least: int
    call: Implementation

    def fit(self, arguments: list[Value]) -> list[Value] | None:
        """The arguments in order as the parameters want them; None where they do not fit."""
        parameters = self.parameters
        if parameters and parameters[-1].many:
            return self._fit_many(arguments)
        if not self.least <= len(arguments) <= len(parameters):
            return None
        fitted: list[Value] = []
        for parameter, argument in zip(parameters, arguments, strict=False):
            value = parameter.fit(argument)
            if value is _ABSENT:
                return None
            fitted.append(value)
        return fitted

    def _fit_many(self, arguments: list[Value]) -> list[Value] | None:
        """``f(list)`` and ``f(a, b, c)`` are the same; other parameters come first."""
        fixed = len(self.parameters) - 1
        if len(arguments) <= fixed:
            return None
        rest = arguments[fixed:]
        last = self.parameters[-1]
        if last.allowed is None and not fixed and len(rest) == 1:
            if rest[0] is None and not last.nullable:
                return None
            rest = as_list(rest[0])
        fitted: list[Value] = []
        for parameter, argument in zip(self.parameters[:-1], arguments, strict=False):
            value = parameter.fit(argument)
            if value is _ABSENT:
                return None
            fitted.append(value)
        if last.allowed is not None:
            rest = [last.fit(argument) for argument in rest]
            if any(argument is _ABSENT for argument in rest):
                return None
        return [*fitted, rest]

    def could_take(self, kinds: Sequence[Type], names: tuple[str, ...] | None) -> bool:
        """Whether arguments of these types may fit; only what is certain speaks against it."""
        if names is not None:
            given = dict(zip(names, kinds, strict=True))
            known = {parameter.name: parameter for parameter in self.parameters}
            missing = [name for name, one in known.items() if name not in given and not one.may_be_left_out]
            return set(given) <= set(known) and not missing
        many = bool(self.parameters) and self.parameters[-1].many
        if len(kinds) < self.least or (len(kinds) > len(self.parameters) and not many):
            return False
        pairs = list(zip(self.parameters, kinds, strict=False))
        return all(parameter.many or parameter.could_take(kind) for parameter, kind in pairs)

    def place(self, names: tuple[str, ...], arguments: list[Value]) -> list[Value] | None:
        """Arguments by name, put in order; None where a name is not known, twice there, or missing."""
        given = dict(zip(names, arguments, strict=True))
        known = [parameter.name for parameter in self.parameters]
        if len(given) < len(names) or not set(given) <= set(known):
            return None
        placed: list[Value] = []
        for parameter in self.parameters:
            if parameter.name in given:
                value = given[parameter.name]
                value = parameter.fit_many(value) if parameter.many else parameter.fit(value)
                if value is _ABSENT:
                    return None
                placed.append(value)
            elif parameter.may_be_left_out:
                placed.append(None)
            else:
                return None
        return placed


class Builtin(Invocable):
    """A function of the standard, with every way to call it."""

    __slots__ = ("cost", "signatures")

    def __init__(self, name: str) -> None:
        super().__init__((), label=name)
        self.signatures: list[Signature] = []
        self.cost = _COSTS.get(name, _COST)

    def add(self, signature: Signature) -> None:
        self.signatures.append(signature)
        if len(self.signatures) == 1:
            self.names = tuple(parameter.name for parameter in signature.parameters)
            self.types = (None,) * len(self.names)

    def takes(self, count: int) -> bool:
        return any(
            signature.least <= count and (count <= len(signature.parameters) or signature.parameters[-1].many)
            for signature in self.signatures
        )

    def could_take(self, kinds: Sequence[Type], names: tuple[str, ...] | None) -> bool:
        """Whether some way to call it may accept arguments of these types."""
        return any(signature.could_take(kinds, names) for signature in self.signatures)

    def invoke(self, run: Run, arguments: list[Value]) -> Value:
        for signature in self.signatures:
            fitted = signature.fit(arguments)
            if fitted is not None:
                return self._run(run, signature, fitted)
        run.tick(_COST)
        return run.note(WRONG_ARGUMENTS, name=self.label, given=", ".join(map(name_of, arguments)))

    def invoke_named(self, run: Run, names: tuple[str, ...], arguments: list[Value]) -> Value:
        for signature in self.signatures:
            placed = signature.place(names, arguments)
            if placed is not None:
                return self._run(run, signature, placed)
        given = ", ".join(f"{name}: {name_of(value)}" for name, value in zip(names, arguments, strict=True))
        return run.note(WRONG_ARGUMENTS, name=self.label, given=given)

    def _run(self, run: Run, signature: Signature, arguments: list[Value]) -> Value:
        cost = self.cost
        for argument in arguments:
            kind = kind_of(argument)
            if kind is list:
                cost += len(argument)
            elif kind is str:
                cost += len(argument) >> 6
        run.tick(cost)
        try:
            return signature.call(run, *arguments)
        except (DecimalException, OverflowError, ZeroDivisionError):
            return run.note(OUT_OF_RANGE, operator=self.label)


BUILTINS: dict[str, Builtin] = {}


def builtin(declared: str) -> Callable[[_Declared], _Declared]:
    """Register a function under a signature such as ``substring(string: string, [length: number])``.

    ``?`` after a type admits null, ``*`` takes all further arguments as a list, brackets make it optional,
    ``a|b`` admits both types.
    """
    name, _, rest = declared.partition("(")
    parameters = tuple(_parameter(part) for part in rest.removesuffix(")").split(", ") if part)
    least = sum(not parameter.optional for parameter in parameters)

    def register(call: _Declared) -> _Declared:
        BUILTINS.setdefault(name, Builtin(name)).add(Signature(parameters, least, call))
        return call

    return register


def _parameter(text: str) -> Parameter:
    found = _PARAMETER.fullmatch(text)
    if found is None:
        raise ValueError(text)
    allowed: frozenset[type] | None = frozenset()
    for kind in found["type"].split("|"):
        allowed = None if kind == "Any" or allowed is None else allowed | _CLASSES[kind]
    mark = found["mark"]
    return Parameter(found["name"], allowed, bool(found["optional"]), "?" in mark, "*" in mark)
