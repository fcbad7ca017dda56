"""Which looks a case explains, before and after them: the officer works on it, and it is about that entry."""

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Q

from onewindow.blocks.cases.access import works_of_posts
from onewindow.blocks.cases.models import Case, Work
from onewindow.foundation.access.api import Actor
from onewindow.kernel.clock import clock
from onewindow.kernel.reference import Reference

_BEFORE_FILING = timedelta(days=2)
"""A clerk looks somebody up first and files for them afterwards."""
_AFTER_DECISION = timedelta(days=90)

Look = tuple[str, Reference, frozenset[str], datetime, datetime]


def looks_explained(looks: Sequence[Look]) -> frozenset[int]:
    """The places of looks for which the officer had a case of this person, or one that names them."""
    cases = _cases(looks)
    workers = _workers(cases)
    by_number = {case.number: case for case in cases}
    by_person: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        by_person[case.applicant].append(case)
    found: set[int] = set()
    for place, (account, person, stated, first, last) in enumerate(looks):
        numbers = (text.removeprefix("case/") for text in stated)
        named = [by_number[number] for number in numbers if number in by_number]
        about = [case for case in (*named, *by_person[person.text]) if _is_about(case, person)]
        if any(account in workers[case.pk] and _was_open(case, first, last) for case in about):
            found.add(place)
    return frozenset(found)


def is_cause_to_read(*, case: Reference, entry: Reference | None, reader: Actor) -> bool:
    """See ``cases.api.is_cause_to_read``. One's own case is no cause, nor one that ended long ago."""
    if case.kind != "case" or not reader.account or not reader.posts:
        return False
    row = Case.objects.filter(number=case.key).first()
    now = clock.now()
    if row is None or not _was_open(row, now, now) or not _works_on(reader, row):
        return False
    return entry is None or row.applicant == entry.text or _names(row.data, entry)


def _works_on(reader: Actor, case: Case) -> bool:
    """At the counter where it was filed, or where one's posts or oneself have or had work in it."""
    if reader.person is not None and case.applicant == reader.person.text:
        return False
    if case.channel == "counter" and case.filed_by == reader.account:
        return True
    own = Q(claimed_by=reader.account) | Q(ended_by=reader.account) | Q(proposed_by=reader.account)
    return Work.objects.filter(works_of_posts(reader) | own, case=case).exists()


def _names(said: object, entry: Reference) -> bool:
    """Whether an answer, a fact or a result of a case is an entry's key or reference; not only holds it."""
    if isinstance(said, dict):
        return any(_names(each, entry) for each in said.values())
    if isinstance(said, list):
        return any(_names(each, entry) for each in said)
    return isinstance(said, str) and said in (entry.text, entry.key.partition("/")[2])


def _cases(looks: Sequence[Look]) -> list[Case]:
    numbers = {text.removeprefix("case/") for _, _, stated, _, _ in looks for text in stated}
    persons = {person.text for _, person, _, _, _ in looks}
    asked = Case.objects.filter(Q(number__in=numbers) | Q(applicant__in=persons))
    return list(asked.only("number", "applicant", "filed_by", "filed_at", "decided_at", "data"))


def _workers(cases: Sequence[Case]) -> dict[int, set[str]]:
    """Case to the accounts that filed it or had work in it."""
    workers: dict[int, set[str]] = defaultdict(set)
    for case in cases:
        workers[case.pk].add(case.filed_by)
    rows = Work.objects.filter(case__in=[case.pk for case in cases])
    for case, *accounts in rows.values_list("case_id", "claimed_by", "ended_by", "proposed_by"):
        workers[case].update(account for account in accounts if account)
    return workers


def _is_about(case: Case, person: Reference) -> bool:
    if case.applicant == person.text:
        return True
    return person.key.partition("/")[2] in json.dumps(case.data)


def _was_open(case: Case, first: datetime, last: datetime) -> bool:
    begun = case.filed_at - _BEFORE_FILING <= last
    return begun and (case.decided_at is None or case.decided_at + _AFTER_DECISION >= first)
