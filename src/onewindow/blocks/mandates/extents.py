"""What rights to act for somebody open of theirs. Pure.

A right is over everything where it is limited by nothing but days. A mandate over everything shows what the
principal sees. What is personal (consents, objections, what is kept about them) is decided only by whoever is
their voice by law: a parent, a guardian, a company's officer. A limited right opens the services that it
names; an employee's, however wide, is limited to services: a company lends its work and not itself.
"""

from collections.abc import Iterable
from typing import Final

from onewindow.blocks.mandates.limits import ALL_SCOPES
from onewindow.blocks.mandates.types import Mandate
from onewindow.foundation.access.types import Extent, Part

_BY_LAW: Final = frozenset({"self", "representative", "parent", "guardian"})
_EVERYTHING: Final = frozenset({*_BY_LAW, "mandate"})


def extent_by(rights: Iterable[Mandate]) -> Extent:
    """What all of these rights, for one principal, open together."""
    found = tuple(rights)
    return Extent(
        parts=tuple(dict.fromkeys(_part(right) for right in found)),
        whole=any(is_over_everything(right) for right in found),
        deciding=any(is_over_everything(right) and right.kind in _BY_LAW for right in found),
    )


def is_over_everything(right: Mandate) -> bool:
    """Whether nothing but days limits a right, and it is no employee's."""
    reach = right.reach
    unlimited = not reach.services and not reach.agencies and reach.limit is None and reach.left is None
    return ALL_SCOPES in reach.scopes and unlimited and right.kind in _EVERYTHING and not right.employee


def _part(right: Mandate) -> Part:
    return Part(scopes=right.reach.scopes, services=right.reach.services, agencies=right.reach.agencies)
