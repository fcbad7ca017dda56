"""Why a result is null: FEEL does not raise, it answers null (DMN 1.5 §10.3.2.13.2) and we say why."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from onewindow.kernel.errors import N_


@dataclass(frozen=True, slots=True)
class ReasonKind:
    """A sort of reason: a stable slug and an English msgid with named places."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that made a value null."""

    kind: ReasonKind
    values: Mapping[str, object] = field(default_factory=dict[str, object])

    @property
    def code(self) -> str:
        return self.kind.code

    @property
    def message(self) -> str:
        return self.kind.message

    def text(self) -> str:
        """The message in English, filled."""
        return self.kind.message.format(**self.values)


UNKNOWN_NAME = ReasonKind("unknown-name", N_("“{name}” has no value here."))
NO_ENTRY = ReasonKind("no-entry", N_("There is no “{name}” in {kind}."))
WRONG_OPERANDS = ReasonKind("wrong-operands", N_("“{operator}” does not work on {left} and {right}."))
WRONG_OPERAND = ReasonKind("wrong-operand", N_("“{operator}” does not work on {kind}."))
OUT_OF_RANGE = ReasonKind("out-of-range", N_("The result of “{operator}” is out of range."))
DIVISION_BY_ZERO = ReasonKind("division-by-zero", N_("A number was divided by zero."))
NOT_A_FUNCTION = ReasonKind("not-a-function", N_("“{name}” is {kind}, not a function."))
WRONG_ARGUMENTS = ReasonKind("wrong-arguments", N_("The function “{name}” does not accept ({given})."))
WRONG_ARGUMENT = ReasonKind("wrong-argument", N_("The function “{name}” cannot use {value}."))
NOT_A_LITERAL = ReasonKind("not-a-literal", N_("“{text}” is not a {kind}."))
BAD_PATTERN = ReasonKind("bad-pattern", N_("“{pattern}” is not a pattern: {problem}."))
NOT_ITERABLE = ReasonKind("not-iterable", N_("{kind} cannot be gone through one by one."))
BAD_RANGE = ReasonKind("bad-range", N_("A range cannot run from {start} to {end}."))
BAD_FILTER = ReasonKind("bad-filter", N_("A filter must be a number or yes/no, not {kind}."))
NO_CLOCK = ReasonKind("no-clock", N_("“{name}” has no clock here."))
NOT_OF_TYPE = ReasonKind("not-of-type", N_("{value} is not of the type {type}."))
UNKNOWN_TYPE = ReasonKind("unknown-type", N_("There is no type “{name}”."))
EXTERNAL = ReasonKind("external-function", N_("External functions are never run here."))
CALL_FAILED = ReasonKind("call-failed", N_("The function “{name}” could not answer: {problem}"))
DUPLICATE_KEY = ReasonKind("duplicate-key", N_("The key “{name}” appears twice."))
