"""How the owner of a register tells which entries may be the same, read from the declaration.

Each comparison adds to the weight of a pair what agreement speaks for it, or takes away what difference
speaks against it: logarithms to the base 2 of how much likelier it is among true pairs than among others.

Source: I. Fellegi, A. Sunter, A Theory for Record Linkage, JASA 64 (1969), §2.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, cast

from onewindow.blocks.registers.declaring_parts import SLUG, Reader

How = Literal["name", "date", "year", "exact"]
_HOW: Final = ("name", "date", "year", "exact")


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparing:
    """One comparison.

    :param attributes: forms of the same thing, such as a name in three scripts; the nearest two count.
    :param how: ``name`` (in any script, with typing errors), ``date`` (day and month swapped, a digit wrong),
        ``year`` (of a date) or ``exact`` (but for case, accents and spaces).
    :param same: weight where they agree, at least 0; ``differs`` where they do not, at most 0.
    :param swaps_with: another comparison of names that may have been filled with this one, and the reverse.
    """

    slug: str
    attributes: tuple[str, ...]
    how: How
    same: float
    differs: float
    swaps_with: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """The comparisons, and which pairs are compared at all.

    :param review: weight from which on a pair is shown to an officer.
    :param purpose: the declared purpose that the officer reads both entries for.
    :param blocks: only entries that agree roughly in all comparisons of one of these are compared.
    """

    review: float
    purpose: str
    compare: Mapping[str, Comparing]
    blocks: tuple[tuple[str, ...], ...]


def read_matching(reader: Reader, data: object, fields: Mapping[str, object]) -> Matching | None:
    """The part ``matching`` of a declaration; None where it has none.

    :raises DeclarationNotValid: names the file, the place and the rule.
    """
    if data is None:
        return None
    top = reader.mapping(data, "matching", ("review", "purpose", "compare", "blocks"))
    compare: dict[str, Comparing] = {}
    for number, row in enumerate(reader.sequence(top.get("compare"), "matching/compare")):
        each = _comparing(reader, row, f"matching/compare/{number}", fields)
        compare[each.slug] = each
    for each in compare.values():
        if each.swaps_with and compare.get(each.swaps_with, each).how != "name":
            raise reader.refuse(f"matching/compare/{each.slug}/swaps_with", "name a comparison of names")
    blocks = tuple(
        reader.known(row, f"matching/blocks/{number}", compare)
        for number, row in enumerate(reader.sequence(top.get("blocks"), "matching/blocks"))
    )
    if not blocks or not all(blocks):
        raise reader.refuse("matching/blocks", "name comparisons, at least one in each block")
    return Matching(
        review=_weight(reader, top.get("review"), "matching/review", at_least=0),
        purpose=str(top.get("purpose", "")),
        compare=compare,
        blocks=blocks,
    )


def _comparing(reader: Reader, data: object, where: str, fields: Mapping[str, object]) -> Comparing:
    row = reader.mapping(data, where, ("compare", "attributes", "how", "same", "differs", "swaps_with"))
    attributes = reader.known(row.get("attributes"), f"{where}/attributes", fields)
    if not attributes:
        raise reader.refuse(f"{where}/attributes", "name at least one attribute")
    return Comparing(
        slug=reader.slug(row.get("compare"), f"{where}/compare", SLUG),
        attributes=attributes,
        how=cast("How", reader.one_of(row.get("how"), f"{where}/how", _HOW)),
        same=_weight(reader, row.get("same"), f"{where}/same", at_least=0),
        differs=_weight(reader, row.get("differs"), f"{where}/differs", at_most=0),
        swaps_with=str(row.get("swaps_with", "")),
    )


def _weight(reader: Reader, value: Any, where: str, *, at_least: float = -100, at_most: float = 100) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not at_least <= value <= at_most:
        raise reader.refuse(where, f"give a number from {at_least} to {at_most}")
    return float(value)
