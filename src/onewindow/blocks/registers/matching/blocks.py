"""Which pairs are compared at all: those that share a block. Pure.

Each block leaves one error room: names stand in it by how they sound, dates by their parts in any order.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from hashlib import blake2b
from itertools import product
from typing import Any, Final

from onewindow.blocks.registers import search_keys
from onewindow.blocks.registers.resemblance import Comparing, Matching

_SOUNDS: Final = 4  # signs of a name's sound that must agree


def blocks_of(matching: Matching, values: Mapping[str, Any]) -> frozenset[int]:
    """The blocks of an entry, as numbers of 64 bits."""
    parts = {slug: set(_forms(each, values)) for slug, each in matching.compare.items()}
    for slug, each in matching.compare.items():
        if each.swaps_with:  # either may stand where the other should
            parts[slug] = parts[each.swaps_with] = parts[slug] | parts[each.swaps_with]
    return frozenset(
        _number(place, forms)
        for place, block in enumerate(matching.blocks)
        for forms in product(*(sorted(parts[slug]) for slug in block))
    )


def _forms(comparing: Comparing, values: Mapping[str, Any]) -> Iterator[str]:
    for slug in comparing.attributes:
        if values.get(slug) not in (None, ""):
            yield from _rough(comparing.how, str(values[slug]))


def _rough(how: str, text: str) -> Iterator[str]:
    if how == "date":
        day = date.fromisoformat(text[:10])
        first, second = sorted((day.month, day.day))
        yield f"{day.year}/{first}/{second}"
    elif how == "year":
        yield text[:4]
    elif how == "name":
        sound = "".join(sorted(map(search_keys.skeleton, search_keys.words(text))))
        if sound:
            yield sound[:_SOUNDS]
    else:
        yield " ".join(search_keys.words(text))


def _number(place: int, forms: Sequence[str]) -> int:
    text = "\0".join((str(place), *forms)).encode()
    return int.from_bytes(blake2b(text, digest_size=8).digest(), signed=True)
