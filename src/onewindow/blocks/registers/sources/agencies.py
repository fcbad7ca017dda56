"""The agencies that identity knows, as a register that forms can choose from."""

import hashlib

from onewindow.blocks.identity import api as identity
from onewindow.blocks.registers.sources.files import Rows


def edition() -> str:
    """Changes when an agency does."""
    return hashlib.sha256(repr(list(rows())).encode()).hexdigest()


def rows() -> Rows:
    """Each agency with its offices."""
    for agency in identity.agencies():
        offices = [
            {"office": office.slug, "code": office.code, "name": dict(office.name.texts)}
            for office in identity.offices_of(agency=agency.slug)
        ]
        yield (
            agency.slug,
            {"name": dict(agency.name.texts), "level": agency.level, "code": agency.code, "offices": offices},
        )
