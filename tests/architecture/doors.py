"""A contract for import-linter: another room is entered through ``api``, ``types`` and ``ports`` only.

The built-in ``protected`` contract cannot say "the same room as the importer".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import grimp
from importlinter import Contract, ContractCheck, output

FLOORS_WITH_ROOMS = ("onewindow.foundation", "onewindow.blocks", "onewindow.sectors")
ROOMS_WITHOUT_FLOOR = ("onewindow.portal",)
DOORS = frozenset({"api", "types", "ports"})
SIDE_DOORS = frozenset({"urls", "rest", "tasks", "apps"})
"""For wiring, the root urls and migrations."""
BACK_DOORS = frozenset({"adapters", "holdings"})
"""For wiring alone: where a port meets its adapter, and where the rules on what is held come together."""


@dataclass(frozen=True, order=True)
class Trespass:
    """An import that goes round the doors."""

    importer: str
    imported: str


def room_of(module: str) -> str | None:
    """The room that a module belongs to; None for the rest of the house."""
    for floor in FLOORS_WITH_ROOMS:
        if module.startswith(f"{floor}."):
            return ".".join(module.split(".")[:3])
    for room in ROOMS_WITHOUT_FLOOR:
        if module == room or module.startswith(f"{room}."):
            return room
    return None


def is_allowed(importer: str, imported: str) -> bool:
    """Whether one module may import the other, as far as doors go."""
    room = room_of(imported)
    if room is None or room == room_of(importer) or ".tests" in importer:
        return True
    piece = imported.removeprefix(room).lstrip(".").partition(".")[0]
    if piece in BACK_DOORS:
        return importer.startswith("onewindow.wiring.")
    return piece in DOORS or (piece in SIDE_DOORS and _may_use_side_doors(importer))


def trespasses(graph: grimp.ImportGraph) -> list[Trespass]:
    """All imports that go round the doors."""
    found: list[Trespass] = []
    for importer in sorted(module for module in graph.modules if module.startswith("onewindow.")):
        for imported in graph.find_modules_directly_imported_by(importer):
            if not is_allowed(importer, imported):
                found.append(Trespass(importer, imported))
    return sorted(found)


class DoorsContract(Contract):
    """See the module."""

    type_name = "doors"

    def check(self, graph: grimp.ImportGraph, verbose: bool) -> ContractCheck:
        found = trespasses(graph)
        return ContractCheck(kept=not found, metadata={"trespasses": found})

    def render_broken_contract(self, check: ContractCheck) -> None:
        found: Any = check.metadata["trespasses"]
        for trespass in found:
            output.print_error(f"{trespass.importer} goes round the doors: it imports {trespass.imported}")
        output.new_line()


def _may_use_side_doors(importer: str) -> bool:
    return (
        importer.startswith("onewindow.wiring.")
        or importer in ("onewindow.portal.root_urls", "onewindow.portal.public_api")
        or ".migrations." in importer
    )
