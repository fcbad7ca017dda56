"""A name for something in another room, without knowing that room."""

import re
from dataclasses import dataclass
from typing import Self

from onewindow.kernel.errors import N_, InvalidInput

_WELL_FORMED = re.compile(r"[a-z][a-z0-9-]*(?:/[A-Za-z0-9][A-Za-z0-9._~@:+-]*)+")


class ReferenceNotWellFormed(InvalidInput):
    code = "reference-not-well-formed"
    message = N_("“{text}” is not a reference.")
    way_out = N_("A reference looks like case/2026-000017 or register/companies/1234567A.")


@dataclass(frozen=True, slots=True)
class Reference:
    """``kind/key``, such as ``case/2026-000017`` or ``register/companies/1234567A``. Opaque.

    :raises ReferenceNotWellFormed: not a lower-case kind and at least one key part.
    """

    text: str

    def __post_init__(self) -> None:
        if len(self.text) > 200 or not _WELL_FORMED.fullmatch(self.text):
            raise ReferenceNotWellFormed(text=self.text[:200])

    @classmethod
    def of(cls, kind: str, *keys: str) -> Self:
        """Make one of its parts."""
        return cls("/".join((kind, *keys)))

    @property
    def kind(self) -> str:
        """What it names: the first part."""
        return self.text.partition("/")[0]

    @property
    def key(self) -> str:
        """All after the kind."""
        return self.text.partition("/")[2]

    def __str__(self) -> str:
        return self.text
