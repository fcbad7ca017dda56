"""What a declaration says of purposes, rules, parts and events, read from YAML."""

from collections.abc import Mapping
from typing import Any, Final, cast

from onewindow.blocks.registers.declarations import (
    CORRECTION,
    EntryRule,
    EventDeclared,
    Field,
    Grant,
    Partition,
    PurposeDeclared,
)
from onewindow.blocks.registers.declaring_parts import HYPHENED, Reader
from onewindow.blocks.registers.types import EventKind
from onewindow.kernel.localised import Localised
from onewindow.standards import feel

_KINDS: Final = ("makes", "changes", "corrects", "ends")
_EVENT: Final = (
    "event",
    "name",
    "kind",
    "sets",
    "needs",
    "fixed",
    "since",
    "document",
    "four_eyes",
    "mutual",
    "rules",
    "by",
)
_CORRECTED: Final = Localised({"en": "Correction", "fr": "Rectification", "ar": "إصلاح خطأ"})
_PROOF: Final = Localised(
    {"en": "Document that shows it", "fr": "Document justificatif", "ar": "الوثيقة المثبتة"}
)


def rules(
    reader: Reader, data: object, known: Mapping[str, Field], *, where: str = "rules"
) -> tuple[EntryRule, ...]:
    """``rules``: FEEL over the entry; a name that is no attribute is refused."""
    return tuple(
        _rule(reader, row, f"{where}/{number}", known)
        for number, row in enumerate(reader.sequence(data, where))
    )


def _rule(reader: Reader, data: object, where: str, known: Mapping[str, Field]) -> EntryRule:
    row = reader.mapping(data, where, ("rule", "says", "field", "of"))
    of = str(row.get("of", ""))
    if of and (of not in known or known[of].type != "reference"):
        raise reader.refuse(f"{where}/of", "name an attribute that is a reference")
    names = (*known, "key", "before", *(["there"] if of else []))
    text = str(row.get("rule", "")).strip()
    if not text.startswith("="):
        raise reader.refuse(f"{where}/rule", "write a FEEL expression that begins with =")
    try:
        expression = feel.compile_expression(text[1:].strip(), names=names, strict=True)
    except (feel.FeelSyntaxError, feel.UnknownName) as problem:
        raise reader.refuse(f"{where}/rule", str(problem)) from problem
    told = of or next((slug for slug in known if slug in expression.names), "key")
    (field,) = reader.known([row["field"]], f"{where}/field", known) if "field" in row else (told,)
    said = reader.name(row.get("says"), f"{where}/says")
    return EntryRule(expression=expression, says=said, field=field, of=of)


def partition(reader: Reader, data: object, known: Mapping[str, Field]) -> Partition | None:
    """``partition``: which attribute says whose part it is, and which value is whose."""
    if data is None:
        return None
    row = reader.mapping(data, "partition", ("attribute", "agencies"))
    (attribute,) = reader.known([row.get("attribute")], "partition/attribute", known)
    agencies = row.get("agencies")
    if not isinstance(agencies, dict) or not agencies:
        raise reader.refuse("partition/agencies", "give a mapping of values to agencies")
    found = cast("dict[object, object]", agencies)
    return Partition(
        attribute=attribute,
        agencies={
            str(value): reader.slug(agency, f"partition/agencies/{value}", HYPHENED)
            for value, agency in found.items()
        },
    )


def purposes(reader: Reader, data: object, known: Mapping[str, Field]) -> tuple[PurposeDeclared, ...]:
    """``purposes``: what the register may be read for."""
    found: list[PurposeDeclared] = []
    for number, each in enumerate(reader.sequence(data, "purposes")):
        where = f"purposes/{number}"
        row = reader.mapping(each, where, ("purpose", "name", "law", "attributes", "agencies"))
        law = str(row.get("law", "")).strip()
        if not law:
            raise reader.refuse(f"{where}/law", "name the law that the purpose rests on")
        found.append(
            PurposeDeclared(
                slug=reader.slug(row.get("purpose"), f"{where}/purpose", HYPHENED),
                name=reader.name(row.get("name"), f"{where}/name"),
                law=law,
                attributes=frozenset(reader.known(row.get("attributes"), f"{where}/attributes", known)),
                agencies=frozenset(str(one) for one in reader.sequence(row.get("agencies", []), where)),
            )
        )
    return tuple(found)


def events(reader: Reader, data: object, known: Mapping[str, Field]) -> dict[str, EventDeclared]:
    """``events``: how the register changes. A correction there always is: by two officers, if left unsaid."""
    found: dict[str, EventDeclared] = {}
    for number, each in enumerate(reader.sequence(data, "events")):
        event = _event(reader, each, f"events/{number}", known)
        if event.slug in found:
            raise reader.refuse(f"events/{number}/event", "declared twice")
        found[event.slug] = event
    if CORRECTION not in found:
        found[CORRECTION] = EventDeclared(
            slug=CORRECTION,
            name=_CORRECTED,
            kind="corrects",
            sets=tuple(known),
            document=_PROOF,
            four_eyes=True,
        )
    return found


def _event(reader: Reader, data: object, where: str, known: Mapping[str, Field]) -> EventDeclared:
    row = reader.mapping(data, where, _EVENT)
    sets = reader.known(row.get("sets"), f"{where}/sets", known)
    needs = reader.known(row.get("needs"), f"{where}/needs", dict.fromkeys(sets))
    fixed = reader.mapping(row.get("fixed", {}), f"{where}/fixed", tuple(known))
    since = str(row.get("since", ""))
    if since and (since not in sets or known[since].type != "date"):
        raise reader.refuse(f"{where}/since", "name a date among the attributes that the event sets")
    mutual = str(row.get("mutual", ""))
    if mutual and (mutual not in (*sets, *fixed) or known[mutual].type != "reference"):
        raise reader.refuse(f"{where}/mutual", "name a reference among the attributes that the event sets")
    return EventDeclared(
        slug=reader.slug(row.get("event"), f"{where}/event", HYPHENED),
        name=reader.name(row.get("name"), f"{where}/name"),
        kind=cast("EventKind", reader.one_of(row.get("kind", "changes"), f"{where}/kind", _KINDS)),
        sets=sets,
        needs=frozenset(needs),
        fixed=fixed,
        since=since,
        document=reader.name(row["document"], f"{where}/document") if "document" in row else _PROOF,
        four_eyes=row.get("four_eyes", False) is True,
        mutual=mutual,
        rules=rules(reader, row.get("rules", []), known, where=f"{where}/rules"),
        by=tuple(_by(reader, each, f"{where}/by") for each in reader.sequence(row.get("by", []), where)),
    )


def _by(reader: Reader, data: object, where: str) -> Grant:
    row: dict[str, Any] = reader.mapping(data, where, ("agency", "role"))
    if "agency" not in row or "role" not in row:
        raise reader.refuse(where, "name the agency and the role, or * for any")
    return Grant(agency=str(row["agency"]), role=str(row["role"]))
