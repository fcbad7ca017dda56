"""Values as people read them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.test import override_settings
from django.utils import translation

from onewindow.foundation.web import formats
from onewindow.foundation.web.api import error_summary, said
from onewindow.kernel.errors import N_, InvalidInput
from onewindow.kernel.localised import Localised
from onewindow.kernel.money import Money, UnitPrice
from onewindow.kernel.reference import Reference


@pytest.mark.parametrize(
    ("language", "shown"), [("en", "31 January 2026"), ("fr", "31 janvier 2026"), ("ar", "31 جانفي 2026")]
)
def test_dates_speak_the_language_of_the_country(language: str, shown: str) -> None:
    with translation.override(language), override_settings(ONEWINDOW_COUNTRY="TN"):
        assert sorted(formats.show_date(date(2026, 1, 31)).split()) == sorted(shown.split())


class NotForThem(InvalidInput):
    code = "not-for-them"
    message = N_("Not for {whom}.")


def test_an_entry_is_called_by_its_number() -> None:
    assert said(error=NotForThem(whom=Reference("register/people/10000295"))) == "Not for 10000295."


def test_times_are_civil_at_the_edge() -> None:
    with override_settings(ONEWINDOW_CIVIL_ZONE="Africa/Tunis"), translation.override("en"):
        assert formats.show_datetime(datetime(2026, 1, 31, 23, 30, tzinfo=UTC)).endswith("00:30")
        assert "1 February" in formats.show_date(datetime(2026, 1, 31, 23, 30, tzinfo=UTC)) or (
            "February 1" in formats.show_date(datetime(2026, 1, 31, 23, 30, tzinfo=UTC))
        )


def test_money_keeps_all_minor_digits() -> None:
    with translation.override("en"):
        assert formats.show_money(Money(1250500, "TND")) == "1,250.500\xa0TND"
        assert formats.show_money(UnitPrice(Decimal("0.00880"), "EUR")) == "0.00880\xa0EUR"


@pytest.mark.parametrize(
    ("hours", "shown"),
    [(0.001, "less than a minute"), (0.02, "1 minute"), (3.2, "3 hours"), (24 * 12.4, "12 days")],
)
def test_durations_are_said_in_the_fitting_unit(hours: float, shown: str) -> None:
    with translation.override("en"):
        assert formats.show_duration(hours) == shown


class OverLimit(InvalidInput):
    code = "over-limit"
    message = "{amount} is more than {name} allows."


def test_an_error_shows_its_values_as_people_read_them() -> None:
    error = OverLimit(
        field="lines/2/amount",
        amount=Money(1250500, "TND"),
        name=Localised({"en": "the law", "fr": "la loi"}),
    )
    with translation.override("en"):
        assert said(error=error) == "1,250.500\xa0TND is more than the law allows."
        (line,) = error_summary(error=error).errors
    assert line.target == "#lines-2-amount"


def test_a_phrase_inside_an_error_is_translated_too() -> None:
    error = OverLimit(amount=N_("Month"), name="x")
    with translation.override("fr"):
        assert said(error=error).startswith("Mois ")


class Unfilled(InvalidInput):
    message = "There is {something}."

    def text(self) -> str:
        return "There is something."


def test_an_error_with_a_place_that_nobody_fills_still_speaks() -> None:
    assert said(error=Unfilled()) == "There is something."
