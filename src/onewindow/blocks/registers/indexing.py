"""What is kept beside the facts so that an entry is found: its words, its place in lists, and its links."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from onewindow.blocks.registers import search_keys
from onewindow.blocks.registers.access_lines import people_in_row
from onewindow.blocks.registers.declarations import Declaration
from onewindow.blocks.registers.models import Link, SearchEntry

_LONGEST_WORD = 60
_WEIGHT = "weight"  # an attribute of this name, where a register has one, lists the entry earlier


@dataclass(frozen=True, slots=True)
class Indexed:
    """One entry's search row and links, ready to be stored."""

    weight: int
    sort_key: str
    labels: dict[str, str]
    words: str
    links: tuple[tuple[str, str], ...]


def indexed(declaration: Declaration, key: str, stored: Mapping[str, Any]) -> Indexed:
    """Compute what an entry is found by."""
    labels = _labels(declaration, key, stored)
    parts = search_keys.words(key)
    lexemes = {*parts, "".join(parts)}
    for field in declaration.fields.values():
        if field.search:
            for text in _texts(stored.get(field.slug)):
                found = search_keys.words(text)
                lexemes.update(found)
                if field.search == "name":
                    lexemes.update(f"~{sound}" for word in found if (sound := search_keys.skeleton(word)))
    return Indexed(
        weight=int(stored.get(_WEIGHT) or 0),
        sort_key=search_keys.sort_key(labels.get("en") or next(iter(labels.values()))),
        labels=labels,
        words=tsvector(declaration.slug, lexemes),
        links=tuple(_links(declaration, stored)),
    )


def store(declaration: Declaration, key: str, stored: Mapping[str, Any] | None) -> None:
    """Replace what one entry is found by; None where it stands no more."""
    SearchEntry.objects.filter(register=declaration.slug, key=key).delete()
    Link.objects.filter(register=declaration.slug, key=key).delete()
    if stored is None:
        return
    row = indexed(declaration, key, stored)
    SearchEntry.objects.create(
        register=declaration.slug,
        key=key,
        weight=row.weight,
        sort_key=row.sort_key,
        labels=row.labels,
        words=row.words,
    )
    Link.objects.bulk_create(
        Link(register=declaration.slug, key=key, attribute=attribute, target=target)
        for attribute, target in row.links
    )


def tsvector(register: str, lexemes: Iterable[str]) -> str:
    """A literal of the server's type ``tsvector``. The register's name is part of each word, so that one
    index serves all registers without reading the others' rows."""
    return " ".join([f"'{register}/{lexeme[:_LONGEST_WORD]}'" for lexeme in lexemes if lexeme])


def _texts(value: object) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (str(text) for text in cast("Mapping[str, object]", value).values() if text)


def _labels(declaration: Declaration, key: str, stored: Mapping[str, Any]) -> dict[str, str]:
    parts = [stored.get(slug) for slug in declaration.label]
    localised = next((part for part in parts if isinstance(part, dict)), None)
    if localised is not None:
        return {str(tag): str(text) for tag, text in cast("dict[object, object]", localised).items()}
    return {"": " ".join(str(part) for part in parts if part) or key}


def _links(declaration: Declaration, stored: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    found: dict[tuple[str, str], None] = {}
    for field in declaration.linking:
        value = stored.get(field.slug)
        if field.type == "list" and field.fields:
            for row in value or []:
                found.update({(field.slug, person.text): None for person in people_in_row(field, row)})
        elif field.type == "reference" and value:
            found[(field.slug, str(value))] = None
    return found
