"""What registers hold about people: their own entry, entries that name them, and who looked."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q

from onewindow.blocks.registers import holdings_told
from onewindow.blocks.registers.access_lines import everybody_in
from onewindow.blocks.registers.declarations import Field
from onewindow.blocks.registers.declared import declaration, declarations
from onewindow.blocks.registers.models import SearchEntry
from onewindow.blocks.registers.naming import is_personal
from onewindow.foundation.holdings.types import Holding, NamedBy, Somebody, deleted, kept
from onewindow.kernel.errors import N_, NotFound
from onewindow.kernel.reference import Reference

_BASE = N_("a base register is kept by its own law; corrections add, and never take away")
_NOTHING = Q(pk__in=[])
_AT_WORK = NamedBy(party=("asked_by", "recorded_by", "decided_by"))


def _about(who: Somebody) -> Q:
    """Facts of the person's own entries, and those of other entries that name the person, now or then."""
    found = _NOTHING
    for register, key in _keys(who):
        found |= _facts_of(register, [key])
    if not who.persons:
        return found
    slugs = [each.slug for each in declarations() if is_personal(each)]
    for _register, key in _keys(who):
        for slug in slugs:
            found |= _facts_of(slug, [key])
    for slug, keys in _naming(who).items():
        named = [_named(each, who.persons) for each in _open_links(slug)]
        if named:
            found |= _facts_of(slug, keys) & reduce(or_, named)
    return found


def _facts_of(register: str, keys: Collection[str]) -> Q:
    """All facts of entries. Those that are known now and those of the past have an index each."""
    some = Q(register=register, key__in=keys)
    return (some & Q(recorded_until=None)) | (some & Q(recorded_until__isnull=False))


def _naming(who: Somebody) -> dict[str, list[str]]:
    """Register to the keys of entries that name somebody."""
    found: dict[str, list[str]] = defaultdict(list)
    rows = SearchEntry.objects.filter(names__overlap=list(who.persons))
    for slug, key in rows.values_list("register", "key"):
        found[slug].append(key)
    return found


def _open_links(slug: str) -> Iterable[Field]:
    try:
        return [each for each in declaration(slug).linking if each.classification != "secret"]
    except NotFound:
        return ()


def _named(field: Field, persons: Iterable[str]) -> Q:
    """Facts whose attribute names one of these."""
    said: list[object] = []
    for person in persons:
        if field.type == "reference":
            said.append(person)
        inner = [{each.slug: person} for each in field.fields if each.type == "reference"]
        said += [[each] for each in inner] if field.type == "list" else inner
    return reduce(or_, (Q(values__contains={field.slug: each}) for each in said), _NOTHING)


def _keys(who: Somebody) -> list[tuple[str, str]]:
    """Register and key of a person's own entries."""
    parts = [Reference(person).key.partition("/") for person in who.persons]
    return [(register, key) for register, _slash, key in parts]


def _entry(who: Somebody) -> Q:
    found = _NOTHING
    for register, key in _keys(who):
        found |= Q(register=register, key=key)
    return found


def _theirs(who: Somebody) -> Q:
    """Rows of the person's own entries, and of those that are kept under their number."""
    found = _entry(who)
    for _register, key in _keys(who):
        found |= Q(register__in=[each.slug for each in declarations() if is_personal(each)], key=key)
    return found


def _pairs(who: Somebody) -> Q:
    found = _NOTHING
    for register, key in _keys(who):
        found |= Q(register=register) & (Q(one=key) | Q(other=key))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Looked(NamedBy):
    """Also looks at all entries of a register at once: they are shown to everybody in it."""

    def __call__(self, who: Somebody) -> Q:
        everybody = {everybody_in(register).text for register, _key in _keys(who)}
        return NamedBy.__call__(self, who) | Q(concerned__in=everybody)


HOLDINGS = (
    Holding(model="registers.Register", nothing="declarations", retention=kept(_BASE)),
    Holding(
        model="registers.Fact",
        topic="registers",
        rows=_about,
        told=holdings_told.facts,
        retention=kept(_BASE),
    ),
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
        rows=lambda who: _theirs(who) | _AT_WORK(who),
        show=holdings_told.change,
        retention=deleted(
            after="decided_at", days=3650, why=N_("what a change rests on is asked for ten years")
        ),
    ),
    Holding(
        model="registers.EvidenceAsked",
        topic="registers",
        rows=_theirs,
        show=holdings_told.evidence,
        retention=deleted(after="asked_at", days=1095, why=N_("what a case rested on is kept with the case")),
    ),
    Holding(model="registers.Identifier", topic="registers", rows=_entry, retention=kept(_BASE)),
    Holding(model="registers.LookedUntil", nothing="a moment", retention=kept("the next look begins there")),
    Holding(model="registers.RunningNumber", nothing="numbers", retention=kept("a number is given once")),
    Holding(
        model="registers.AccessLine",
        topic="looks",
        rows=_Looked(person=("concerned",), account_reference=("reader",)),
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
