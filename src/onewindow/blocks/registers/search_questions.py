"""What the server is asked for what was typed: queries of its type ``tsquery``. Pure.

A word may be borne by a hundredth of a country, and the server gathers all who bear it before it gives the
first. Two words together are borne by few. So wherever two words of names are asked for, the pairs of their
sounds are asked for as well (``indexing`` stores them), and the server begins with the rarest. An entry with
so many sounds that not each pair is stored says so by a lexeme of its own, and is found by its words.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Final

from onewindow.blocks.registers import search_keys
from onewindow.blocks.registers.dictionary import Sounding
from onewindow.blocks.registers.indexing import LONGEST_WORD, NOT_ALL_PAIRED, mark

_MOST_PAIRS: Final = 64  # of two typed words' sounds; with more, looking each up costs what it saves
_ROUNDS: Final = ((2, 2), (8, 4), (24, 12), (None, 12))
"""How many pairs of two words' sounds, the nearest first, with how many sounds of each further word."""


@dataclass(frozen=True, slots=True)
class _Pair:
    """Sounds of two typed words that may have been meant, and how near they are together."""

    near: float
    one: str
    other: str


def one_of_each(register: str, typed: Sequence[Sequence[str]], *, names: bool) -> str:
    """Entries that have a word of each list.

    :param typed: for each typed word those that will do for it.
    :param names: whether entries of the register are found by names alone; then pairs of sounds are there.
    """
    clauses = [_any_of(register, words) for words in typed]
    if names:
        heard = [[search_keys.skeleton(word[:LONGEST_WORD]) for word in words] for words in typed]
        for one, other in combinations(heard, 2):
            if all(one) and all(other) and len(one) * len(other) <= _MOST_PAIRS:
                clauses.append(_any_of(register, [*_paired(one, other), NOT_ALL_PAIRED]))
    return " & ".join(clauses)


def beginning(register: str, words: Iterable[str]) -> str:
    """Entries with words that begin like each of these."""
    return " & ".join(f"{_term(register, word)}:*" for word in words)


def sounding(register: str, heard: Sequence[Sequence[Sounding]], silent: Sequence[str]) -> Iterator[str]:
    """Entries whose names sound like each word, one question after the other: the nearest sounds first, then
    more. All pairs of two common names would be a tenth of a country.

    :param heard: the sounds that each word may have, the nearest first; two words or more.
    :param silent: words without a sound, which are there as they are.
    """
    first, second, *rest = heard
    pairs = _pairs(first, second)
    beside = [_term(register, word) for word in silent]
    for most, few in _ROUNDS:
        near = pairs[:most]
        clauses = [_any_of(register, [_together(pair.one, pair.other) for pair in near])]
        for word in rest:
            sounds = [each.sound for each in word[:few]]
            for side in ({pair.one: None for pair in near}, {pair.other: None for pair in near}):
                clauses.append(_any_of(register, _paired(side, sounds)))
        yield " & ".join([*clauses, *beside])
    each = [_any_of(register, [f"~{one.sound}" for one in word]) for word in heard]
    yield " & ".join([_term(register, NOT_ALL_PAIRED), *each, *beside])


def two_of_them(register: str, heard: Sequence[Sequence[Sounding]], silent: Sequence[str]) -> Iterator[str]:
    """Entries whose names sound like two of the words, the nearest pairs first."""
    pairs = [pair for one, other in combinations(heard, 2) for pair in _pairs(one, other)]
    pairs.sort(key=lambda pair: -pair.near)
    beside = [_term(register, word) for word in silent]
    for most, _ in _ROUNDS:
        near = _any_of(register, [_together(pair.one, pair.other) for pair in pairs[:most]])
        yield " & ".join([near, *beside])


def one_sound(register: str, sound: Sounding, silent: Sequence[str]) -> str:
    """Entries with a name of this sound."""
    return " & ".join([_term(register, f"~{sound.sound}"), *(_term(register, word) for word in silent)])


def _pairs(one: Sequence[Sounding], other: Sequence[Sounding]) -> list[_Pair]:
    """Any sound of one word with any of the other; one sound alone only where both can mean nothing else."""
    found = [_Pair(this.near * that.near, this.sound, that.sound) for this, that in product(one, other)]
    apart = [pair for pair in found if pair.one != pair.other]
    return sorted(apart or found, key=lambda pair: (-pair.near, pair.one, pair.other))


def _paired(one: Iterable[str], other: Iterable[str]) -> list[str]:
    return [_together(this, that) for this, that in product(one, other)]


def _together(one: str, other: str) -> str:
    """A pair; of one sound alone, that sound."""
    return f"~{one}" if one == other else search_keys.together(one, other)


def _any_of(register: str, lexemes: Iterable[str]) -> str:
    return f"({' | '.join(_term(register, lexeme) for lexeme in dict.fromkeys(lexemes))})"


def _term(register: str, lexeme: str) -> str:
    return f"'{mark(register)}{lexeme[:LONGEST_WORD]}'"
