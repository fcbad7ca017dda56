"""An agency's offices, and roles of its own."""

import re
from collections.abc import Mapping
from typing import Final

from django.db import transaction

from onewindow.blocks.identity import queries
from onewindow.blocks.identity.administration.who import administers, tell
from onewindow.blocks.identity.errors import (
    NameMissing,
    OfficeClosed,
    OfficeExists,
    OfficeInUse,
    OfficeUnknown,
    RoleExists,
    RoleUnknown,
    SlugNotValid,
)
from onewindow.blocks.identity.models import Office, Role
from onewindow.foundation.access.types import Actor
from onewindow.kernel.clock import clock

_SLUG: Final = re.compile(r"[a-z][a-z0-9-]{1,59}")
_LANGUAGES: Final = ("en", "fr", "ar", "kk", "ru")


def open_office(
    actor: Actor, *, agency: str, office: str, names: Mapping[str, str], code: str = "", address: str = ""
) -> None:
    """Open an office of one's own agency."""
    with transaction.atomic():
        administers(actor, agency)
        _check_slug(office, "office")
        if Office.objects.filter(agency=agency, slug=office).exists():
            raise OfficeExists(field="office", office=office)
        said = _names(names)
        Office.objects.create(
            agency_id=agency, slug=office, names=said, code=code.strip()[:20], address=address.strip()[:300]
        )
        tell("office-opened", agency=agency, actor=actor, office=office, names=said)


def change_office(
    actor: Actor, *, agency: str, office: str, names: Mapping[str, str], address: str | None = None
) -> None:
    """Rename an office, or say where it is. Its short name stays: packages and cases name it."""
    with transaction.atomic():
        administers(actor, agency)
        row = _office(agency, office)
        row.names = _names(names)
        row.address = row.address if address is None else address.strip()[:300]
        row.save(update_fields=["names", "address"])
        tell("office-changed", agency=agency, actor=actor, office=office, names=row.names)


def close_office(actor: Actor, *, agency: str, office: str) -> None:
    """Close an office in which nobody holds a post any more."""
    with transaction.atomic():
        administers(actor, agency)
        row = _office(agency, office)
        if row.closed_at is not None:
            raise OfficeClosed(field="office")
        if queries.held(clock.now()).filter(office=row).exists():
            raise OfficeInUse(field="office")
        row.closed_at = clock.now()
        row.save(update_fields=["closed_at"])
        tell("office-closed", agency=agency, actor=actor, office=office)


def make_role(actor: Actor, *, agency: str, role: str, names: Mapping[str, str]) -> None:
    """Make a role that only this agency has."""
    with transaction.atomic():
        administers(actor, agency)
        _check_slug(role, "role")
        if Role.objects.filter(slug=role).exists():
            raise RoleExists(field="role", role=role)
        said = _names(names)
        Role.objects.create(slug=role, names=said, agency_id=agency)
        tell("role-made", agency=agency, actor=actor, role=role, names=said)
        transaction.on_commit(queries.forget)


def rename_role(actor: Actor, *, agency: str, role: str, names: Mapping[str, str]) -> None:
    """Rename a role of one's own agency; those of the whole country are not its own."""
    with transaction.atomic():
        administers(actor, agency)
        said = _names(names)
        if not Role.objects.filter(slug=role, agency=agency).update(names=said):
            raise RoleUnknown(field="role", role=role)
        tell("role-renamed", agency=agency, actor=actor, role=role, names=said)
        transaction.on_commit(queries.forget)


def _office(agency: str, office: str) -> Office:
    row = Office.objects.select_for_update().filter(agency=agency, slug=office).first()
    if row is None:
        raise OfficeUnknown(field="office", agency=agency, office=office)
    return row


def _check_slug(text: str, field: str) -> None:
    if not _SLUG.fullmatch(text):
        raise SlugNotValid(field=field, text=text[:60])


def _names(names: Mapping[str, str]) -> dict[str, str]:
    said = {language: names.get(language, "").strip()[:120] for language in _LANGUAGES}
    kept = {language: name for language, name in said.items() if name}
    if "en" not in kept:
        raise NameMissing(field="name_en")
    return kept
