"""A country's agencies, offices, roles, officers and accounts out of its folder."""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, cast

import yaml
from allauth.account.models import EmailAddress
from django.db import transaction

from onewindow.blocks.identity.app_settings import demo
from onewindow.blocks.identity.errors import CountryNotValid
from onewindow.blocks.identity.models import (
    Account,
    Agency,
    Appointment,
    DemoAccount,
    LoadedFolder,
    Office,
    Role,
)
from onewindow.kernel.clock import clock
from onewindow.kernel.errors import OnewindowError
from onewindow.kernel.reference import Reference

_NAME = "country"
_FORMAT = b"2"


def load(folder: Path) -> bool:
    """Load what the folder says, all or nothing; False when it says what it said at the last load."""
    paths = [folder / "roles.yaml", folder / "accounts.yaml", *sorted(folder.glob("agencies/*.yaml"))]
    digest = _digest(folder, paths)
    with transaction.atomic():
        if LoadedFolder.objects.filter(name=_NAME, digest=digest).exists():
            return False
        _roles(paths[0])
        for path in paths[2:]:
            _agency(path)
        _accounts(paths[1])
        LoadedFolder.objects.update_or_create(
            name=_NAME, defaults={"digest": digest, "loaded_at": clock.now()}
        )
    return True


def _digest(folder: Path, paths: Iterable[Path]) -> str:
    whole = hashlib.sha256(_FORMAT + str(demo()).encode())
    for path in paths:
        if not path.is_file():
            raise CountryNotValid(file=str(path.relative_to(folder)), where="", rule="the file is missing")
        whole.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


class _Row:
    """One mapping of a file; what is missing or wrong is named with its place."""

    def __init__(self, path: Path, where: str, data: object) -> None:
        self.path, self.where = path, where
        if not isinstance(data, dict):
            raise self.refuse("", "a mapping of names to values is needed")
        self.data = cast("dict[str, Any]", data)

    def refuse(self, name: str, rule: str) -> CountryNotValid:
        return CountryNotValid(file=self.path.name, where=f"{self.where}/{name}".strip("/"), rule=rule)

    def text(self, name: str, default: str | None = None) -> str:
        value = self.data.get(name, default)
        if value is None:
            raise self.refuse(name, "this is missing")
        if not isinstance(value, str):
            raise self.refuse(name, f"“{value}” is not a text; put it in quotes")
        return value

    def names(self, name: str) -> dict[str, str]:
        value = self.data.get(name)
        if not isinstance(value, dict) or "en" not in value:
            raise self.refuse(name, "give a text by language, English (en) among them")
        return cast("dict[str, str]", value)

    def rows(self, name: str) -> list["_Row"]:
        value = self.data.get(name, [])
        if not isinstance(value, list):
            raise self.refuse(name, "a list is needed")
        rows = cast("list[object]", value)
        return [_Row(self.path, f"{self.where}/{name}/{n}", each) for n, each in enumerate(rows)]


def _read(path: Path) -> _Row:
    try:
        return _Row(path, "", yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader))
    except yaml.YAMLError as problem:
        raise CountryNotValid(file=path.name, where="", rule=f"not YAML: {problem}") from problem


def _roles(path: Path) -> None:
    for row in _read(path).rows("roles"):
        Role.objects.update_or_create(slug=row.text("role"), defaults={"names": row.names("name")})


def _agency(path: Path) -> None:
    row = _read(path)
    slug = row.text("agency")
    if slug != path.stem:
        raise row.refuse("agency", "must be the name of the file")
    agency, _ = Agency.objects.update_or_create(
        slug=slug,
        defaults={
            "names": row.names("name"),
            "level": row.text("level", "national"),
            "code": row.text("code", ""),
            "calendar": row.text("calendar"),
            "zone": row.text("zone"),
        },
    )
    for office in row.rows("offices"):
        Office.objects.update_or_create(
            agency=agency,
            slug=office.text("office"),
            defaults={
                "names": office.names("name"),
                "code": office.text("code", ""),
                "address": office.text("address", ""),
            },
        )


def _accounts(path: Path) -> None:
    offices = {(row.agency_id, row.slug): row for row in Office.objects.all()}
    roles = {row.slug: row for row in Role.objects.all()}
    if demo():
        DemoAccount.objects.all().delete()
    for position, row in enumerate(_read(path).rows("accounts")):
        account = _account(row)
        for post in row.rows("posts"):
            _appoint(account, post, offices, roles)
        if demo() and "demo" in row.data:
            shown = _Row(path, f"{row.where}/demo", row.data["demo"])
            DemoAccount.objects.create(
                account=account,
                position=position,
                group=shown.text("group"),
                titles=shown.names("title"),
                descriptions=shown.names("description"),
            )


def _account(row: _Row) -> Account:
    """Make the account, or bring its name up to date. It has no password: nobody can guess one."""
    try:
        person = Reference.of("register", "people", row.text("person")).text if "person" in row.data else ""
    except OnewindowError as problem:
        raise row.refuse("person", problem.text()) from problem
    fresh = Account(joined_at=clock.now())
    fresh.set_unusable_password()
    account, _ = Account.objects.update_or_create(
        slug=row.text("account"),
        defaults={"name": row.text("name"), "person": person},
        create_defaults={
            "name": row.text("name"),
            "person": person,
            "email": row.text("email"),
            "language": row.text("language", "en"),
            "joined_at": fresh.joined_at,
            "password": fresh.password,
        },
    )
    # The folder vouches for the address: whoever reads its letters may choose a password.
    EmailAddress.objects.get_or_create(
        user=account, email=account.email, defaults={"verified": True, "primary": True}
    )
    return account


def _appoint(
    account: Account,
    post: _Row,
    offices: Mapping[tuple[str, str], Office],
    roles: Mapping[str, Role],
) -> None:
    office = offices.get((post.text("agency"), post.text("office")))
    role = roles.get(post.text("role"))
    if office is None or role is None:
        raise post.refuse("office" if office is None else "role", "there is no such thing")
    # A post that was ended since is not given back: the administrator's word stands.
    Appointment.objects.get_or_create(
        account=account, office=office, role=role, defaults={"starts_at": clock.now()}
    )
