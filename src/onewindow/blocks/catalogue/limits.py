"""The limits of a field: smallest, largest, more than, less than."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal

from onewindow.blocks.catalogue import errors
from onewindow.blocks.catalogue.errors import AnswerProblem
from onewindow.blocks.catalogue.form_types import Field
from onewindow.blocks.catalogue.formula import Formula


def broken_limits(
    field: Field, value: object, evaluate: Callable[[Formula], object]
) -> Iterator[AnswerProblem]:
    """The limits that a typed value breaks. A limit that is null, or of another type, does not bind."""
    dated = isinstance(value, date)
    rules = (
        (field.minimum, lambda limit: value < limit, errors.TooEarly if dated else errors.TooSmall),
        (field.maximum, lambda limit: value > limit, errors.TooLate if dated else errors.TooLarge),
        (field.more_than, lambda limit: value <= limit, errors.NotMoreThan),
        (field.less_than, lambda limit: value >= limit, errors.NotLessThan),
    )
    for formula, breaks, problem in rules:
        if formula is None:
            continue
        limit = limit_of(evaluate(formula), value)
        if limit is not None and breaks(limit):
            yield problem(limit=_written(limit))


def limit_of(limit: object, value: object) -> object:
    """The limit as something that compares with the value; None where it cannot."""
    if isinstance(value, Decimal):
        if isinstance(limit, bool) or not isinstance(limit, int | Decimal):
            return None
        return Decimal(limit)
    if isinstance(limit, str) and isinstance(value, date):
        try:
            limit = type(value).fromisoformat(limit)
        except ValueError:
            return None
    if isinstance(value, datetime):
        return limit.replace(tzinfo=None) if isinstance(limit, datetime) else None
    if isinstance(value, date):
        return limit if isinstance(limit, date) and not isinstance(limit, datetime) else None
    return None


def _written(limit: object) -> str:
    return limit.isoformat() if isinstance(limit, date) else format(limit, "f")  # type: ignore[arg-type]
