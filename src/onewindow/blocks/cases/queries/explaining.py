"""Which looks at people a case explains: the officer works on it, and it is about that person."""

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Q

from onewindow.blocks.cases.models import Case, Work
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
