"""Countries (ISO 3166-1) and currencies (ISO 4217) with their names in the languages of the house (CLDR)."""

from collections.abc import Iterable
from importlib.metadata import version

import pycountry
from babel import Locale

from onewindow.blocks.registers.sources.files import Rows
from onewindow.kernel.currencies import UnknownCurrency, minor_unit_digits

_LANGUAGES = ("en", "fr", "ar", "kk", "ru")


def edition() -> str:
    """Changes when the lists may have changed."""
    return f"{version('pycountry')} {version('babel')}"


def countries() -> Rows:
    """ISO 3166-1 alpha-2 codes."""
    locales = {tag: Locale(tag) for tag in _LANGUAGES}
    for country in _all(pycountry.countries):
        names = {
            tag: locale.territories.get(country.alpha_2, country.name) for tag, locale in locales.items()
        }
        yield country.alpha_2, {"name": names, "alpha_3": country.alpha_3}


def currencies() -> Rows:
    """ISO 4217 codes that have minor units, so that money can be held in them."""
    locales = {tag: Locale(tag) for tag in _LANGUAGES}
    for currency in _all(pycountry.currencies):
        try:
            digits = minor_unit_digits(currency.alpha_3)
        except UnknownCurrency:
            continue
        names = {
            tag: locale.currencies.get(currency.alpha_3, currency.name) for tag, locale in locales.items()
        }
        yield currency.alpha_3, {"name": names, "minor_digits": digits}


def _all(database: Iterable[object]) -> Iterable[pycountry.db.Data]:
    return list(database)  # type: ignore[arg-type]
