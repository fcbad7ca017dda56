"""How often the tables are asked how the registers stand."""

import pytest
from pytest_django import DjangoAssertNumQueries

from onewindow.blocks.identity import api as identity
from onewindow.blocks.registers import api, states
from onewindow.kernel.period import Period

pytestmark = pytest.mark.usefixtures("country")


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(states, "_FRESH", 3600.0)
    states.forget()


def test_one_question_does_for_many_reads(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    api.calendar(name="trade-ministry")
    states.forget()
    with django_assert_num_queries(1):
        for _ in range(5):
            api.calendar(name="trade-ministry")
            api.register(slug="companies")


def test_a_change_by_this_process_is_noticed_at_once() -> None:
    assert api.code(register="currencies", key="XXT") is None
    engine = identity.system_actor(name="tests")
    api.write(
        register="currencies", key="XXT", changes={"name": {"en": "Test"}, "minor_digits": 2},
        valid=Period(None), source="tests", writer=engine,
    )  # fmt: skip
    assert api.code(register="currencies", key="XXT") is not None
