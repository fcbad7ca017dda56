"""The officer's inbox: the tasks that one's posts reach, the most urgent first.

Every officer looks at it all day, and an agency has thousands of open tasks: so it is SQL by hand, which
takes a third of what the ORM takes for the same rows.
"""

from collections.abc import Sequence
from typing import Any, cast

import orjson
from django.db import connection

from onewindow.blocks.cases.queries.works import colour_at
from onewindow.blocks.cases.types import WorkView
from onewindow.blocks.identity import api as identity
from onewindow.foundation.access.api import Actor
from onewindow.standards import feel

_Where = tuple[str, list[object]]
_PAGE = """
    SELECT work.id, work.work, cases_case.number, cases_case.service, cases_case.version,
        cases_case.applicant, work.element, work.kind, work.side, work.agency, work.role, work.office,
        work.state, work.revision, work.opened_at, work.due_at, work.ended_at, work.claimed_by,
        work.proposed, work.proposed_by, work.local, work.person
    FROM cases_work work JOIN cases_case ON cases_case.id = work.case_id
    WHERE work.id = ANY(ARRAY(
        SELECT id FROM cases_work WHERE {where} ORDER BY due_at NULLS LAST, id LIMIT %s OFFSET %s))
    ORDER BY work.due_at NULLS LAST, work.id
"""
# The page's tasks first, and only then their cases: joined before, all open cases of the inbox are read.
_TOTAL = "SELECT count(*) FROM cases_work WHERE {where}"


def inbox(
    *,
    actor: Actor,
    role: str | None = None,
    agency: str | None = None,
    service: str | None = None,
    claimed: str | None = None,
    limit: int = 50,
    offset: int = 0,
) -> tuple[tuple[WorkView, ...], int]:
    """See ``cases.api.inbox``."""
    if not actor.posts:
        return (), 0
    conditions = ["state = 'open'", "side = 'officer'"]
    where, values = _reached(actor)
    conditions.append(where)
    for condition, value in (
        ("role = %s", role),
        ("agency = %s", agency),
        ("case_id IN (SELECT id FROM cases_case WHERE service = %s)", service),
        ("claimed_by = %s", {"me": actor.account or "", "nobody": ""}.get(claimed or "")),
    ):
        if value or (value == "" and condition.startswith("claimed")):
            conditions.append(condition)
            values.append(value)
    where = " AND ".join(conditions)
    with connection.cursor() as cursor:
        cursor.execute(_PAGE.format(where=where), [*values, limit, offset])
        rows = cursor.fetchall()
        if 0 < len(rows) < limit:
            total = offset + len(rows)
        else:
            cursor.execute(_TOTAL.format(where=where), values)
            (total,) = cursor.fetchone()
    names = identity.names_of(accounts={row[17] for row in rows if row[17]})
    return tuple(_view(row, names) for row in rows), total


def _reached(actor: Actor) -> _Where:
    """Work of the posts' agencies and roles, or escalated to them; as ``access.works_of_posts`` says it."""
    conditions: list[str] = []
    values: list[object] = []
    for post in actor.posts:
        in_office = " AND (office = '' OR office = %s)" if post.office else ""
        conditions.append(f"(agency = %s AND role = %s{in_office})")
        values += [post.agency, post.role, *([post.office] if post.office else [])]
        conditions.append("(agency = %s AND escalated_to = %s)")
        values += [post.agency, post.role]
    return f"({' OR '.join(conditions)})", values


def _view(row: Sequence[Any], names: dict[str, str]) -> WorkView:
    (
        number, work, case, service, version, applicant, element, kind, side, agency, role, office, state,
        revision, opened_at, due_at, ended_at, claimed_by, proposed, proposed_by, local, person,
    ) = row  # fmt: skip
    return WorkView(
        id=number, work=work, case=case, service=service, version=version, applicant=applicant,
        element=element, kind=kind, side=side, agency=agency, role=role, office=office, state=state,
        revision=revision, opened_at=opened_at, due_at=due_at, ended_at=ended_at,
        colour=colour_at(due_at, state), claimed_by=claimed_by, claimed_name=names.get(claimed_by, ""),
        proposed=None if proposed is None else _said(proposed), proposed_by=proposed_by,
        local=_said(local), person=person,
    )  # fmt: skip


def _said(stored: str) -> dict[str, object]:
    return cast("dict[str, object]", feel.from_json(orjson.loads(stored)))
