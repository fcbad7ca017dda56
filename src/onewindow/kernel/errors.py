"""Errors that speak plainly: what is wrong, where, which rule, and the way out."""

from typing import ClassVar


class Phrase(str):
    """A text of ours, in English, that is translated where it is shown: also as a value inside a message."""

    __slots__ = ()


def N_(text: str) -> Phrase:
    """Mark a text for extraction; it is translated where it is shown."""
    return Phrase(text)


class OnewindowError(Exception):
    """The base of every error that a person or a program may meet.

    A subclass sets ``code`` (a stable slug), ``message`` (an English msgid with ``{named}`` places, marked
    with ``N_``) and, where the person can do something, ``way_out``. Values for the places are keyword
    arguments and stay available as ``values``: the edge translates the message, then fills it.

    :param field: where in the input, as a path such as ``lines/0/quantity``; None where no field is at fault.
    """

    code: ClassVar[str] = "error"
    message: ClassVar[str] = N_("Something went wrong.")
    way_out: ClassVar[str] = ""

    def __init__(self, *, field: str | None = None, **values: object) -> None:
        self.field = field
        self.values = values
        super().__init__()

    def __str__(self) -> str:
        return self.text()

    def text(self) -> str:
        """The message in English, filled. Edges translate ``message`` and ``way_out`` themselves."""
        said = self.message.format(**self.values)
        if self.way_out:
            said = f"{said} {self.way_out.format(**self.values)}"
        return f"{self.field}: {said}" if self.field else said

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.field, self.values))


def _rebuild(kind: type[OnewindowError], field: str | None, values: dict[str, object]) -> OnewindowError:
    return kind(field=field, **values)


class InvalidInput(OnewindowError):
    """Input that breaks a rule. Nothing was changed."""

    code = "invalid-input"
    message = N_("This value cannot be used.")


class NotFound(OnewindowError):
    """Nothing of that name that this caller may see."""

    code = "not-found"
    message = N_("We could not find it.")


class NotAllowed(OnewindowError):
    """The caller may not do this. Default deny."""

    code = "not-allowed"
    message = N_("You are not allowed to do this.")


class Conflict(OnewindowError):
    """Somebody else was first, or the thing is not in a state that allows it."""

    code = "conflict"
    message = N_("This has changed since you last saw it.")
    way_out = N_("Look at it again, then decide.")


class Problems(OnewindowError):
    """Several errors of one input, reported together.

    :param problems: the errors in the order of the input; at least one.
    """

    code = "invalid-input"
    message = N_("There is a problem with what was sent.")

    def __init__(self, problems: "list[OnewindowError] | tuple[OnewindowError, ...]") -> None:
        self.problems = tuple(problems)
        super().__init__()

    def text(self) -> str:
        return "; ".join(problem.text() for problem in self.problems) or self.message

    def __reduce__(self) -> tuple[object, ...]:
        return (Problems, (self.problems,))
