"""Ours and ``feelin`` agree on what well-typed FEEL means, but for what the standard decides for us."""

import pytest

from onewindow.standards import feel
from tests.fuzz import second_opinion
from tests.fuzz.differences import DIFFERENCES, Difference


@pytest.fixture(scope="module")
def feelin() -> list[str]:
    found = second_opinion.command()
    if found is None:
        pytest.skip("feelin or node is not here (make bench ONLY=rules installs feelin)")
    return found


@pytest.mark.parametrize("known", DIFFERENCES, ids=lambda known: known.text)
def test_ours_is_what_the_standard_says(known: Difference) -> None:
    said = feel.compile_expression(f"is({known.text}, {known.ours})").evaluate({})
    assert said.value is True, known.clause


def test_each_known_difference_is_one(feelin: list[str]) -> None:
    answers = second_opinion.theirs([known.text for known in DIFFERENCES], feelin)
    same = [
        known.text
        for known, other in zip(DIFFERENCES, answers, strict=True)
        if second_opinion.alike(second_opinion.ours(known.text)[0], other)
    ]
    assert same == []


def test_sentences_mean_the_same_to_both(feelin: list[str]) -> None:
    opinions = second_opinion.compare(count=2_000, seed=20260115, command=feelin)
    assert opinions.differing == []
    assert opinions.compared > 1_400


def test_a_difference_is_seen() -> None:
    opinions = second_opinion.Opinions()
    second_opinion._judge("1 + 1", {"value": ["number", 3.0]}, opinions)
    second_opinion._judge("1 + 1", {"value": ["number", 2]}, opinions)
    second_opinion._judge("1 + null", {"value": ["number", 1]}, opinions)
    assert (opinions.compared, opinions.apart, len(opinions.differing)) == (2, 1, 1)
