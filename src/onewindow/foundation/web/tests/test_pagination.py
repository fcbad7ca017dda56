"""Where one is in a long list."""

from hypothesis import given
from hypothesis import strategies as st

from onewindow.foundation.web.types import Pages


def test_gaps_stand_where_numbers_are_left_out() -> None:
    assert Pages(number=5, last=12, query={}).shown == (1, 0, 4, 5, 6, 0, 12)
    assert Pages(number=1, last=3, query={}).shown == (1, 2, 3)


def test_a_link_keeps_what_was_asked() -> None:
    pages = Pages(number=2, last=3, query={"status": "open & late"})
    assert pages.link(3) == "?status=open+%26+late&page=3"


@given(st.integers(1, 400), st.integers(1, 400))
def test_this_page_and_both_ends_are_always_offered(number: int, last: int) -> None:
    number = min(number, last)
    shown = Pages(number=number, last=last, query={}).shown
    assert {1, number, last} <= set(shown)
    assert [one for one in shown if one] == sorted({one for one in shown if one})
    assert len(shown) <= 7
