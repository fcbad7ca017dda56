"""What a static check says about an expression, before it binds anybody."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from onewindow.kernel.errors import N_


@dataclass(frozen=True, slots=True)
class RemarkKind:
    """A sort of remark: a stable slug and an English msgid with named places."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Remark:
    """One fault of an expression; ``at`` is the offset in its text."""

    kind: RemarkKind
    at: int
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


NOT_FEEL = RemarkKind("not-feel", N_("This is not a FEEL expression: near “{near}”, {expected}."))
UNKNOWN = RemarkKind(
    "unknown-name", N_("“{name}” is not known here. Check its spelling, or make it a requirement.")
)
NO_SUCH_ENTRY = RemarkKind("unknown-name", N_("There is no “{name}” in {type}."))
OPERANDS = RemarkKind(
    "wrong-type", N_("“{operator}” does not work on {left} and {right}: it is always null.")
)
CONDITION = RemarkKind("wrong-type", N_("A condition must be yes or no, and this is {type}."))
ARGUMENTS = RemarkKind("wrong-type", N_("The function “{name}” does not accept ({given})."))
NO_FUNCTION = RemarkKind("wrong-type", N_("“{name}” is {type}, not a function."))
RESULT = RemarkKind("wrong-type", N_("The result is {type}, but {expected} is declared."))
DUPLICATE = RemarkKind("wrong-type", N_("The key “{name}” appears twice: the context is always null."))
