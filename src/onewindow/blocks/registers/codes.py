"""Code lists and other open registers: asked for on every page, so kept in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

import orjson
from django.db import connection

from onewindow.blocks.registers import search_keys, states, values
from onewindow.blocks.registers.declared import declaration as declared
from onewindow.blocks.registers.errors import RegisterUnknown, SearchRefused
from onewindow.blocks.registers.finding import in_language
from onewindow.blocks.registers.models import Fact, SearchEntry
from onewindow.blocks.registers.reading import known_row
from onewindow.blocks.registers.types import Code

_MOST: Final = 20_000  # entries kept of one register
_LABELS: Final = "SELECT key, labels FROM registers_searchentry WHERE register = %s AND key = ANY(%s)"


@dataclass(slots=True)
class _Kept:
    """One register as it was in a state."""

    state: states.State
    lists: dict[str, tuple[Code, ...]] = field(default_factory=dict[str, tuple[Code, ...]])
    entries: dict[str, Mapping[str, object] | None] = field(
        default_factory=dict[str, Mapping[str, object] | None]
    )
    labels: dict[str, object] = field(default_factory=dict[str, object])


_registers: dict[str, _Kept] = {}


def forget() -> None:
    """Ask again: this process changed a register."""
    states.forget()
    _registers.clear()


def _kept(register: str) -> _Kept:
    state = states.state(register)
    if state is None:
        raise RegisterUnknown(register=register)
    kept = _registers.get(register)
    if kept is not None and kept.state == state:
        return kept
    if not declared(register).open:
        raise SearchRefused(register=register)
    _registers[register] = fresh = _Kept(state)
    return fresh


def code_list(register: str, *, language: str) -> tuple[Code, ...]:
    """All codes of an open register, in the order of the language."""
    kept = _kept(register)
    if language not in kept.lists:
        rows = SearchEntry.objects.filter(register=register).values_list("key", "labels", "weight")
        listed = [(Code(code=key, label=in_language(each, language)), weight) for key, each, weight in rows]
        listed.sort(key=lambda row: (-row[1], search_keys.sort_key(row[0].label), row[0].code))
        kept.lists[language] = tuple(code for code, _ in listed)
    return kept.lists[language]


def code(register: str, key: str) -> Mapping[str, object] | None:
    """One entry of an open register, typed; None where there is none."""
    kept = _kept(register)
    if key not in kept.entries:
        if len(kept.entries) >= _MOST:
            kept.entries.clear()
        declaration = declared(register)
        row = known_row(register, key)
        typed = values.to_typed(declaration, row.values, list(declaration.fields)) if row else None
        kept.entries[key] = MappingProxyType({"key": key, **typed}) if typed is not None else None
    return kept.entries[key]


def code_name(register: str, key: str, *, language: str) -> str:
    """The label of a code in a language; empty where there is none, or where it is not for everybody."""
    if not declared(register).open:
        return public_names(register, [key], language=language)[key]
    kept = _kept(register)
    if key not in kept.labels:
        if len(kept.labels) >= _MOST:
            kept.labels.clear()
        rows = SearchEntry.objects.filter(register=register, key=key).values_list("labels", flat=True)
        kept.labels[key] = rows.first()
    labels = kept.labels[key]
    return in_language(labels, language) if labels else ""


def exists(register: str, key: str) -> bool:
    """Whether a register has an entry; nothing of what it says."""
    declared(register)
    return Fact.objects.filter(register=register, key=key, recorded_until=None, values__isnull=False).exists()


def public_names(register: str, keys: Sequence[str], *, language: str) -> dict[str, str]:
    """Entries' labels where the register shows them to everybody; else empty. One question for all."""
    declaration = declared(register)
    shown = [declaration.fields[slug] for slug in declaration.label]
    if not keys or not shown or any(each.classification != "public" for each in shown):
        return dict.fromkeys(keys, "")
    with connection.cursor() as cursor:
        cursor.execute(_LABELS, [register, list(keys)])
        found = {key: in_language(orjson.loads(labels), language) for key, labels in cursor.fetchall()}
    return {key: found.get(key, "") for key in keys}
