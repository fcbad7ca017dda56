"""Others than the applicant who have a part in a case: the buyer of a house, the other parent."""

import re
from collections.abc import Mapping
from datetime import datetime

from onewindow.blocks.catalogue.types import Formula
from onewindow.kernel.errors import OnewindowError
from onewindow.kernel.reference import Reference

_PEOPLE_KEY = re.compile(r"[0-9]{8}")
_PARTIES = ("register/people/", "register/companies/")


def party_of(formula: Formula | None, scope: Mapping[str, object], *, now: datetime) -> Reference | None:
    """Whom a formula names; None where there is no formula, or it names nobody."""
    return reference_of(formula.value(scope, now=now)) if formula is not None else None


def reference_of(named: object) -> Reference | None:
    """A key of the register of people, or a whole reference to a person or company, as a reference."""
    if not isinstance(named, str):
        return None
    if _PEOPLE_KEY.fullmatch(named):
        return Reference.of("register", "people", named)
    if not named.startswith(_PARTIES):
        return None
    try:
        return Reference(named)
    except OnewindowError:
        return None
