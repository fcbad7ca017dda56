"""What is kept beside the facts so that an entry is found: its words, its place in lists, whom it names."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, cast
from zlib import crc32

from django.db import connection

from onewindow.blocks.registers import dictionary, search_keys
from onewindow.blocks.registers.access_lines import people_in_row
from onewindow.blocks.registers.declarations import Declaration, Field
from onewindow.blocks.registers.models import SearchEntry

FORM: Final = 3
"""Grows when an entry is found by something else than before: what is stored is then computed anew."""

LONGEST_WORD: Final = 60
_WEIGHT: Final = "weight"  # an attribute of this name, where a register has one, lists the entry earlier
_MOST_TOGETHER: Final = 6  # sounds of one entry that are paired
NOT_ALL_PAIRED: Final = "+"
"""The lexeme of an entry that has more sounds than those: not each pair of its sounds is there."""
_FORGET: Final = """
    DELETE FROM registers_searchentry WHERE register = %s AND key = ANY(%s) RETURNING key, names
"""
_MARK_SIGNS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Indexed:
    """One entry's search row, ready to be stored.

    :param names: references of the entries that it names.
    :param dictionary: the words of its names, each with its sound.
    """

    weight: int
    sort_key: str
    labels: dict[str, str]
    words: str
    names: tuple[str, ...]
    dictionary: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of one text, and of each its sound."""

    words: tuple[str, ...]
    sounds: Mapping[str, str]


def indexed(declaration: Declaration, key: str, stored: Mapping[str, Any]) -> Indexed:
    """Compute what an entry is found by."""
    labels = _labels(declaration, key, stored)
    lexemes = _of_the_key(declaration, key)
    named: dict[str, str] = {}
    for field in _searched(declaration):
        for text in _texts(stored.get(field.slug)):
            found = _words_of(text)
            lexemes.update(found.words)
            if field.search == "name":
                named.update(found.sounds)
    if named:
        lexemes.update(_sounding(named))
    return Indexed(
        weight=int(stored.get(_WEIGHT) or 0),
        sort_key=_sort_key(labels.get("en") or next(iter(labels.values()))),
        labels=labels,
        words=tsvector(declaration.slug, lexemes),
        names=tuple(_names(declaration, stored)),
        dictionary=named,
    )


def _searched(declaration: Declaration) -> Iterable[Field]:
    return [each for each in declaration.fields.values() if each.search]


def _of_the_key(declaration: Declaration, key: str) -> set[str]:
    """People are found by their whole number (its index is the facts'), and not by the beginning of one."""
    if declaration.concerns_entry and not key_is_public(declaration):
        return set()
    parts = search_keys.words(key)
    return {*parts, "".join(parts)}


def key_is_public(declaration: Declaration) -> bool:
    """Whether everybody may look through the keys: those of companies, not those of people."""
    shown = [declaration.fields[slug] for slug in declaration.label]
    return all(each.classification == "public" for each in shown)


@lru_cache(maxsize=100_000)
def _words_of(text: str) -> _Words:
    """Names come again and again: one in a hundred is new."""
    words = tuple(search_keys.words(text))
    return _Words(words, {word[:LONGEST_WORD]: search_keys.skeleton(word)[:LONGEST_WORD] for word in words})


@lru_cache(maxsize=20_000)
def _sort_key(text: str) -> str:
    return search_keys.sort_key(text)


def _sounding(named: Mapping[str, str]) -> Iterable[str]:
    sounds = list(dict.fromkeys(sound for sound in named.values() if sound))
    yield from (f"~{sound}" for sound in sounds)
    few = sounds[:_MOST_TOGETHER]
    for number, one in enumerate(few):
        for other in few[number + 1 :]:
            yield search_keys.together(one, other)
    if len(sounds) > len(few):
        yield NOT_ALL_PAIRED


def store(declaration: Declaration, key: str, stored: Mapping[str, Any] | None) -> None:
    """Replace what one entry is found by; None where it stands no more."""
    former = forget(declaration.slug, [key]).get(key, ())
    if stored is None:
        return
    row = indexed(declaration, key, stored)
    dictionary.learn(declaration.slug, row.dictionary)
    SearchEntry.objects.create(
        register=declaration.slug,
        key=key,
        weight=row.weight,
        sort_key=row.sort_key,
        labels=row.labels,
        words=row.words,
        names=now_and_before(row.names, former),
    )


def forget(register: str, keys: Sequence[str]) -> dict[str, list[str]]:
    """Take away what entries are found by; key to whom each names, or has named."""
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, [register, list(keys)])
        return dict(cursor.fetchall())


def now_and_before(names: Iterable[str], former: Iterable[str]) -> list[str]:
    """Those that an entry names, then those that it named: what was said of them is found, too.

    Whoever wants to know whom it names now asks the facts.
    """
    return list(dict.fromkeys([*names, *former]))


@lru_cache(maxsize=1_000)
def mark(register: str) -> str:
    """Two signs that begin each lexeme of a register, so that one index serves all of them.

    Two registers may share them: whoever asks names the register, too.
    """
    number = crc32(register.encode()) % len(_MARK_SIGNS) ** 2
    return _MARK_SIGNS[number // len(_MARK_SIGNS)] + _MARK_SIGNS[number % len(_MARK_SIGNS)]


def tsvector(register: str, lexemes: Iterable[str]) -> str:
    """A literal of the server's type ``tsvector``. No lexeme has a sign that would have to be quoted."""
    begins = mark(register)
    return " ".join([begins + lexeme[:LONGEST_WORD] for lexeme in lexemes if lexeme])


def array(names: Iterable[str]) -> str:
    """A literal of the server's type ``varchar[]`` (PostgreSQL, Arrays, Array Input and Output Syntax)."""
    quoted = (name.replace("\\", "\\\\").replace('"', '\\"') for name in names)
    return "{" + ",".join([f'"{name}"' for name in quoted]) + "}"


def _texts(value: object) -> Iterable[str]:
    if isinstance(value, str):
        return (value,)
    if isinstance(value, Mapping):
        return [str(text) for text in cast("Mapping[str, object]", value).values() if text]
    return ()


def _labels(declaration: Declaration, key: str, stored: Mapping[str, Any]) -> dict[str, str]:
    parts = [stored.get(slug) for slug in declaration.label]
    localised = next((part for part in parts if isinstance(part, dict)), None)
    if localised is not None:
        return {str(tag): str(text) for tag, text in cast("dict[object, object]", localised).items()}
    return {"": " ".join(str(part) for part in parts if part) or key}


def _names(declaration: Declaration, stored: Mapping[str, Any]) -> Iterable[str]:
    found: dict[str, None] = {}
    for field in declaration.linking:
        value = stored.get(field.slug)
        if field.type == "list" and field.fields:
            for row in value or []:
                found.update({person.text: None for person in people_in_row(field, row)})
        elif field.type == "reference" and value:
            found[str(value)] = None
    return found
