"""Searches: an answer while somebody types, also where a letter is wrong or in another script.

First what was typed as it stands. Only where that finds too little, the dictionary of names says which
sounds may have been meant, and pairs of sounds are looked up: each is borne by few, however many there are.
"""

from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Any, Final, cast

import orjson
from django.db import connection, transaction

from onewindow.blocks.registers import access_lines, dictionary, search_keys, stated_cases
from onewindow.blocks.registers.declarations import Declaration
from onewindow.blocks.registers.declared import declaration as declared
from onewindow.blocks.registers.dictionary import Sounding
from onewindow.blocks.registers.errors import PurposeMissing, SearchRefused
from onewindow.blocks.registers.indexing import key_is_public, mark
from onewindow.blocks.registers.permission import may_search
from onewindow.blocks.registers.reading import known_rows
from onewindow.blocks.registers.types import Found, Purpose
from onewindow.foundation.access.types import Actor
from onewindow.kernel.reference import Reference

_MOST: Final = 50
_ANY_CASE: Final = Purpose(case=Reference.of("case", "any"))  # would a purpose open it?
_LOOKED_AT: Final = 300  # hits of one question; whoever gets more has to type more
_BEGINNINGS: Final = 16
_PAIRS_AT_ONCE: Final = (0, 2, 8, 24)  # of two words' sounds: where each question begins
_GOOD_ENOUGH: Final = 0.55  # what each typed word must reach in an entry
_LONGEST_WORD: Final = 60
_BY_WORDS: Final = """
    WITH hit AS MATERIALIZED (
        SELECT key, labels, weight, sort_key, words FROM registers_searchentry
        -- The words name their register already. Were it found by an index of its own, too, the server would
        -- rather walk all its entries than so many words: it takes each for one in a hundred.
        WHERE words @@ %s::tsquery AND register || '' = %s LIMIT %s
    )
    SELECT key, labels, weight, sort_key, tsvector_to_array(words) FROM hit
    ORDER BY weight DESC, sort_key, key
"""
_BY_KEY: Final = """
    SELECT key, labels, weight, sort_key, tsvector_to_array(words) FROM registers_searchentry
    WHERE register = %s AND key = ANY(%s)
"""
_BY_ORDER: Final = """
    SELECT key, labels FROM registers_searchentry
    WHERE register = %s ORDER BY weight DESC, sort_key, key LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class _Hit:
    """An entry that may be the one, with the words that it is found by."""

    key: str
    labels: dict[str, str]
    weight: int
    sort_key: str
    words: tuple[str, ...]


def find(
    register: str, *, text: str, limit: int, purpose: Purpose, reader: Actor, language: str
) -> tuple[Found, ...]:
    """The best entries for what was typed; with nothing typed, the first ones."""
    declaration = declared(register)
    if not may_search(declaration, reader=reader, purpose=purpose):
        stated = may_search(declaration, reader=reader, purpose=_ANY_CASE)
        raise PurposeMissing(register=register) if stated else SearchRefused(register=register)
    stated_cases.require(register=register, entry=None, purpose=purpose, reader=reader)
    found = _found(declaration, text, max(1, min(limit, _MOST)))
    shown = [slug for slug in declaration.label if declaration.fields[slug].classification != "public"]
    if shown:
        stored = known_rows(register, [key for key, _ in found])
        access_lines.note_all(declaration, entries=stored, attributes=shown, purpose=purpose, reader=reader)
    return tuple(Found(register=register, key=key, label=in_language(each, language)) for key, each in found)


def _found(declaration: Declaration, text: str, most: int) -> list[tuple[str, dict[str, str]]]:
    asked = search_keys.asked(text)
    if not text.strip():
        with connection.cursor() as cursor:
            cursor.execute(_BY_ORDER, [declaration.slug, most])
            return [(key, orjson.loads(labels)) for key, labels in cursor.fetchall()]
    if not asked:
        return []
    typed = _as_key(asked, text)
    with _by_index():
        hits = {hit.key: hit for hit in _as_typed(declaration, asked, typed, most)}
        ranked = _ranked(hits.values(), asked, typed)
        if len(ranked) < most and any(each.search == "name" for each in declaration.fields.values()):
            hits |= {hit.key: hit for hit in _by_sound(declaration.slug, asked, most)}
            ranked = _ranked(hits.values(), asked, typed)
    return [(hit.key, hit.labels) for hit in ranked[:most]]


def alike(declaration: Declaration, text: str, *, most: int) -> list[str]:
    """Keys of the entries that a text may mean; for the program itself, which tells nobody."""
    return [key for key, _ in _found(declaration, text, most)]


@contextmanager
def _by_index() -> Generator[None]:
    """The server cannot know how rare a pair of sounds is, and would rather read all rows."""
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        yield
        cursor.execute("SET LOCAL enable_seqscan = on")


def _as_key(asked: Sequence[str], text: str) -> str:
    return asked[0].upper() if len(asked) == 1 else text.strip().upper()


def _as_typed(declaration: Declaration, asked: Sequence[str], typed: str, most: int) -> list[_Hit]:
    """Entries with exactly these words; then those with words that begin so."""
    found = _asked(_BY_KEY, [declaration.slug, list({typed, typed.lower()})])
    exact = " & ".join(_term(declaration.slug, word) for word in asked)
    found += _looked_up(declaration.slug, exact)
    if len(found) < most:
        begun = " & ".join(_beginning(declaration, word) for word in asked)
        found += _looked_up(declaration.slug, begun)
    return found


def _term(register: str, lexeme: str) -> str:
    return f"'{mark(register)}{lexeme[:_LONGEST_WORD]}'"


def _beginning(declaration: Declaration, word: str) -> str:
    """Any word that begins so. Of names, the dictionary says which there are."""
    names_only = all(each.search == "name" for each in declaration.fields.values() if each.search)
    if names_only and not key_is_public(declaration):
        known = dictionary.beginning_with(declaration.slug, word[:_LONGEST_WORD], most=_BEGINNINGS)
        return f"({' | '.join(_term(declaration.slug, each) for each in (word, *known))})"
    return f"{_term(declaration.slug, word)}:*"


def _by_sound(register: str, asked: Sequence[str], most: int) -> list[_Hit]:
    """Entries whose names sound like the words; numbers are looked up as they are."""
    silent = [_term(register, word) for word in asked if not search_keys.skeleton(word)]
    heard = [dictionary.sounding_like(register, word) for word in asked if search_keys.skeleton(word)]
    voiced = sorted((sounds for sounds in heard if sounds), key=len)
    if not voiced:
        return []
    if len(voiced) == 1:
        return _one_by_one(register, [each.sound for each in voiced[0]], silent, most)
    rest = [_any_of(register, [f"~{each.sound}" for each in sounds]) for sounds in voiced[2:]]
    found = _nearest_first(register, _pairs(voiced[0], voiced[1]), [*rest, *silent])
    if not found and len(voiced) > 2:
        others = [pair for one, other in combinations(voiced, 2) for pair in _pairs(one, other)]
        found = _nearest_first(register, sorted(others, reverse=True), silent)
    return found


def _nearest_first(register: str, pairs: Sequence[tuple[float, str]], beside: Sequence[str]) -> list[_Hit]:
    """The few nearest pairs, then more, until there are enough: all pairs of two common names would be a
    tenth of a country, and the server gathers them all before it gives the first.
    """
    lexemes = list(dict.fromkeys(lexeme for _, lexeme in pairs))
    found: list[_Hit] = []
    for begin, end in pairwise((*_PAIRS_AT_ONCE, len(lexemes))):
        if begin < len(lexemes) and len(found) < _LOOKED_AT:
            found += _looked_up(register, " & ".join((_any_of(register, lexemes[begin:end]), *beside)))
    return found


def _pairs(one: Sequence[Sounding], other: Sequence[Sounding]) -> list[tuple[float, str]]:
    """Any sound of one word together with any of the other, the nearest first: few entries have both."""
    pairs = {
        search_keys.together(this.sound, that.sound): this.near * that.near
        for this in one
        for that in other
        if this.sound != that.sound
    }
    sounds = {each.sound for each in other}
    alone = {f"~{this.sound}": this.near for this in one if this.sound in sounds}
    return sorted(((near, lexeme) for lexeme, near in (pairs or alone).items()), reverse=True)


def _one_by_one(register: str, sounds: Sequence[str], beside: Sequence[str], most: int) -> list[_Hit]:
    """One sound may be borne by a hundredth of all; the nearest ones come first, until there are enough."""
    found: list[_Hit] = []
    for sound in sounds:
        found += _looked_up(register, " & ".join((_term(register, f"~{sound}"), *beside)))
        if len(found) >= most:
            break
    return found


def _any_of(register: str, lexemes: Iterable[str]) -> str:
    return f"({' | '.join(_term(register, lexeme) for lexeme in lexemes)})"


def _looked_up(register: str, query: str) -> list[_Hit]:
    return _asked(_BY_WORDS, [query, register, _LOOKED_AT])


def _asked(statement: str, arguments: list[object]) -> list[_Hit]:
    with connection.cursor() as cursor:
        cursor.execute(statement, arguments)
        rows = cast("list[tuple[str, str, int, str, list[str]]]", cursor.fetchall())
    return [
        _Hit(key, orjson.loads(labels), weight, sort_key, tuple(word[2:] for word in words))
        for key, labels, weight, sort_key, words in rows
    ]


def _ranked(hits: Iterable[_Hit], asked: Sequence[str], typed: str) -> list[_Hit]:
    """The exact code first, then the nearest; among equals by weight and name."""
    sounds = [(word, search_keys.skeleton(word)) for word in asked]
    kept: list[tuple[Any, _Hit]] = []
    for hit in hits:
        is_key = hit.key.upper() == typed
        near = [_nearness(word, sound, hit.words) for word, sound in sounds]
        if is_key or _good_enough(near):
            whole = round(sum(near) / len(near), 2)
            kept.append(((not is_key, -whole, -hit.weight, hit.sort_key, hit.key), hit))
    kept.sort(key=lambda each: each[0])
    return [hit for _, hit in kept]


def _good_enough(near: Sequence[float]) -> bool:
    """Each word must be there; of three or more, one may be wrong altogether."""
    wrong = sum(each < _GOOD_ENOUGH for each in near)
    return wrong == 0 or (wrong == 1 and len(near) > 2)


def _nearness(word: str, sound: str, words: Sequence[str]) -> float:
    """How near the nearest of an entry's words is; a word that is begun counts as the same."""
    if any(other.startswith(word) for other in words):
        return 1.0
    return max(
        (
            dictionary.likeness(word, sound, other, search_keys.skeleton(other))
            for other in words
            if other[0] not in "~+"
        ),
        default=0.0,
    )


def in_language(labels: object, language: str) -> str:
    """The label in a language; the one that fits all where there is no choice."""
    known = labels if isinstance(labels, dict) else {}
    for tag in (language, language.partition("-")[0], "", "en"):
        if tag in known:
            return str(known[tag])
    return str(next(iter(known.values()), ""))
