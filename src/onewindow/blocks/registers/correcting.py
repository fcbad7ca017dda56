"""“This is not right”: a person asks the office that keeps a register to correct what it says of them."""

from typing import Any, Final

from django.db import transaction

from onewindow.blocks.registers import values
from onewindow.blocks.registers.access_lines import people_in, reader_of
from onewindow.blocks.registers.change_numbers import new_number
from onewindow.blocks.registers.changes_seen import view_of
from onewindow.blocks.registers.declarations import CORRECTION, Declaration, Field
from onewindow.blocks.registers.declared import declaration as declared
from onewindow.blocks.registers.errors import AttributeRefused, AttributeUnknown, ReasonMissing, ValueMissing
from onewindow.blocks.registers.models import Change
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
    """What the entry says of it now, typed."""
    declaration, _field, stored = _of_theirs(register, key, attribute, asker)
    return values.to_typed(declaration, stored, [attribute])[attribute]


def _of_theirs(
    register: str, key: str, attribute: str, asker: Actor
) -> tuple[Declaration, Field, dict[str, Any]]:
    declaration = declared(register)
    field = declaration.fields.get(attribute)
    if field is None:
        raise AttributeUnknown(field=attribute, register=register, attribute=attribute)
    row = known_row(register, key)
    stored = row.values if row else {}
    if field.classification == "secret" or not concerns(declaration, key, stored, asker):
        raise AttributeRefused(field=attribute, register=register, attribute=attribute)
    return declaration, field, stored


def concerns(declaration: Declaration, key: str, stored: dict[str, object], asker: Actor) -> bool:
    """Whether an entry speaks of somebody, or of whom they act for: it is theirs, is kept under their number,
    or names them."""
    own = asker.own
    entry = entry_reference(declaration.slug, key)
    if entry in own:
        return True
    personal = any(each.classification == "personal" for each in declaration.fields.values())
    if personal and any(each.key.partition("/")[2] == key for each in own):
        return True
    return any(
        person in own
        for slug, field in declaration.fields.items()
        if field.classification != "secret"
        for person in people_in(field, stored.get(slug))
    )
