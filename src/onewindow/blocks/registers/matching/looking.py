"""One entry looked at beside those that resemble it, when it is made."""

from typing import Final

from onewindow.blocks.registers import finding
from onewindow.blocks.registers.declarations import Declaration
from onewindow.blocks.registers.matching.comparing import compare
from onewindow.blocks.registers.matching.scanning import remember
from onewindow.blocks.registers.reading import known_rows

_MOST: Final = 50


def look(declaration: Declaration, key: str) -> int:
    """Put the pairs that a new entry may be one of into the queue; how many. In the caller's transaction."""
    matching = declaration.matching
    known = known_rows(declaration.slug, [key])
    if matching is None or key not in known:
        return 0
    text = " ".join(str(known[key][slug]) for slug in declaration.label if known[key].get(slug))
    others = [each for each in finding.alike(declaration, text, most=_MOST) if each != key]
    pairs = [
        (key, other, compare(matching, known[key], values))
        for other, values in known_rows(declaration.slug, others).items()
    ]
    return remember(declaration, [each for each in pairs if each[2].weight >= matching.review])
