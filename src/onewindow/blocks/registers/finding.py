"""Searches: an answer while somebody types, also where a letter is wrong or in another script.

First what was typed as it stands. Only where that finds too little, the dictionary of names says which
sounds may have been meant, and pairs of sounds are looked up: each is borne by few, however many there are.
"""

from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, cast

import orjson
from django.db import connection, transaction

from onewindow.blocks.registers import access_lines, dictionary, optional_uses, search_keys, stated_cases
from onewindow.blocks.registers import search_questions as questions
from onewindow.blocks.registers.declarations import Declaration
from onewindow.blocks.registers.declared import declaration as declared
from onewindow.blocks.registers.errors import PurposeMissing, SearchRefused
from onewindow.blocks.registers.indexing import LONGEST_WORD, key_is_public
from onewindow.blocks.registers.permission import may_search
from onewindow.blocks.registers.reading import known_rows
from onewindow.blocks.registers.types import Found, Purpose
from onewindow.foundation.access.types import Actor
from onewindow.kernel.reference import Reference

_MOST: Final = 50
_ANY_CASE: Final = Purpose(case=Reference.of("case", "any"))  # would a purpose open it?
_LOOKED_AT: Final = 150  # hits of one question; whoever gets more has to type more
_ENOUGH: Final = 50  # near ones, after which nobody looks for others that are less near
_BEGINNINGS: Final = 16
_GOOD_ENOUGH: Final = 0.55  # what each typed word must reach in an entry
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
_PLANNED: Final = """
    SELECT set_config('enable_seqscan', %s, TRUE), set_config('plan_cache_mode', %s, TRUE)
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
    optional_uses.hold_one_by_one(declaration, purpose)
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
    """The server cannot know how rare a pair of sounds is, and would rather read all rows. A plan for
    whatever is asked it would give to several processes, and to begin them takes longer than the answer.
    """
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute(_PLANNED, ["off", "force_custom_plan"])
        yield
        cursor.execute(_PLANNED, ["on", "auto"])


def _as_key(asked: Sequence[str], text: str) -> str:
    return asked[0].upper() if len(asked) == 1 else text.strip().upper()


def _as_typed(declaration: Declaration, asked: Sequence[str], typed: str, most: int) -> list[_Hit]:
    """Entries with exactly these words; then those with words that begin so."""
    register, names = declaration.slug, _names_only(declaration)
    found = _asked(_BY_KEY, [register, list({typed, typed.lower()})])
    found += _looked_up(register, questions.one_of_each(register, [[word] for word in asked], names=names))
    if len(found) < most and names:
        begun = [_beginning_with(register, word) for word in asked]
        found += _looked_up(register, questions.one_of_each(register, begun, names=True))
    elif len(found) < most:
        found += _looked_up(register, questions.beginning(register, asked))
    return found


def _names_only(declaration: Declaration) -> bool:
    """Whether entries are found by names alone: of these the dictionary knows each word and its sound."""
    searched = [each.search for each in declaration.fields.values() if each.search]
    return all(each == "name" for each in searched) and not key_is_public(declaration)


def _beginning_with(register: str, word: str) -> list[str]:
    return [word, *dictionary.beginning_with(register, word[:LONGEST_WORD], most=_BEGINNINGS)]


def _by_sound(register: str, asked: Sequence[str], most: int) -> list[_Hit]:
    """Entries whose names sound like the words; numbers are looked up as they are."""
    silent = [word for word in asked if not search_keys.skeleton(word)]
    heard = [dictionary.sounding_like(register, word) for word in asked if search_keys.skeleton(word)]
    voiced = sorted((sounds for sounds in heard if sounds), key=len)
    if not voiced:
        return []
    if len(voiced) == 1:
        alone = (questions.one_sound(register, each, silent) for each in voiced[0])
        return _until(register, alone, most)
    found = _until(register, questions.sounding(register, voiced, silent), _ENOUGH)
    if not found and len(voiced) > 2:
        found = _until(register, questions.two_of_them(register, voiced, silent), _ENOUGH)
    return found


def _until(register: str, asked: Iterable[str], enough: int) -> list[_Hit]:
    """One question after the other, until so many entries are found."""
    found: dict[str, _Hit] = {}
    before = ""
    for question in asked:
        if question != before:  # there may be nothing further to ask for
            found |= {hit.key: hit for hit in _looked_up(register, question)}
        if len(found) >= enough:
            break
        before = question
    return list(found.values())


def _looked_up(register: str, question: str) -> list[_Hit]:
    return _asked(_BY_WORDS, [question, register, _LOOKED_AT])


def _asked(statement: str, arguments: list[object]) -> list[_Hit]:
    with connection.cursor() as cursor:
        cursor.execute(statement, arguments)
        rows = cast("list[tuple[str, str, int, str, list[str]]]", cursor.fetchall())
    return [
        _Hit(key, orjson.loads(labels), weight, sort_key, tuple(word[2:] for word in words))
        for key, labels, weight, sort_key, words in rows
    ]


def _ranked(hits: Iterable[_Hit], asked: Sequence[str], typed: str) -> list[_Hit]:
    """The exact code first, then the nearest; among equals by weight, those with no word more and with the
    words in their order, and by name.
    """
    nearness = _Nearness(asked)
    kept: list[tuple[Any, _Hit]] = []
    for hit in hits:
        is_key = hit.key.upper() == typed
        near = [nearness.to_any(word, hit.words) for word in asked]
        if is_key or _good_enough(near):
            whole = round(sum(near) / len(near), 2)
            label = hit.sort_key.split()
            more = max(0, len(label) - len(asked))
            alike = (-hit.weight, more, nearness.turned(label), hit.sort_key, hit.key)
            kept.append(((not is_key, -whole, *alike), hit))
    kept.sort(key=lambda each: each[0])
    return [hit for _, hit in kept]


def _good_enough(near: Sequence[float]) -> bool:
    """Each word must be there; of three or more, one may be wrong altogether."""
    wrong = sum(each < _GOOD_ENOUGH for each in near)
    return wrong == 0 or (wrong == 1 and len(near) > 2)


class _Nearness:
    """How near the words of entries are to those that were asked for; names come again and again."""

    def __init__(self, asked: Sequence[str]) -> None:
        self._asked = [(word, search_keys.skeleton(word)) for word in asked]
        self._known: dict[tuple[str, str], float] = {}
        self._sounds = dict(self._asked)

    def to_any(self, word: str, words: Sequence[str]) -> float:
        """How near the nearest of an entry's words is; a word that is begun counts as the same."""
        return max((self._to(word, other) for other in words if other[0] not in "~+"), default=0.0)

    def turned(self, label: Sequence[str]) -> int:
        """How often two words that follow each other in what was asked stand the other way round."""
        places = [
            max(range(len(label)), key=lambda place: self._to(word, label[place]), default=0)
            for word, _ in self._asked
        ]
        return sum(later < sooner for sooner, later in pairwise(places))

    def _to(self, word: str, other: str) -> float:
        near = self._known.get((word, other))
        if near is None:
            begun = other.startswith(word)
            near = (
                1.0
                if begun
                else dictionary.likeness(word, self._sounds[word], other, search_keys.skeleton(other))
            )
            self._known[word, other] = near
        return near


def in_language(labels: object, language: str) -> str:
    """The label in a language; the one that fits all where there is no choice."""
    known = labels if isinstance(labels, dict) else {}
    for tag in (language, language.partition("-")[0], "", "en"):
        if tag in known:
            return str(known[tag])
    return str(next(iter(known.values()), ""))
