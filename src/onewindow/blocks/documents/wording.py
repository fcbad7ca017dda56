"""A document's values as people read them, in one language, on paper."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_decimal
from django.utils.translation import gettext as _

from onewindow.blocks.documents.types import Value
from onewindow.foundation.web.api import locale_of
from onewindow.kernel.localised import Localised
from onewindow.kernel.money import Money, UnitPrice

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})
_LEFT_TO_RIGHT_ISOLATE, _END_OF_ISOLATE = "\u2066", "\u2069"


class Words:
    """:param language: BCP 47; :param official: to fall back on; :param zone: where days are counted."""

    def __init__(self, *, language: str, official: str, zone: str) -> None:
        self.language = language
        self.direction = "rtl" if language.partition("-")[0] in RIGHT_TO_LEFT else "ltr"
        self._official = official
        self.zone = ZoneInfo(zone)
        self._locale = locale_of(language=language)

    def text(self, text: Localised) -> str:
        return text.in_language(self.language, official=self._official)

    def value(self, value: Value) -> str:
        """Numbers, codes and dates in figures keep their order inside right-to-left text."""
        if value is None:
            return ""
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if isinstance(value, Localised):
            return self.text(value)
        if isinstance(value, datetime):
            return self.moment(value)
        if isinstance(value, date):
            return self.day(value)
        if isinstance(value, Money):
            return self._isolated(f"{self._number(value.amount)}\u00a0{value.currency}")
        if isinstance(value, UnitPrice):
            return self._isolated(f"{self._number(value.price)}\u00a0{value.currency}")
        if isinstance(value, int | Decimal):
            return self._isolated(self._number(Decimal(value)))
        return value

    def day(self, value: date) -> str:
        """``31 January 2026``."""
        return format_date(value, format="long", locale=self._locale)

    def moment(self, value: datetime) -> str:
        """``31 January 2026, 14:05``, in the agency's time zone."""
        local = value.astimezone(self.zone)
        return f"{self.day(local.date())}, {self._isolated(f'{local:%H:%M}')}"

    def _number(self, value: Decimal) -> str:
        digits = max(0, -int(value.as_tuple().exponent))
        return format_decimal(
            value, format=f"#,##0.{'0' * digits}", locale=self._locale, numbering_system="latn"
        )

    def _isolated(self, text: str) -> str:
        if self.direction == "ltr":
            return text
        return f"{_LEFT_TO_RIGHT_ISOLATE}{text}{_END_OF_ISOLATE}"
