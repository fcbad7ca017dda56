"""The dictionary of names: which words and sounds entries bear, so that a typing error is looked up in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.db import connection
from rapidfuzz.distance import OSA

from onewindow.blocks.registers import search_keys

_KNOWN_BEFORE: Final = 500_000  # words that this process remembers to have written
_WORDS: Final = """
    INSERT INTO registers_searchword (register, word, sound)
    SELECT %s, * FROM unnest(%s::text[], %s::text[]) ON CONFLICT DO NOTHING
"""
_SOUNDS: Final = """
    INSERT INTO registers_searchsound (register, variant, sound)
    SELECT %s, * FROM unnest(%s::text[], %s::text[]) ON CONFLICT DO NOTHING
"""
_BEGINNING: Final = """
    SELECT word FROM registers_searchword WHERE register = %s AND word >= %s AND word < %s
    ORDER BY length(word), word LIMIT %s
"""
_LIKE: Final = """
    SELECT word, sound FROM registers_searchword WHERE register = %s AND sound IN (
        SELECT sound FROM registers_searchsound WHERE register = %s AND variant = ANY(%s)
    )
"""
_AFTER_ALL: Final = "\U0010ffff"
_MOST_SOUNDS: Final = 12
_ALIKE: Final = 0.6  # of two words in the same letters; below it nobody meant the other one
_SPELLED_ALIKE: Final = 0.75  # though they sound otherwise
_ONE_SIGN: Final = 0.65
_SAME_SOUND: Final = 0.8

_learned: set[tuple[str, str]] = set()


@dataclass(frozen=True, slots=True)
class Sounding:
    """A sound that may have been meant, and how near it is to what was typed: 1 is the same word."""

    sound: str
    near: float


def learn(register: str, named: Mapping[str, str]) -> None:
    """Add the words that are new, with their sounds. In the caller's transaction, or each by itself."""
    fresh = sorted(word for word in named if (register, word) not in _learned)
    if not fresh:
        return
    pairs = sorted(
        {
            (variant, named[word])
            for word in fresh
            if named[word]
            for variant in (*search_keys.variants(word), *search_keys.variants(named[word]))
        }
    )
    with connection.cursor() as cursor:
        cursor.execute(_WORDS, [register, fresh, [named[word] for word in fresh]])
        if pairs:
            cursor.execute(_SOUNDS, [register, *map(list, zip(*pairs, strict=True))])


def remember(register: str, words: Iterable[str]) -> None:
    """Do not ask again for words that were learned in a transaction that is through."""
    if len(_learned) > _KNOWN_BEFORE:
        _learned.clear()
    _learned.update((register, word) for word in words)


def beginning_with(register: str, start: str, *, most: int) -> list[str]:
    """Words that begin so, the shortest first."""
    with connection.cursor() as cursor:
        cursor.execute(_BEGINNING, [register, start, start + _AFTER_ALL, most])
        return [word for (word,) in cursor.fetchall()]


def sounding_like(register: str, word: str) -> list[Sounding]:
    """Sounds of words that sound or are spelled alike but for one sign; a dozen, the nearest first."""
    sound = search_keys.skeleton(word)
    if not sound:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            _LIKE, [register, register, [*search_keys.variants(sound), *search_keys.variants(word)]]
        )
        rows = cursor.fetchall()
    best: dict[str, float] = {}
    for other, other_sound in rows:
        near = likeness(word, sound, other, other_sound)
        if near >= _ALIKE and near > best.get(other_sound, 0):
            best[other_sound] = near
    nearest = sorted(best, key=lambda each: (-best[each], each))[:_MOST_SOUNDS]
    return [Sounding(each, best[each]) for each in nearest]


def likeness(word: str, sound: str, other: str, other_sound: str) -> float:
    """How near a word of an entry is to a typed one: 1 is the same, 0 nothing alike."""
    if word == other:
        return 1.0
    if not sound or not other_sound:
        return OSA.normalized_similarity(word, other) if word[:1] == other[:1] else 0.0
    apart = OSA.distance(sound, other_sound, score_cutoff=1)
    if word.isascii() == other.isascii():
        near = OSA.normalized_similarity(word, other)
        return near if apart <= 1 or near >= _SPELLED_ALIKE else 0.0
    return (_SAME_SOUND, _ONE_SIGN, 0.0)[apart]
