"""The line of spans against a plain model: what was told of each attribute, day by day."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from onewindow.blocks.registers import spans
from onewindow.blocks.registers.spans import Span, Told

START = datetime(2020, 1, 1, tzinfo=UTC)
DAYS = 30
NOBODY = object()
"""What an attribute says while its entry is not there."""

Line = dict[datetime, Span]


def day(number: int) -> datetime:
    return START + timedelta(days=number)


def stored(line: Line, told: list[Told]) -> Line:
    assert len({each.begins for each in told}) == len(told)
    return {**line, **{each.begins: Span(each.begins, each.values, each.said) for each in told}}


def known(line: Line) -> list[Span]:
    return [line[begins] for begins in sorted(line)]


def said(line: Line, number: int, slug: str) -> Any:
    values, _ = spans.at(known(line), day(number))
    return NOBODY if values is None else values.get(slug)


class Model:
    """One attribute: what it says on each day, and on which days somebody told it."""

    def __init__(self, days: int = 2 * DAYS) -> None:
        self.days: list[Any] = [NOBODY] * days
        self.told: set[int] = set()

    def changes(self, number: int) -> bool:
        """Whether something of this attribute is known to begin on a day."""
        before = self.days[number - 1] if number else NOBODY
        return before != self.days[number] or (number in self.told and self.days[number] is not NOBODY)

    def mistake_ends(self, number: int) -> bool:
        before, becomes = self.days[number - 1] if number else NOBODY, self.days[number]
        return before != becomes or (becomes is None and number in self.told)

    def late(self, begins: int, value: Any) -> None:
        end = begins + 1
        while end < len(self.days) and not self.changes(end):
            end += 1
        self.days[begins:end] = [value] * (end - begins)
        self.told.add(begins)

    def corrected(self, number: int, value: Any, *, back: bool) -> None:
        start, end = number, number + 1
        while back and start and not self.mistake_ends(start):
            start -= 1
        while end < len(self.days) and not self.mistake_ends(end):
            end += 1
        self.days[start:end] = [value] * (end - start)
        self.told.add(start)

    def for_a_time(self, begins: int, end: int, value: Any) -> None:
        self.days[begins:end] = [value] * (end - begins)
        self.told.add(begins)


@st.composite
def tellings(draw: st.DrawFn) -> tuple[str, int, int, Mapping[str, int | None]]:
    values = st.dictionaries(st.sampled_from("ab"), st.one_of(st.none(), st.integers(0, 2)), min_size=1)
    kind = draw(st.sampled_from(["late", "corrected", "corrected from then on", "for a time"]))
    return kind, draw(st.integers(1, DAYS)), draw(st.integers(1, 20)), draw(values)


@settings(deadline=None)
@given(all_told=st.lists(tellings(), max_size=9))
def test_each_attribute_says_on_each_day_what_the_plain_model_says(
    all_told: list[tuple[str, int, int, Mapping[str, int | None]]],
) -> None:
    line: Line = {day(0): Span(day(0), {"a": 0, "b": None}, frozenset("ab"))}
    models = {slug: Model() for slug in "ab"}
    models["a"].for_a_time(0, 2 * DAYS, 0)
    models["b"].for_a_time(0, 2 * DAYS, None)
    for kind, begins, length, values in all_told:
        if kind == "late":
            told = spans.changed(known(line), values, day(begins), None)
        elif kind == "for a time":
            told = spans.changed(known(line), values, day(begins), day(begins + length))
        else:
            told = spans.corrected(known(line), values, day(begins), back=kind == "corrected")
        line = stored(line, told)
        for slug, value in values.items():
            model = models[slug]
            if kind == "late":
                model.late(begins, value)
            elif kind == "for a time":
                # What is told for a time hides what was told within it, and lets it stand as a change.
                model.for_a_time(begins, begins + length, value)
            else:
                model.corrected(begins, value, back=kind == "corrected")
    for slug, model in models.items():
        assert [said(line, number, slug) for number in range(2 * DAYS)] == model.days


@settings(deadline=None)
@given(
    begun=st.lists(st.integers(1, DAYS), max_size=5, unique=True),
    end=st.integers(0, DAYS),
    later=st.integers(1, DAYS),
)
def test_what_ends_is_gone_until_it_is_made_anew(begun: list[int], end: int, later: int) -> None:
    line: Line = {day(0): Span(day(0), {"a": 0})}
    for number in begun:
        line = stored(line, spans.changed(known(line), {"a": number}, day(number), None))
    line = stored(line, spans.ended(known(line), day(end), None))
    assert all(said(line, number, "a") is NOBODY for number in range(end, 2 * DAYS))
    made = end + later
    line = stored(line, spans.changed(known(line), {"a": -1}, day(made), None))
    line = stored(line, spans.ended(known(line), day(end // 2), None))
    assert all(said(line, number, "a") is NOBODY for number in range(end // 2, made))
    assert said(line, made, "a") == said(line, 2 * DAYS, "a") == -1


def moved(*tellings: tuple[int, str]) -> Line:
    line: Line = {day(0): Span(day(0), {"address": "home", "name": "A"})}
    for number, address in tellings:
        line = stored(line, spans.changed(known(line), {"address": address}, day(number), None))
    return line


def test_what_is_learnt_late_ends_where_the_next_change_is_known() -> None:
    line = moved((30, "March"), (10, "January"))
    assert [said(line, number, "address") for number in (5, 15, 35)] == ["home", "January", "March"]
    line = stored(line, spans.changed(known(line), {"name": "B"}, day(20), None))
    assert [said(line, number, "name") for number in (15, 25, 35)] == ["A", "B", "B"]


def test_what_was_told_again_still_ends_what_is_learnt_late() -> None:
    line = moved((30, "home"), (10, "January"))
    assert said(line, 35, "address") == "home", "somebody said so, though it changed nothing then"
    loaded = moved()
    loaded = stored(loaded, spans.changed(known(loaded), {"address": "home"}, day(30), None, said=False))
    loaded = stored(loaded, spans.changed(known(loaded), {"address": "January"}, day(10), None))
    assert said(loaded, 35, "address") == "January", (
        "a list that repeats what it knows says nothing of its own"
    )


def test_a_correction_reaches_as_far_as_the_mistake_and_no_further() -> None:
    line = moved((20, "typo"), (40, "announced"))
    line = stored(line, spans.changed(known(line), {"name": "B"}, day(25), None))
    line = stored(line, spans.corrected(known(line), {"address": "mended", "name": "C"}, day(30), back=True))
    assert [said(line, number, "address") for number in (5, 20, 30, 45)] == [
        "home", "mended", "mended", "announced",
    ]  # fmt: skip
    assert [said(line, number, "name") for number in (5, 20, 25, 45)] == ["A", "A", "C", "C"]
