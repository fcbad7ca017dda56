"""Searches: an answer while somebody types, from one index."""

import orjson
from django.db import connection

from onewindow.blocks.registers import access_lines, search_keys
from onewindow.blocks.registers.declared import declaration as declared
from onewindow.blocks.registers.errors import PurposeMissing, SearchRefused
from onewindow.blocks.registers.permission import may_search
from onewindow.blocks.registers.reading import known_rows
from onewindow.blocks.registers.types import Found, Purpose
from onewindow.foundation.access.types import Actor

_MOST = 50
_BY_WORDS = """
    SELECT key, labels FROM registers_searchentry
    WHERE words @@ %s::tsquery
    ORDER BY upper(key) = %s DESC, weight DESC, sort_key, key LIMIT %s
"""
_BY_ORDER = """
    SELECT key, labels FROM registers_searchentry
    WHERE register = %s ORDER BY weight DESC, sort_key, key LIMIT %s
"""


def find(
    register: str, *, text: str, limit: int, purpose: Purpose, reader: Actor, language: str
) -> tuple[Found, ...]:
    """The best entries for what was typed; with nothing typed, the first ones."""
    declaration = declared(register)
    if not may_search(declaration, reader=reader, purpose=purpose):
        stated = may_search(declaration, reader=reader, purpose=Purpose(legal_basis="asked"))
        raise PurposeMissing(register=register) if stated else SearchRefused(register=register)
    found = _found(register, text, max(1, min(limit, _MOST)))
    shown = [slug for slug in declaration.label if declaration.fields[slug].classification != "public"]
    if shown:
        stored = known_rows(register, [key for key, _ in found])
        access_lines.note_all(declaration, entries=stored, attributes=shown, purpose=purpose, reader=reader)
    return tuple(Found(register=register, key=key, label=in_language(each, language)) for key, each in found)


def _found(register: str, text: str, most: int) -> list[tuple[str, dict[str, str]]]:
    query = tsquery(register, text)
    if not query and text.strip():
        return []
    with connection.cursor() as cursor:
        if query:
            cursor.execute(_BY_WORDS, [query, _as_key(text), most])
        else:
            cursor.execute(_BY_ORDER, [register, most])
        return [(key, orjson.loads(labels)) for key, labels in cursor.fetchall()]


def _as_key(text: str) -> str:
    asked = search_keys.asked(text)
    return asked[0].upper() if len(asked) == 1 else text.strip().upper()


def tsquery(register: str, text: str) -> str:
    """Every word must begin a word of the entry, or sound like one where it is in another script."""
    parts: list[str] = []
    for word in search_keys.asked(text):
        direct = f"'{register}/{word[:60]}':*"
        sound = search_keys.skeleton(word)
        parts.append(f"({direct} | '{register}/~{sound}')" if sound else direct)
    return " & ".join(parts)


def in_language(labels: object, language: str) -> str:
    """The label in a language; the one that fits all where there is no choice."""
    known = labels if isinstance(labels, dict) else {}
    for tag in (language, language.partition("-")[0], "", "en"):
        if tag in known:
            return str(known[tag])
    return str(next(iter(known.values()), ""))
