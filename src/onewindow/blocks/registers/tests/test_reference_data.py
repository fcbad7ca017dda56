from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from onewindow.blocks.registers import api
from onewindow.foundation.access.types import Actor
from onewindow.kernel.money import Money

pytestmark = pytest.mark.usefixtures("country")


@pytest.mark.parametrize(
    ("register", "code", "language", "label"),
    [
        ("countries", "DE", "fr", "Allemagne"),
        ("countries", "DE", "ar", "ألمانيا"),
        ("currencies", "EUR", "en", "Euro"),
        ("units", "KGM", "fr", "kilogramme"),
        ("units", "C62", "ar", "وحدة"),
        ("agencies", "bank-atlas", "fr", "Banque Atlas"),
    ],
)
def test_codes_have_names_in_three_languages(register: str, code: str, language: str, label: str) -> None:
    assert api.code_name(register=register, key=code, language=language) == label
    assert code in {each.code for each in api.code_list(register=register, language=language)}
    assert api.code(register=register, key=code)
    assert api.code(register=register, key="ZZZZZ") is None


@pytest.mark.parametrize("register", ["people", "companies"])
def test_a_register_with_personal_data_is_no_code_list(register: str) -> None:
    with pytest.raises(api.SearchRefused):
        api.code_list(register=register)
    with pytest.raises(api.SearchRefused):
        api.code(register=register, key="1")


def test_the_common_units_come_first() -> None:
    first = [each.code for each in api.code_list(register="units", language="en")][:3]
    assert set(first) == {"C62", "H87", "KGM"}


def test_a_calendar_counts_the_offices_working_days() -> None:
    calendar = api.calendar(name="trade-ministry")
    assert calendar.zone == "Africa/Tunis"
    assert calendar.add(date(2026, 10, 19), 2) == date(2026, 10, 22), "21 October is a day off"
    assert api.calendar(name="bank-atlas").closes.hour == 16
    with pytest.raises(api.CalendarUnknown):
        api.calendar(name="nobody")


def test_the_rate_of_a_day_is_the_last_published_one() -> None:
    monday = api.rate(base="EUR", quote="TND", on=date(2026, 11, 16))
    assert api.rate(base="EUR", quote="TND", on=date(2026, 11, 21)) == monday
    assert api.rate(base="EUR", quote="TND", on=date(2026, 11, 15)) != monday
    assert monday.convert(Money.of("100.00", "EUR")).currency == "TND"
    turned = api.rate(base="TND", quote="EUR", on=date(2026, 11, 16))
    assert abs(turned.value * monday.value - 1) < Decimal("1e-11")
    assert api.rate(base="TND", quote="TND", on=date(2026, 1, 1)).value == 1
    with pytest.raises(api.RateUnknown):
        api.rate(base="EUR", quote="TND", on=date(1999, 1, 1))
    with pytest.raises(api.RateUnknown):
        api.rate(base="XAF", quote="TND", on=date(2026, 1, 1))


def test_a_rate_is_a_fact_that_anybody_reads_as_of_a_day() -> None:
    said = api.read(
        register="exchange-rates",
        key="USD",
        attributes=["value"],
        reader=Actor(),
        as_of=datetime(2026, 11, 17, 12, tzinfo=UTC),
    )
    assert said.values["value"] == api.rate(base="USD", quote="TND", on=date(2026, 11, 17)).value
