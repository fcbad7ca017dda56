"""A country's first mandates out of ``mandates.yaml``: agreed on paper before the window opened."""

from datetime import date
from pathlib import Path
from typing import Any, cast

import yaml
from django.db import transaction

from onewindow.blocks.mandates.errors import CountryMandatesNotValid
from onewindow.blocks.mandates.models import GrantedMandate
from onewindow.blocks.registers import api as registers
from onewindow.foundation.record import api as record
from onewindow.kernel.clock import clock
from onewindow.kernel.money import Money
from onewindow.kernel.reference import Reference


def load(folder: Path) -> int:
    """Store the mandates that are not there yet; how many. One that was ended since stays ended."""
    with transaction.atomic():
        path = folder / "mandates.yaml"
        data: object = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader) if path.is_file() else {}
        rows = cast("dict[str, dict[str, Any]]", data or {})
        there = set(GrantedMandate.objects.filter(code__in=list(rows)).values_list("code", flat=True))
        for code, row in rows.items():
            if code not in there:
                _store(path, code, row)
        return len(rows) - len(there)


def _store(path: Path, code: str, row: dict[str, Any]) -> None:
    now = clock.now()
    parties: dict[str, Reference] = {}
    for side in ("principal", "agent"):
        register, _, key = str(row.get(side, "")).partition("/")
        if not key or not registers.exists(register=register, key=key):
            raise CountryMandatesNotValid(file=path.name, entry=code, rule=f"{side}: no such entry")
        parties[side] = Reference.of("register", register, key)
    limit, total = (_amount(row.get(name)) for name in ("limit", "total"))
    GrantedMandate.objects.create(
        code=code,
        principal=parties["principal"].text,
        principal_name=_name(parties["principal"]),
        agent=parties["agent"].text,
        agent_name=_name(parties["agent"]),
        scopes=list(row["scopes"]),
        services=list(row.get("services", [])),
        agencies=list(row.get("agencies", [])),
        total_minor=total.minor if total else None,
        may_delegate=bool(row.get("may_delegate", False)),
        limit_minor=limit.minor if limit else None,
        limit_currency=next((each.currency for each in (limit, total) if each), ""),
        first_day=date.fromisoformat(str(row["first_day"])),
        last_day=date.fromisoformat(str(row["last_day"])) if row.get("last_day") else None,
        granted_at=now,
        granted_by="country",
        signed_at=now,
        accepted_at=now,
        accepted_by="country",
    )
    record.append(
        kind="mandate.loaded",
        subject=Reference.of("mandate", code),
        payload={side: party.text for side, party in parties.items()},
    )


def _amount(given: dict[str, Any] | None) -> Money | None:
    return Money.of(str(given["amount"]), str(given["currency"])) if given else None


def _name(party: Reference) -> str:
    register, _, key = party.key.partition("/")
    return registers.public_name(register=register, key=key) or key
