"""What an export tells of facts, changes and evidence: never a secret, nor the life of somebody else."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from django.db.models import Model

from onewindow.blocks.registers.declarations import Declaration
from onewindow.blocks.registers.declared import declaration as declared
from onewindow.blocks.registers.errors import RegisterUnknown
from onewindow.blocks.registers.models import Change, EvidenceAsked, Fact
from onewindow.blocks.registers.naming import is_theirs, parts_about
from onewindow.foundation.holdings.types import Somebody

_WITHHELD: Final = "(kept from everybody but the officers whom the owner named)"
_FACT: Final = ("register", "key", "source", "valid_from", "recorded_from", "recorded_until")
_CHANGE: Final = (
    *("number", "register", "key", "event", "agency", "state", "values", "valid_from", "document", "note"),
    *("asked_at", "asked_attribute", "recorded_by", "recorded_name", "recorded_at"),
    *("decided_by", "decided_name", "decided_at"),
)
_ASKED: Final = ("asked_by", "asked_value", "asked_because", "reason")
_OF_ANOTHER: Final = ("number", "register", "key", "state", "asked_at", "asked_attribute", "decided_at")
_AT_WORK: Final = ("number", "event", "recorded_at", "decided_at")
_EVIDENCE: Final = (
    *("number", "register", "key", "attributes", "purpose", "asked_at", "state"),
    *("values", "proof", "reason", "answered_at"),
)


def facts(rows: Sequence[Model], who: Somebody) -> Iterator[Mapping[str, Any]]:
    """Facts of somebody's own entries; of others what names them, once for all the time it was said."""
    of_others: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for row in rows:
        assert isinstance(row, Fact)
        declaration = _declared(row.register)
        if declaration is None or is_theirs(declaration, row.key, own=who.persons):
            yield {**_told(row, _FACT), "values": _open(declaration, row.values)}
        else:
            of_others[row.register, row.key].append(row)
    for (register, _key), spans in of_others.items():
        yield from _of_another(declared(register), spans, who)


def _of_another(declaration: Declaration, rows: Iterable[Fact], who: Somebody) -> Iterator[Mapping[str, Any]]:
    """When else something of that entry changed, and by what, is its own affair: it is not told."""
    said: dict[str, list[Fact]] = defaultdict(list)
    for row in rows:
        if parts := parts_about(declaration, row.values, own=who.persons):
            said[json.dumps(parts, sort_keys=True)].append(row)
    for parts, spans in said.items():
        ends = [each.recorded_until for each in spans]
        yield {
            **_told(spans[0], ("register", "key")),
            "values": json.loads(parts),
            "valid_from": min(each.valid_from for each in spans),
            "valid_until": _until(spans),
            "recorded_from": min(each.recorded_from for each in spans),
            "recorded_until": None if None in ends else max(each for each in ends if each is not None),
        }


def _until(spans: Iterable[Fact]) -> object:
    """From when on the entry, as it is known now, says something else of them; None where it does not."""
    known = [each for each in spans if each.recorded_until is None]
    if not known:
        return None
    last = max(known, key=lambda each: each.valid_from)
    after = Fact.objects.filter(
        register=last.register, key=last.key, recorded_until=None, valid_from__gt=last.valid_from
    )
    return after.order_by("valid_from").values_list("valid_from", flat=True).first()


def change(row: Model, who: Somebody) -> Mapping[str, Any]:
    """All of a change of one's own entry, what one asked for, and of what one did at work only when."""
    assert isinstance(row, Change)
    declaration = _declared(row.register)
    asked = row.asked_by in (*who.persons, f"account/{who.account}")
    if declaration is not None and is_theirs(declaration, row.key, own=who.persons):
        told = _told(row, (*_CHANGE, *_ASKED) if asked or not row.asked_by else _CHANGE)
        told["values"] = _open(declaration, row.values)
        if _has_secrets(declaration, row.values):
            told["document"] = told["note"] = _WITHHELD
        return told
    return _told(row, (*_OF_ANOTHER, *_ASKED) if asked else _AT_WORK)


def evidence(row: Model, _who: Somebody) -> Mapping[str, Any]:
    """What somebody else's register answered about somebody."""
    assert isinstance(row, EvidenceAsked)
    declaration = _declared(row.register)
    told = {**_told(row, _EVIDENCE), "values": _open(declaration, row.values)}
    return {**told, "proof": _WITHHELD} if _has_secrets(declaration, row.values) else told


def _declared(register: str) -> Declaration | None:
    try:
        return declared(register)
    except RegisterUnknown:
        return None


def _told(row: Model, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _open(declaration: Declaration | None, stored: Mapping[str, Any] | None) -> dict[str, Any]:
    """Stored values without those that are secret, or of which no declaration says that they are not."""
    return {
        slug: _WITHHELD if _is_secret(declaration, slug) else value for slug, value in (stored or {}).items()
    }


def _has_secrets(declaration: Declaration | None, stored: Mapping[str, Any] | None) -> bool:
    return any(_is_secret(declaration, slug) for slug in stored or {})


def _is_secret(declaration: Declaration | None, slug: str) -> bool:
    field = declaration.fields.get(slug) if declaration is not None else None
    return field is None or field.classification == "secret"
