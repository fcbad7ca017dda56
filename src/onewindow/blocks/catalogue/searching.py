"""Words as people type them, found as packages write them: without case, accents and Arabic variants.

Search and sort keys are computed here, not by the database, so that every PostgreSQL gives the same.
"""

import re
import unicodedata
from collections.abc import Sequence

from onewindow.blocks.catalogue.types import ServicePackage

_ARABIC = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ـ": None})
_WORD = re.compile(r"\w+")
_WEIGHTS = {"service.name": 8, "service.keywords": 5, "service.summary": 3}
_ALSO = ("service.", "documents.", "life_events.")


def folded(text: str) -> str:
    """A text without case, accents, vowel signs and spelling variants."""
    apart = unicodedata.normalize("NFKD", text.translate(_ARABIC))
    bare = "".join(sign for sign in apart if unicodedata.category(sign) != "Mn")
    return bare.casefold().translate(_ARABIC)


def sort_key(text: str) -> str:
    """What sorts *Émile* beside *Emil*."""
    return " ".join(words_of(text))


def words_of(text: str) -> list[str]:
    """The folded words of a text; the Arabic article is taken off longer words."""
    words = _WORD.findall(folded(text[:2000]))
    return [word[2:] if word.startswith("ال") and len(word) > 4 else word for word in words]


def score(package: ServicePackage, wanted: Sequence[str]) -> int:
    """How well a package fits; 0 unless every word is found. A beginning of a word counts half."""
    total = 0
    index = _index(package)
    for word in wanted:
        best = 0
        for found, weight in index.items():
            if found == word:
                best = max(best, 2 * weight)
            elif len(word) > 2 and found.startswith(word):
                best = max(best, weight)
        if not best:
            return 0
        total += best
    return total


def _index(package: ServicePackage) -> dict[str, int]:
    """Words of a package to their weight, computed once a package."""
    cached = _INDEXES.get(package.version)
    if cached is None:
        cached = {}
        for key, localised in package.texts.texts.items():
            weight = _WEIGHTS.get(key, 1 if key.startswith(_ALSO) else 0)
            for word in (word for text in localised.texts.values() for word in words_of(text) if weight):
                cached[word] = max(weight, cached.get(word, 0))
        for word in words_of(" ".join((*package.life_events, package.agency, package.service))):
            cached[word] = max(2, cached.get(word, 0))
        if len(_INDEXES) > 256:
            _INDEXES.clear()
        _INDEXES[package.version] = cached
    return cached


_INDEXES: dict[str, dict[str, int]] = {}
