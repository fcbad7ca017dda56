"""How values are written for people, in the language of the page. Inside they stay ISO and UTC."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from django.conf import settings
from django.utils import translation

from onewindow.kernel.errors import Phrase
from onewindow.kernel.localised import Localised
from onewindow.kernel.money import Money, UnitPrice
from onewindow.kernel.reference import Reference

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})
_THE_WORLD = "001"  # UN M49, as CLDR uses it


def language() -> str:
    """The language of this page, such as ``ar``."""
    return (translation.get_language() or settings.LANGUAGE_CODE).partition("-")[0]


def direction(tag: str) -> str:
    """``rtl`` or ``ltr``."""
    return "rtl" if tag.partition("-")[0] in RIGHT_TO_LEFT else "ltr"


def civil_zone() -> ZoneInfo:
    """The time zone in which times are shown: the country's."""
    return ZoneInfo(getattr(settings, "ONEWINDOW_CIVIL_ZONE", settings.TIME_ZONE))


def locale() -> Locale:
    """Babel's locale of this page."""
    return locale_of(language=language())


def locale_of(*, language: str) -> Locale:
    """Babel's locale of a language in this country, which decides what months are called in Arabic.

    Where nobody has written down how the country uses it, as the world does, and not as one country: the day
    stands before the month in English.
    """
    return _locale(language.partition("-")[0], getattr(settings, "ONEWINDOW_COUNTRY", "TN"))


@cache
def _locale(tag: str, country: str) -> Locale:
    for place in (country, _THE_WORLD):
        try:
            return Locale.parse(f"{tag}_{place}")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse(tag)


def show_date(value: date | datetime | str | None) -> str:
    """``31 January 2026``. Empty for nothing."""
    if not value:
        return ""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    if isinstance(moment, datetime) and moment.tzinfo is not None:
        moment = moment.astimezone(civil_zone())
    return _long_date(moment.date() if isinstance(moment, datetime) else moment, locale())


def show_datetime(value: datetime | str | None) -> str:
    """``31 January 2026, 14:05``, in the country's time zone."""
    if not value:
        return ""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    local = moment.astimezone(civil_zone()) if moment.tzinfo else moment
    return f"{_long_date(local.date(), locale())}, {local:%H:%M}"


@lru_cache(maxsize=4096)
def _long_date(day: date, language: Locale) -> str:
    """The days of a list are few, and each takes a third of a millisecond."""
    return format_date(day, format="long", locale=language)


def show_month(value: date) -> str:
    """``January 2026``."""
    return format_datetime(value, format="LLLL y", locale=locale())


def show_number(value: Decimal | int) -> str:
    """Grouped, with all the decimals that the value has."""
    digits = max(0, -int(Decimal(value).as_tuple().exponent))
    return format_decimal(value, format=f"#,##0.{'0' * digits}", locale=locale(), numbering_system="latn")


def show_money(value: Money | UnitPrice) -> str:
    """``1,250.000 TND``: the amount with all minor digits, a space that does not break, the code."""
    amount = value.amount if isinstance(value, Money) else value.price
    return f"{show_number(amount)}\N{NO-BREAK SPACE}{value.currency}"


def show_duration(hours: float) -> str:
    """How long something took, in the unit that says it best: “3 hours”, “12 days”."""
    minutes = round(hours * 60)
    if minutes < 1:
        return translation.gettext("less than a minute")
    if minutes < 90:
        return translation.ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    if hours < 36:
        whole = round(hours)
        return translation.ngettext("%(n)s hour", "%(n)s hours", whole) % {"n": whole}
    days = round(hours / 24)
    return translation.ngettext("%(n)s day", "%(n)s days", days) % {"n": days}


def show_localised(value: Localised | Mapping[str, str] | str) -> str:
    """The text in the page's language."""
    if isinstance(value, str):
        return value
    texts = value if isinstance(value, Localised) else Localised(value)
    return texts.in_language(language())


def show(value: object) -> str:
    """Any value that an error or a summary may carry."""
    if isinstance(value, Phrase):
        return translation.gettext(value)
    if isinstance(value, Money | UnitPrice):
        return show_money(value)
    if isinstance(value, datetime):
        return show_datetime(value)
    if isinstance(value, date):
        return show_date(value)
    if isinstance(value, Localised):
        return show_localised(value)
    if isinstance(value, Decimal):
        return show_number(value)
    if isinstance(value, Reference):
        return value.text.rpartition("/")[2]  # its number, as people know it; a name may be told to few only
    return str(value)


FILTERS: dict[str, Callable[..., str]] = {
    "date": show_date,
    "datetime": show_datetime,
    "month": show_month,
    "money": show_money,
    "number": show_number,
    "localised": show_localised,
    "show": show,
}
