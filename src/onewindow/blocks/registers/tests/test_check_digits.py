import pytest
from hypothesis import given
from hypothesis import strategies as st

from onewindow.blocks.registers.check_digits import check_digits, fits, numbered
from onewindow.blocks.registers.declarations import CheckDigits, Numbering


@pytest.mark.parametrize(
    ("scheme", "digits", "expected"),
    [
        ("luhn", "7992739871", "3"),
        ("mod11-10", "0794", "5"),
        ("mod97-10", "794", "44"),
    ],
)
def test_the_examples_of_the_standards(scheme: CheckDigits, digits: str, expected: str) -> None:
    assert check_digits(scheme, digits) == expected


@given(number=st.integers(0, 10**8 - 1), place=st.integers(0, 8), other=st.integers(1, 9))
@pytest.mark.parametrize("scheme", ["luhn", "mod11-10", "mod97-10"])
def test_one_wrong_digit_is_always_noticed(scheme: CheckDigits, number: int, place: int, other: int) -> None:
    numbering = Numbering(prefix="V", digits=8, check=scheme)
    key = numbered(numbering, number)
    assert fits(numbering, key)
    at = 1 + place
    wrong = key[:at] + str((int(key[at]) + other) % 10) + key[at + 1 :]
    assert not fits(numbering, wrong)
    assert not fits(numbering, key[1:]) and not fits(numbering, key + "0")
