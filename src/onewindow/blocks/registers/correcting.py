"""“This is not right”: a person asks the office that keeps a register to correct what it says of them."""

from typing import Any, Final

from django.db import transaction

from onewindow.blocks.registers import values
from onewindow.blocks.registers.access_lines import reader_of
from onewindow.blocks.registers.change_numbers import new_number
from onewindow.blocks.registers.changes_seen import view_of
from onewindow.blocks.registers.declarations import CORRECTION, Declaration, Field
from onewindow.blocks.registers.declared import declaration as declared
from onewindow.blocks.registers.errors import AttributeRefused, AttributeUnknown, ReasonMissing, ValueMissing
from onewindow.blocks.registers.models import Change
from onewindow.blocks.registers.naming import is_theirs, part_about
from onewindow.blocks.registers.reading import entry_reference, known_row
from onewindow.blocks.registers.types import ChangeView
from onewindow.foundation.access.types import Actor
from onewindow.foundation.record import api as record
from onewindow.kernel.clock import clock

_LONGEST_VALUE: Final = 1000
_LONGEST_REASON: Final = 2000


def ask(register: str, *, key: str, attribute: str, right: str, because: str, asker: Actor) -> ChangeView:
    """Ask for a correction, once: whoever asks again for the same changes what they said."""
    with transaction.atomic():
        declaration, field, stored = _of_theirs(register, key, attribute, asker)
        if not right.strip():
            raise ValueMissing(field="right", attribute=field.name)
        if not because.strip():
            raise ReasonMissing(field="because")
        who = asker.in_whose_name
        change, made = Change.objects.select_for_update().get_or_create(
            register=register,
            key=key,
            asked_by=who.text if who else "",
            asked_attribute=attribute,
            state="asked",
            defaults={
                "number": new_number(),
                "event": CORRECTION,
                "agency": declaration.owner_of(stored),
                "asked_at": clock.now(),
            },
        )
        change.asked_value = right.strip()[:_LONGEST_VALUE]
        change.asked_because = because.strip()[:_LONGEST_REASON]
        change.save()
        if made:
            record.append(
                kind="register.correction-asked",
                subject=entry_reference(register, key),
                payload={"change": change.number, "attribute": attribute},
                actor=reader_of(asker),
            )
        return view_of(change)


def said(register: str, *, key: str, attribute: str, asker: Actor) -> object:
    """What the entry says of them now, typed: of somebody else's entry only what names them."""
    declaration, field, stored = _of_theirs(register, key, attribute, asker)
    own = _texts(asker)
    value = stored.get(attribute)
    told = value if is_theirs(declaration, key, own=own) else part_about(field, value, own=own)
    return values.to_typed(declaration, {attribute: told}, [attribute])[attribute]


def _of_theirs(
    register: str, key: str, attribute: str, asker: Actor
) -> tuple[Declaration, Field, dict[str, Any]]:
    """An attribute of an entry that is theirs, or one that names them, with all that the entry says."""
    declaration = declared(register)
    field = declaration.fields.get(attribute)
    if field is None:
        raise AttributeUnknown(field=attribute, register=register, attribute=attribute)
    row = known_row(register, key)
    stored = row.values if row else {}
    own = _texts(asker)
    named = part_about(field, stored.get(attribute), own=own) is not None
    if field.classification == "secret" or not (named or is_theirs(declaration, key, own=own)):
        raise AttributeRefused(field=attribute, register=register, attribute=attribute)
    return declaration, field, stored


def _texts(asker: Actor) -> frozenset[str]:
    """The asker, and whom they act for, as entries name them."""
    return frozenset(each.text for each in asker.own)
