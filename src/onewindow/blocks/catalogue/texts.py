"""Texts of a package by language, and texts with FEEL places."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from onewindow.blocks.catalogue.formula import Formula
from onewindow.kernel.localised import Localised


@dataclass(frozen=True, slots=True)
class Texts:
    """All texts of a package: key such as ``forms.request.title`` to the text in its languages."""

    texts: Mapping[str, Localised]
    official_language: str

    def localised(self, key: str) -> Localised | None:
        """The text of a key, or None."""
        return self.texts.get(key)

    def text(self, key: str, *, language: str) -> str:
        """The text of a key in a language, else in the official one; the key itself where there is none."""
        found = self.texts.get(key)
        return found.in_language(language, official=self.official_language) if found else key


@dataclass(frozen=True, slots=True)
class Filling:
    """A text with places ``{= FEEL}``, compiled.

    :param source: as written.
    :param parts: literal texts and formulas in turn.
    """

    source: str
    parts: tuple[str | Formula, ...]

    def filled(
        self, scope: Mapping[str, object], *, show: Callable[[object], str], now: datetime | None = None
    ) -> str:
        """The text with every place filled.

        :param show: how a FEEL value is written for people (a date or a number in the reader's language).
        """
        return "".join(
            part if isinstance(part, str) else show(part.value(scope, now=now)) for part in self.parts
        )
