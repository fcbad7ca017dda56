"""How hard the texts of a package are to read: LIX in every language, and the sentences that are too long.

LIX (Björnsson 1968) is words per sentence plus the share of long words (more than six letters) in percent. It
needs no dictionary, so the same rule serves every language that writes sentences.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from onewindow.blocks.catalogue.types import Finding, ServicePackage

LONGEST_SENTENCE = 25
"""Words. Plain-language guides of many governments name the same number."""

HARDEST = {"en": 40.0, "fr": 45.0, "ar": 30.0}
"""LIX above which texts are no plain language: newspapers read at 40, French words are longer."""

_PLACE = re.compile(r"\{=.*?\}")
_SENTENCE_END = re.compile(r"[.!?؟…:;؛]+\s+|\n+|[.!?؟…]+$")
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")
_READ_BY_PEOPLE = ("service.", "notices.", "forms.", "steps.", "outcomes.", "after.", "fees.")
_NOT_SENTENCES = re.compile(r"\.(?:keywords|subject|options\..*)$")
_FEWEST_WORDS = 40


@dataclass(frozen=True, slots=True)
class Readability:
    """The texts of one language, measured."""

    language: str
    lix: float
    words: int
    sentences: int
    longest: tuple[tuple[str, int, str], ...]
    """Keys of sentences that are too long, with their words."""


def readability(package: ServicePackage) -> tuple[Readability, ...]:
    """Every language of a package, measured."""
    return tuple(_measured(package, language) for language in package.languages)


def hard_texts(package: ServicePackage) -> Iterator[Finding]:
    """Texts that are hard to read, and sentences that are too long."""
    for measured in readability(package):
        file = f"texts/{measured.language}.yaml"
        limit = HARDEST.get(measured.language, 40.0)
        if measured.words >= _FEWEST_WORDS and measured.lix > limit:
            yield Finding(
                file, None, "",
                _("The texts are hard to read: LIX {lix:.0f}, where {limit:.0f} is the most.").format(
                    lix=measured.lix, limit=limit
                ),
                _("Use shorter sentences and shorter words; begin with the sentences that are named."),
                "warning",
            )  # fmt: skip
        for key, words, sentence in measured.longest:
            yield Finding(
                file, None, key.replace(".", "/"),
                _("This sentence has {words} words: “{sentence}”").format(
                    words=words, sentence=f"{sentence[:90]}…"
                ),
                _("Make two of it: {limit} words are the most.").format(limit=LONGEST_SENTENCE),
                "warning",
            )  # fmt: skip


def _measured(package: ServicePackage, language: str) -> Readability:
    words = long_words = sentences = 0
    longest: list[tuple[str, int, str]] = []
    for key, localised in sorted(package.texts.texts.items()):
        if not key.startswith(_READ_BY_PEOPLE) or _NOT_SENTENCES.search(key):
            continue
        text = _PLACE.sub("X", localised.texts.get(language, ""))
        for sentence in _SENTENCE_END.split(text):
            found = _WORD.findall(sentence)
            if not found:
                continue
            sentences += 1
            words += len(found)
            long_words += sum(1 for word in found if len(word) > 6)
            if len(found) > LONGEST_SENTENCE:
                longest.append((key, len(found), sentence.strip()))
    lix = words / sentences + 100 * long_words / words if words else 0.0
    return Readability(language, lix, words, sentences, tuple(longest))
