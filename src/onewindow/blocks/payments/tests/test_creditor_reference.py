"""ISO 11649 references."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onewindow.blocks.payments.creditor_reference import (
    NotACreditorReference,
    creditor_reference,
    printed,
    read_creditor_reference,
)

_TEXTS = st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=21)


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("539007547034", "RF18539007547034"),
        ("2348236", "RF332348236"),
        ("000000000539007547034", "RF18000000000539007547034"),
    ],
)
def test_known_references(text: str, reference: str) -> None:
    assert creditor_reference(text) == reference
    assert read_creditor_reference(reference) == text


@given(_TEXTS)
def test_references_go_round_also_as_printed(text: str) -> None:
    reference = creditor_reference(text)
    assert read_creditor_reference(printed(reference).lower()) == text


@given(_TEXTS, st.data())
def test_one_wrong_digit_or_letter_is_found(text: str, data: st.DataObject) -> None:
    reference = creditor_reference(text)
    at = data.draw(st.integers(0, len(reference) - 1))
    same_kind = "0123456789" if reference[at].isdigit() else "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    other = data.draw(st.sampled_from(sorted(set(same_kind) - {reference[at]})))
    with pytest.raises(NotACreditorReference):
        read_creditor_reference(reference[:at] + other + reference[at + 1 :])


@pytest.mark.parametrize("text", ["", "a b", "é", "A" * 22, "-"])
def test_what_cannot_be_a_reference(text: str) -> None:
    with pytest.raises(NotACreditorReference):
        creditor_reference(text)
    with pytest.raises(NotACreditorReference):
        read_creditor_reference(text)
