"""What the window itself knows of the applicant's earlier cases, for services that are about one of them.

A package names them as it names a register: ``cases`` by number, and ``own-cases`` by the applicant's key.
Only the applicant's own cases are there, and nothing of what stands in them.
"""

from collections.abc import Mapping
from typing import Final
from zoneinfo import ZoneInfo

from onewindow.blocks.cases.models import Case
from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.catalogue.types import Fact
from onewindow.blocks.registers import api as registers
from onewindow.kernel.reference import Reference

EARLIER: Final = ("cases", "own-cases")
_MOST = 100


def earlier_facts(
    fact: Fact, key: str, *, applicant: Reference, language: str
) -> Mapping[str, object] | None:
    """The attributes of a fact about earlier cases; None where the applicant has no such case.

    ``cases``: ``number``, ``service`` (its key), ``service_name``, ``agency``, ``status``, ``filed_on`` and
    ``decided_on`` (civil dates). ``own-cases``: ``decided``, a list of {value, label} to choose from, the
    newest first.
    """
    if fact.register == "own-cases":
        return {"decided": _decided(applicant, language)}
    row = Case.objects.filter(applicant=str(applicant), number=key).first()
    if row is None:
        return None
    zone = ZoneInfo(registers.calendar(name=row.agency).zone)
    known = {
        "number": row.number, "service": row.service, "service_name": _name(row, language),
        "agency": row.agency, "status": row.status, "filed_on": row.filed_at.astimezone(zone).date(),
        "decided_on": row.decided_at.astimezone(zone).date() if row.decided_at else None,
    }  # fmt: skip
    return {name: known.get(name) for name in fact.attributes}


def _decided(applicant: Reference, language: str) -> list[dict[str, object]]:
    rows = Case.objects.filter(applicant=str(applicant), decided_at__isnull=False)
    newest = rows.defer("tokens", "data", "proposals").order_by("-decided_at")[:_MOST]
    return [{"value": row.number, "label": f"{row.number} – {_name(row, language)}"} for row in newest]


def _name(row: Case, language: str) -> str:
    return catalogue.package(service=row.service, version=row.version).name.in_language(language)
