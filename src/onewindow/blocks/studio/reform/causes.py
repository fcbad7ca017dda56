"""Which answer goes along with being asked again."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from onewindow.blocks.studio.reform.uses import Question
from onewindow.blocks.studio.simulation.histories import History

_FEWEST: Final = 20
_LIFT: Final = 1.5
_APART: Final = 0.1
_MOST_VALUES: Final = 12
_COUNTED = frozenset({"choice", "yes_no", "code", "integer"})


@dataclass(frozen=True, slots=True)
class Cause:
    """An answer with which something happens more often than with the others.

    :param question: ``form/path``.
    :param share: of the cases with this answer to which it happens; ``others`` of the cases without it.
    """

    question: str
    answer: str
    share: float
    others: float
    cases: int


def cause_of(
    questions: Sequence[Question], happened: Sequence[History], spared: Sequence[History]
) -> Cause | None:
    """The answer that best tells those to whom it happened from those who were spared, if any does."""
    found = [
        cause
        for question in questions
        if not question.element and question.field.type in _COUNTED and "/" not in question.path
        for cause in _causes(question, happened, spared)
    ]
    return max(found, key=lambda cause: (cause.share - cause.others) * cause.cases, default=None)


def _causes(question: Question, happened: Sequence[History], spared: Sequence[History]) -> list[Cause]:
    hit = Counter(_answer(one.answers, question.path) for one in happened)
    missed = Counter(_answer(one.answers, question.path) for one in spared)
    values = [value for value in hit if value]
    if len(values) > _MOST_VALUES:
        return []
    found: list[Cause] = []
    for value in values:
        cases = hit[value] + missed[value]
        rest = len(happened) + len(spared) - cases
        if cases < _FEWEST or rest < _FEWEST:
            continue
        share, others = hit[value] / cases, (len(happened) - hit[value]) / rest
        if share > _LIFT * others and share - others >= _APART:
            found.append(Cause(f"{question.form}/{question.path}", value, share, others, cases))
    return found


def same_answer(question: Question, given: Sequence[Mapping[str, object]]) -> tuple[str, float] | None:
    """The answer that nine in ten give, and how many give it; None where answers differ or are few."""
    if question.field.type not in _COUNTED or "/" in question.path:
        return None
    answers = Counter(value for one in given if (value := _answer(one, question.path)))
    whole = answers.total()
    if whole < _FEWEST:
        return None
    ((value, count),) = answers.most_common(1)
    return (value, count / whole) if count >= 0.9 * whole else None


def _answer(given: Mapping[str, object], path: str) -> str:
    value = given.get(path)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
