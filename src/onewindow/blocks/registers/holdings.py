"""What registers hold about people: their own entry, entries that name them, and who looked."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model, Q

from onewindow.blocks.registers.access_lines import people_in_row
from onewindow.blocks.registers.declared import declaration
from onewindow.blocks.registers.models import Fact, SearchEntry
from onewindow.foundation.holdings.types import Holding, NamedBy, Somebody, deleted, kept
from onewindow.kernel.errors import N_, NotFound
from onewindow.kernel.reference import Reference

_BASE = N_("a base register is kept by its own law; corrections add, and never take away")
_WITHHELD = "kept from everybody but the officers whom the owner named"


_TIMES = ("valid_from", "recorded_from", "recorded_until")


def _about(who: Somebody) -> Q:
    """Facts of the person's own entry, and of entries that name the person now."""
    found = _entry(who)
    naming = SearchEntry.objects.filter(names__overlap=list(who.persons))
    for slug, named in naming.values_list("register", "key"):
        found |= Q(register=slug, key=named)
    return found


def _entry(who: Somebody) -> Q:
    found = Q(pk__in=[])
    for person in who.persons:
        register, _, key = Reference(person).key.partition("/")
        found |= Q(register=register, key=key)
    return found


def _pairs(who: Somebody) -> Q:
    found = Q(pk__in=[])
    for person in who.persons:
        register, _, key = Reference(person).key.partition("/")
        found |= Q(register=register) & (Q(one=key) | Q(other=key))
    return found


def _shown(row: Model, who: Somebody) -> Mapping[str, Any]:
    """A fact without secrets; of lists that name several people, only the rows about this one."""
    assert isinstance(row, Fact)
    told: dict[str, Any] = {name: getattr(row, name) for name in ("register", "key", "source", *_TIMES)}
    own = f"register/{row.register}/{row.key}" in who.persons
    try:
        fields = declaration(row.register).fields
    except NotFound:
        return told
    values: dict[str, Any] = {}
    for slug, value in (row.values or {}).items():
        field = fields.get(slug)
        if field is None or field.classification == "secret":
            values[slug] = f"({_WITHHELD})"
        elif own or field.type not in ("list", "group"):
            values[slug] = value
        else:
            rows = value if isinstance(value, list) else [value]
            mine = {Reference(person) for person in who.persons}
            values[slug] = [each for each in rows if not mine.isdisjoint(people_in_row(field, each))]
    return {**told, "values": values}


HOLDINGS = (
    Holding(model="registers.Register", nothing="declarations", retention=kept(_BASE)),
    Holding(model="registers.Fact", topic="registers", rows=_about, show=_shown, retention=kept(_BASE)),
    Holding(
        model="registers.SearchEntry",
        topic="registers",
        rows=_entry,
        show=lambda row, _who: {"labels": getattr(row, "labels", "")},
        retention=kept(N_("an index of the facts; it changes with them")),
    ),
    Holding(
        model="registers.Change",
        topic="registers",
        rows=lambda who: _entry(who) | NamedBy(party=("asked_by", "recorded_by", "decided_by"))(who),
        retention=deleted(
            after="decided_at", days=3650, why=N_("what a change rests on is asked for ten years")
        ),
    ),
    Holding(
        model="registers.EvidenceAsked",
        topic="registers",
        rows=_entry,
        retention=deleted(after="asked_at", days=1095, why=N_("what a case rested on is kept with the case")),
    ),
    Holding(model="registers.Identifier", topic="registers", rows=_entry, retention=kept(_BASE)),
    Holding(model="registers.LookedUntil", nothing="a moment", retention=kept("the next look begins there")),
    Holding(model="registers.RunningNumber", nothing="numbers", retention=kept("a number is given once")),
    Holding(
        model="registers.AccessLine",
        topic="looks",
        rows=NamedBy(person=("concerned",), account_reference=("reader",)),
        retention=deleted(after="at", days=3650, why=N_("who looked may be asked for ten years")),
    ),
    Holding(
        model="registers.SearchWord", nothing="words of everybody's names together", retention=kept(_BASE)
    ),
    Holding(
        model="registers.SearchSound", nothing="sounds of everybody's names together", retention=kept(_BASE)
    ),
    Holding(
        model="registers.BulkRun",
        topic="registers",
        rows=NamedBy(account_reference=("by",)),
        retention=deleted(after="created", days=3650, why=N_("who imported what may be asked for ten years")),
    ),
    Holding(model="registers.BulkChunk", nothing="counts", retention=kept("it goes with its run")),
    Holding(
        model="registers.BulkRejection",
        nothing="rows that no register took",
        retention=kept("it goes with its run"),
    ),
    Holding(
        model="registers.Duplicate",
        topic="registers",
        rows=_pairs,
        show=lambda row, _who: {
            name: getattr(row, name) for name in ("register", "one", "other", "state", "found_at", "reason")
        },
        retention=kept(N_("who was taken for whom stays known as long as the register")),
    ),
)
