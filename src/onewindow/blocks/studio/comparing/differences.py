"""What differs between two versions."""

from onewindow.blocks.catalogue.types import ServicePackage
from onewindow.blocks.studio.comparing.parts import parts_of
from onewindow.blocks.studio.types import Difference

_ORDER = (
    "service", "deadline", "question", "check", "fact", "decision", "rule", "fee", "element", "flow", "step",
    "after", "outcome", "document", "benefit", "text", "scenario",
)  # fmt: skip


def differences(old: ServicePackage, new: ServicePackage) -> tuple[Difference, ...]:
    """Every part that was added, removed or changed, what matters most first."""
    before, after = parts_of(old), parts_of(new)
    found: list[Difference] = []
    for part, what in {**before, **after}:
        one, other = before.get((part, what)), after.get((part, what))
        if one == other:
            continue
        if one is None:
            found.append(Difference(part, "added", what, "", other or ""))
        elif other is None:
            found.append(Difference(part, "removed", what, one, ""))
        else:
            found.append(Difference(part, "changed", what, one, other))
    return tuple(sorted(found, key=lambda one: _ORDER.index(one.part)))
