"""The registers of a scenario: what it writes down, and nothing else."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from onewindow.blocks.catalogue.types import StoredFileAnswer
from onewindow.kernel.reference import Reference

_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_KINDS = {
    "pdf": "application/pdf",
    "xml": "application/xml",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "csv": "text/csv",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True)
class ScenarioRegisters:
    """Register to key to entry. Fulfils the catalogue's ``Lookups``.

    A register of codes that the scenario does not mention has every code, and every upload is there.

    :param changes: what steps wrote since, by register and key: attributes to FEEL values.
    """

    entries: Mapping[str, Mapping[str, Mapping[str, object]]]
    changes: dict[tuple[str, str], dict[str, object]] = field(
        default_factory=dict[tuple[str, str], dict[str, object]]
    )

    def code(self, *, register: str, key: str) -> Mapping[str, object] | None:
        """The entry of a public register."""
        return self.entries[register].get(key) if register in self.entries else {"key": key}

    def file(self, *, file: Reference) -> StoredFileAnswer | None:
        """An upload, known by its ending."""
        kind = _KINDS.get(file.key.rpartition(".")[2])
        return StoredFileAnswer(file, file.key, kind, 1000) if kind else None

    def person(self, *, key: str) -> Mapping[str, object] | None:
        """A person that may be named."""
        return self.code(register="people", key=key)

    def read(self, register: str, key: object, attributes: tuple[str, ...]) -> dict[str, object] | None:
        """What a step or a fact reads, as FEEL values; None where the scenario has no such entry."""
        entry = self.entries.get(register, {}).get(str(key))
        written = self.changes.get((register, str(key)))
        if entry is None and written is None:
            return None
        found = {name: feel_value((entry or {}).get(name)) for name in attributes}
        return {**found, **{name: value for name, value in (written or {}).items() if name in found}}

    def known(self, register: str, key: str) -> bool:
        """Whether there is such an entry, from the beginning or since."""
        return key in self.entries.get(register, {}) or (register, key) in self.changes

    def write(self, register: str, key: str, values: Mapping[str, object]) -> None:
        """Change an entry or make one."""
        self.changes.setdefault((register, key), {}).update(values)


def feel_value(written: object) -> object:
    """A value as FEEL knows it: a scenario writes dates as text and numbers as YAML does."""
    if isinstance(written, str) and _DATE.fullmatch(written):
        return date.fromisoformat(written)
    if isinstance(written, bool) or written is None:
        return written
    if isinstance(written, int | float):
        return Decimal(str(written))
    if isinstance(written, list):
        return [feel_value(item) for item in written]
    if isinstance(written, Mapping):
        return {str(name): feel_value(value) for name, value in written.items()}
    return written
