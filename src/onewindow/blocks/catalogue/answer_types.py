"""Answers to a form: checked, filled from a message, and shown as pages. See ``types``."""

from collections.abc import Mapping
from dataclasses import dataclass

from onewindow.blocks.catalogue.form_types import Field
from onewindow.kernel.errors import OnewindowError
from onewindow.kernel.localised import Localised
from onewindow.kernel.reference import Reference


@dataclass(frozen=True, slots=True)
class CheckedAnswers:
    """Answers as FEEL values, and what is wrong with them.

    :param answers: typed: Decimal for numbers and money (major units), date, datetime, bool, str, list, dict;
        only fields that are shown; computed and known ones filled in. ``feel.to_json`` stores them.
    :param problems: in the order of the form; ``field`` is a path such as ``lines/0/quantity``.
    :param fired: (decision, rule) that answered a field which a decision answers, by their ids.
    """

    answers: Mapping[str, object]
    problems: tuple[OnewindowError, ...] = ()
    fired: frozenset[tuple[str, str]] = frozenset()

    @property
    def good(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


@dataclass(frozen=True, slots=True)
class Filled:
    """Answers that a message gave: to be shown to the person, then checked like any others.

    :param answers: raw answers by field, ready for ``check_answers``.
    :param paths: the fields that were filled, such as ``lines/0/quantity``.
    :param unfilled: targets of the map for which the message had nothing.
    """

    answers: Mapping[str, object]
    paths: tuple[str, ...] = ()
    unfilled: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownField:
    """A field as it is to be shown now.

    :param path: where its answer is, such as ``lines/0/quantity``.
    :param value: the typed answer, or what was sent where that cannot be read; None where empty.
    :param known: it is shown, not asked: a register knows it, or it is computed.
    :param options: value and label, for choice, choices, slot.
    :param rows: the fields of each row of a list, or one row of a group.
    """

    field: Field
    path: str
    value: object
    required: bool
    known: bool
    options: tuple[tuple[str, Localised], ...] = ()
    rows: tuple[tuple["ShownField", ...], ...] = ()
    may_add: bool = False


@dataclass(frozen=True, slots=True)
class ShownPage:
    """A page of a form as it is to be shown now."""

    page: str
    title: Localised
    text: Localised | None
    fields: tuple[ShownField, ...]


@dataclass(frozen=True, slots=True)
class StoredFileAnswer:
    """What a file answer says of the stored upload."""

    file: Reference
    name: str
    content_type: str
    size: int
