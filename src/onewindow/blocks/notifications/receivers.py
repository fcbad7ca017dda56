"""Whose accounts stand behind an address: a person's own, or those of a company's representatives."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from onewindow.blocks.identity import api as identity
from onewindow.blocks.identity.types import AccountView
from onewindow.blocks.notifications import app_settings
from onewindow.blocks.registers import api as registers
from onewindow.kernel.clock import clock
from onewindow.kernel.errors import NotFound
from onewindow.kernel.reference import Reference

_PEOPLE, _COMPANIES = "register/people/", "register/companies/"


def accounts_behind(*, to: Reference, subject: Reference) -> tuple[AccountView, ...]:
    """Active accounts that get a copy by e-mail. None for a person who never signed in."""
    found = {account.account: account for account in _accounts(to, subject) if account.active}
    return tuple(found.values())


def _accounts(to: Reference, subject: Reference) -> Iterator[AccountView]:
    if to.kind == "account":
        try:
            yield identity.account(account=to.key)
        except NotFound:
            return
    elif to.text.startswith(_PEOPLE):
        account = identity.account_for(person=to)
        if account is not None:
            yield account
    elif to.text.startswith(_COMPANIES):
        for person in _representatives(to.text.removeprefix(_COMPANIES), subject):
            yield from _accounts(person, subject)


def _representatives(company: str, subject: Reference) -> list[Reference]:
    """Who represents a company today, as its register says."""
    purpose = registers.Purpose(case=subject if subject.kind == "case" else None, legal_basis="notification")
    reader = identity.system_actor(name="One Window")
    try:
        facts = registers.read(
            register="companies", key=company, attributes=["officers"], purpose=purpose, reader=reader
        )
    except NotFound:
        return []
    today = clock.today(zone=app_settings.civil_zone())
    rows: list[dict[str, Any]] = facts.values["officers"] or []
    return [Reference(str(row["person"])) for row in rows if row.get("person") and _stands(row, today)]


def _stands(row: dict[str, Any], today: date) -> bool:
    since, until = row.get("since"), row.get("until")
    return (since is None or since <= today) and (until is None or until >= today)
