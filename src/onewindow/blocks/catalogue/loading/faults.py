"""What is wrong with a package, with the place and the way out."""

from dataclasses import dataclass, field

from onewindow.blocks.catalogue.types import Finding
from onewindow.kernel.errors import N_, InvalidInput, Problems


class PackageFault(InvalidInput):
    """One fault. ``rule`` and ``advice`` are whole sentences in the language of the caller."""

    code = "package-fault"
    message = N_("{file}, line {line}, {key}: {rule}")
    way_out = N_("{advice}")


class PackageNotValid(Problems):
    """A package cannot be used. ``problems`` are its faults; nothing was imported."""

    code = "package-not-valid"


@dataclass
class Faults:
    """Collects faults, so that an author sees all of them at once."""

    found: list[Finding] = field(default_factory=list[Finding])

    def add(self, *, file: str, rule: str, advice: str, line: int | None = None, key: str = "") -> None:
        """Note a fault."""
        self.found.append(Finding(file, line, key, rule, advice))

    def stop_if_any(self) -> None:
        """Raise what was found.

        :raises PackageNotValid: there is at least one fault.
        """
        if self.found:
            raise PackageNotValid([_error(found) for found in self.found])


def _error(found: Finding) -> PackageFault:
    return PackageFault(
        file=found.file, line=found.line or 1, key=found.key, rule=found.rule, advice=found.way_out
    )
