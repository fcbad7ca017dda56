"""A text in several languages."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Localised:
    """One text by language (BCP 47 tags such as ``en``, ``fr``, ``ar``).

    :param texts: language to text; at least one.
    """

    texts: Mapping[str, str]

    def in_language(self, language: str, *, official: str = "en") -> str:
        """The text in a language, else in its base language, else in the official one, else in any."""
        for tag in (language, language.partition("-")[0], official):
            if tag in self.texts:
                return self.texts[tag]
        return next(iter(self.texts.values()), "")
