"""What crosses the door of registers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from onewindow.kernel.localised import Localised
from onewindow.kernel.reference import Reference

Classification = Literal["public", "personal", "secret"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """Why somebody reads. Personal data without a purpose is refused.

    :param case: the case that needs it, such as ``case/TCE-2026-000017``.
    :param legal_basis: the law that allows it, such as ``Law 94-41, article 3``.
    """

    case: Reference | None = None
    legal_basis: str | None = None

    @property
    def stated(self) -> bool:
        """Whether there is a case or a legal basis."""
        return self.case is not None or bool(self.legal_basis and self.legal_basis.strip())


PUBLIC = Purpose()
"""No purpose: enough for public registers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a register says about one entry.

    :param values: attribute to value: ``str``, ``int``, ``bool``, ``Decimal``, ``date``, ``time``, a list or
        a mapping of these; None where the register knows nothing. Only what was asked and allowed.
    :param masked: attributes whose value is shown only in part.
    :param source: who or what says so.
    :param known_at: since when the register has known it.
    """

    register: str
    key: str
    values: Mapping[str, object]
    source: str
    known_at: datetime
    masked: frozenset[str] = frozenset()

    @property
    def reference(self) -> Reference:
        """``register/<register>/<key>``."""
        return Reference.of("register", self.register, self.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One line of a search: enough to choose from."""

    register: str
    key: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """One code of a code list, in the language that was asked for."""

    code: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldDeclared:
    """An attribute of a register as its owner declared it.

    :param type: ``text integer decimal boolean date time reference code localised list group``.
    """

    slug: str
    name: Localised
    type: str
    classification: Classification


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterView:
    """A register as its owner declared it.

    :param open: every attribute is public, so that no purpose is needed.
    :param writing_agencies: whose services may write it: the owner, and the agencies that the owner named.
    """

    slug: str
    name: Localised
    owner: str
    open: bool
    fields: tuple[FieldDeclared, ...]
    writing_agencies: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessLineView:
    """One time that somebody looked at somebody's data.

    :param concerned: whose data.
    :param reader: ``account/<slug>`` or the name of a part of this program.
    :param record_entry: id of the leaf in the record that says the same.
    """

    at: datetime
    concerned: Reference
    register: str
    key: str
    attributes: tuple[str, ...]
    reader: str
    reader_name: str
    reader_kind: str
    agency: str
    office: str
    case: Reference | None
    legal_basis: str
    record_entry: str
