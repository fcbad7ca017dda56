"""Several rights to act for the same principal, together. Pure."""

from collections.abc import Sequence
from typing import Final

from onewindow.blocks.mandates.types import Mandate

_STRENGTH: Final = ("self", "representative", "employee", "mandate", "parent", "guardian")


def by_principal(rights: Sequence[Mandate]) -> tuple[tuple[Mandate, ...], ...]:
    """See ``mandates.api.by_principal``."""
    groups: dict[str, list[Mandate]] = {}
    for right in rights:
        groups.setdefault(right.principal.text, []).append(right)
    return tuple(
        tuple(sorted(group, key=lambda right: (_STRENGTH.index(right.kind), right.basis)))
        for group in groups.values()
    )
