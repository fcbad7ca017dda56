"""Expressions of a model: FEEL, compiled when the model is loaded; ISO 8601 literals for timers."""

import re
from collections.abc import Iterable
from datetime import timedelta

from onewindow.kernel.errors import OnewindowError
from onewindow.standards import feel
from onewindow.standards.bpmn.errors import ModelNotValid
from onewindow.standards.bpmn.model import TimerRule

_DURATION = r"P(?=[\dT])(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?"
_MOMENT = r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?"
ISO_DURATION = re.compile(_DURATION)
ISO_MOMENT = re.compile(_MOMENT)
ISO_CYCLE = re.compile(rf"R(\d*)(?:/({_MOMENT}))?/({_DURATION})")
_QUOTED = re.compile(r'"([^"\\]*)"')
_PARTS = re.compile(
    r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?"
)
_LITERALS = {"timeDate": ISO_MOMENT, "timeDuration": ISO_DURATION, "timeCycle": ISO_CYCLE}
_FEEL = re.compile(r"^$|feel|^https?://www\.omg\.org/spec/(BPMN|DMN)/", re.IGNORECASE)


def length_of(text: str) -> tuple[int, timedelta]:
    """Months and rest of an ISO 8601 duration; endless where no calendar holds it.

    :raises ValueError: not a duration.
    """
    found = _PARTS.fullmatch(text)
    if found is None or not ISO_DURATION.fullmatch(text):
        raise ValueError(text)
    years, months, weeks, days, hours, minutes, seconds = (float(part or 0) for part in found.groups())
    try:
        rest = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    except OverflowError:
        rest = timedelta.max
    return int(years * 12 + months), rest


class Compiler:
    """Compiles the expressions of one file, knowing the names that it declares."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = frozenset(name for name in names if name)

    def expression(self, text: str, *, element: str, language: str = "") -> feel.Expression:
        """One FEEL expression; a leading ``=`` is allowed.

        :raises ModelNotValid: another language, or not FEEL.
        """
        if not _FEEL.search(language.strip()):
            raise ModelNotValid(
                element=element,
                rule=f"It uses the language “{language.strip()}”. A model cannot run code.",
                fix="Write it as a FEEL expression.",
            )
        body = text.strip().removeprefix("=").strip()
        try:
            return feel.compile_expression(body, names=self.names)
        except OnewindowError as error:
            raise ModelNotValid(
                element=element, rule=f"“{body[:80]}” is not a FEEL expression: {error}", fix="Correct it."
            ) from error

    def optional(self, text: str, *, element: str, language: str = "") -> feel.Expression | None:
        """As ``expression``; None for an empty text."""
        return self.expression(text, element=element, language=language) if text.strip() else None

    def timer(self, text: str, *, kind: str, element: str, language: str = "") -> TimerRule:
        """A timer's rule from its text."""
        if not text:
            raise ModelNotValid(
                element=element,
                rule="The timer has no time.",
                fix="Write a date, a duration or a cycle in ISO 8601 (such as P5D), or a FEEL expression.",
            )
        quoted = _QUOTED.fullmatch(text.removeprefix("=").strip())
        literal = quoted[1] if quoted else text
        if _LITERALS[kind].fullmatch(literal):
            months, rest = length_of(literal) if kind == "timeDuration" else (0, None)
            if kind == "timeCycle" and length_of(literal.rpartition("/")[2]) == (0, timedelta()):
                raise ModelNotValid(
                    element=element,
                    rule="The cycle has no length: it would repeat for ever at once.",
                    fix="Write how long it is, such as R3/P1D.",
                )
            return TimerRule(kind, literal, None, months, rest)
        return TimerRule(kind, None, self.expression(text, element=element, language=language))
