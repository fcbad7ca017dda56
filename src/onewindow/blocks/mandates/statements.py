"""What is signed: the canonical text of a mandate, of a joint act, of an answer to them. Pure.

The form is JSON with sorted keys, no spaces and UTF-8 (RFC 8785, as far as text and whole numbers go), so
that anybody can make the same bytes again and verify the signature with a tool of their own.
"""

import hashlib
from collections.abc import Mapping

import orjson

from onewindow.blocks.mandates.models import Employee, GrantedMandate
from onewindow.kernel.money import Money


def canonical(statement: Mapping[str, object]) -> bytes:
    """The bytes that are signed."""
    return orjson.dumps(dict(statement), option=orjson.OPT_SORT_KEYS)


def digest(statement: Mapping[str, object]) -> str:
    """SHA-256 of these bytes, in hex."""
    return hashlib.sha256(canonical(statement)).hexdigest()


def of_mandate(row: GrantedMandate) -> dict[str, object]:
    """The terms of a mandate. What happens to it later (accepted, ended) is not among them."""
    return {
        "type": "onewindow/mandate/1",
        "mandate": row.code,
        "principal": row.principal,
        "principal_name": row.principal_name,
        "agent": row.agent,
        **_terms(row),
        "may_delegate": row.may_delegate,
        "parent": row.parent,
    }


def of_answer(row: GrantedMandate, act: str) -> dict[str, object]:
    """What who accepts or ends a mandate signs: the act, and the terms that it is about."""
    return {
        "type": f"onewindow/mandate-{act}/1",
        "mandate": row.code,
        "terms_sha256": digest(of_mandate(row)),
    }


def of_employee(row: Employee) -> dict[str, object]:
    """How far a company lets an employee act."""
    return {
        "type": "onewindow/employee/2",
        "employee": row.code,
        "company": row.company,
        "person": row.person,
        "own": row.own,
        "everyone": row.everyone,
        "principals": sorted(row.principals),
        **_terms(row),
    }


def _terms(row: GrantedMandate | Employee) -> dict[str, object]:
    return {
        "scopes": sorted(row.scopes),
        "services": sorted(row.services),
        "agencies": sorted(row.agencies),
        "limit": _money(row.limit_minor, row.limit_currency),
        "total": _money(row.total_minor, row.limit_currency),
        "first_day": row.first_day.isoformat(),
        "last_day": row.last_day.isoformat() if row.last_day else None,
    }


def _money(minor: int | None, currency: str) -> dict[str, str] | None:
    if minor is None:
        return None
    money = Money(minor, currency)
    return {"amount": str(money.amount), "currency": currency}
