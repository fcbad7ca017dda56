"""The line of spans against a plain model: a list of moments, each with its own value."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from onewindow.blocks.registers import spans

START = datetime(2020, 1, 1, tzinfo=UTC)
DAYS = 40


def day(number: int) -> datetime:
    return START + timedelta(days=number)


changes = st.lists(
    st.tuples(
        st.integers(0, DAYS),
        st.one_of(st.none(), st.integers(1, 20)),
        st.one_of(st.none(), st.dictionaries(st.sampled_from("ab"), st.integers(0, 9), min_size=1)),
    ),
    max_size=8,
)


@given(changes=changes)
def test_any_changes_leave_what_the_last_one_said_of_each_day(
    changes: list[tuple[int, int | None, dict[str, int] | None]],
) -> None:
    model: list[dict[str, int] | None] = [None] * (2 * DAYS)
    known: dict[datetime, Any] = {}
    for begins, length, said in changes:
        end = 2 * DAYS if length is None else begins + length
        for number in range(begins, min(end, 2 * DAYS)):
            model[number] = None if said is None else {**(model[number] or {}), **said}
        line = sorted(known.items())
        told = list(spans.changed(line, said, day(begins), None if length is None else day(begins + length)))
        assert len({moment for moment, _, _ in told}) == len(told)
        known.update({moment: value for moment, value, _ in told})
    line = sorted(known.items())
    for number in range(2 * DAYS):
        assert spans.at(line, day(number))[0] == model[number]
