"""A country's agencies, offices, roles, officers and accounts out of its folder."""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

import yaml
from allauth.account.models import EmailAddress
from django.db import transaction

from onewindow.blocks.identity import queries
from onewindow.blocks.identity.app_settings import demo
from onewindow.blocks.identity.errors import CountryNotValid
from onewindow.blocks.identity.models import (
    Account,
    Agency,
    Appointment,
    DemoAccount,
    DutyPair,
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
        transaction.on_commit(queries.forget)
        if LoadedFolder.objects.filter(name=_NAME, digest=digest).exists():
            return False
        _roles(paths[0])
        _agencies(paths[2:])
        queries.forget()
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
    rows = [Role(slug=row.text("role"), names=row.names("name")) for row in _read(path).rows("roles")]
    Role.objects.bulk_create(rows, update_conflicts=True, unique_fields=["slug"], update_fields=["names"])
    _pairs(path)


def _pairs(path: Path) -> None:
    """The roles that the whole country keeps apart; those that it does no more are let together."""
    rows = _read(path).rows("apart")
    known = set(Role.objects.values_list("slug", flat=True))
    wanted: set[tuple[str, str]] = set()
    for row in rows:
        one, other = sorted((row.text("one"), row.text("other")))
        for name, role in (("one", one), ("other", other)):
            if role not in known or one == other:
                raise row.refuse(name, "two different roles of this file are needed")
        wanted.add((one, other))
    for pair in DutyPair.objects.filter(agency=None):
        if (pair.one_id, pair.other_id) not in wanted:
            pair.delete()
    DutyPair.objects.bulk_create(
        [DutyPair(one_id=one, other_id=other) for one, other in sorted(wanted)], ignore_conflicts=True
    )


def _agencies(paths: Iterable[Path]) -> None:
    agencies: list[Agency] = []
    offices: list[Office] = []
    for path in paths:
        row = _read(path)
        agency = _agency(row)
        agencies.append(agency)
        offices.extend(_office(agency, office) for office in row.rows("offices"))
    Agency.objects.bulk_create(
        agencies,
        update_conflicts=True,
        unique_fields=["slug"],
        update_fields=["names", "level", "code", "calendar", "zone"],
    )
    Office.objects.bulk_create(
        offices,
        update_conflicts=True,
        unique_fields=["agency", "slug"],
        update_fields=["names", "code", "address"],
    )


def _agency(row: _Row) -> Agency:
    slug = row.text("agency")
    if slug != row.path.stem:
        raise row.refuse("agency", "must be the name of the file")
    return Agency(
        slug=slug,
        names=row.names("name"),
        level=row.text("level", "national"),
        code=row.text("code", ""),
        calendar=row.text("calendar"),
        zone=row.text("zone"),
    )


def _office(agency: Agency, row: _Row) -> Office:
    return Office(
        agency=agency,
        slug=row.text("office"),
        names=row.names("name"),
        code=row.text("code", ""),
        address=row.text("address", ""),
    )


def _accounts(path: Path) -> None:
    rows = _read(path).rows("accounts")
    Account.objects.bulk_create(
        [_account(row) for row in rows],
        update_conflicts=True,
        unique_fields=["slug"],
        update_fields=["name", "person"],
    )
    stored = {
        each.slug: each for each in Account.objects.filter(slug__in=[row.text("account") for row in rows])
    }
    accounts = [(row, stored[row.text("account")]) for row in rows]
    # The folder vouches for the addresses: whoever reads their letters may choose a password.
    EmailAddress.objects.bulk_create(
        [EmailAddress(user=each, email=each.email, verified=True, primary=True) for _, each in accounts],
        ignore_conflicts=True,
    )
    _appoint(accounts)
    if demo():
        _show(accounts)


def _account(row: _Row) -> Account:
    """An account without a password: nobody can guess one."""
    try:
        person = Reference.of("register", "people", row.text("person")).text if "person" in row.data else ""
    except OnewindowError as problem:
        raise row.refuse("person", problem.text()) from problem
    account = Account(
        slug=row.text("account"),
        name=row.text("name"),
        person=person,
        email=row.text("email"),
        language=row.text("language", "en"),
        joined_at=clock.now(),
        proofing="high",
    )
    account.set_unusable_password()
    return account


def _appoint(accounts: Iterable[tuple[_Row, Account]]) -> None:
    """Give the posts. One that was ended since is not given back: the administrator's word stands."""
    offices = {(row.agency_id, row.slug): row for row in Office.objects.all()}
    roles = {row.slug: row for row in Role.objects.all()}
    there = set(Appointment.objects.values_list("account", "office", "role"))
    fresh: list[Appointment] = []
    for row, account in accounts:
        for post in row.rows("posts"):
            office = offices.get((post.text("agency"), post.text("office")))
            role = roles.get(post.text("role"))
            if office is None or role is None:
                raise post.refuse("office" if office is None else "role", "there is no such thing")
            if (account.pk, office.pk, role.pk) not in there:
                fresh.append(Appointment(account=account, office=office, role=role, starts_at=clock.now()))
    Appointment.objects.bulk_create(fresh)
    _require_apart(accounts)


def _require_apart(accounts: Iterable[tuple[_Row, Account]]) -> None:
    """No person gets two roles at one agency that the country keeps apart, with one account or with two."""
    pairs = [{pair.one_id, pair.other_id} for pair in DutyPair.objects.filter(agency=None)]
    held: dict[tuple[str, str], set[str]] = {}
    for row, account in accounts:
        for post in row.rows("posts"):
            roles = held.setdefault((account.person or account.slug, post.text("agency")), set())
            roles.add(post.text("role"))
            if any(pair <= roles for pair in pairs):
                raise post.refuse("role", "one person may not have this role beside another of theirs")


def _show(accounts: Iterable[tuple[_Row, Account]]) -> None:
    """Offer accounts on the page of the demonstration."""
    DemoAccount.objects.all().delete()
    shown = [
        (account, position, _Row(row.path, f"{row.where}/demo", row.data["demo"]))
        for position, (row, account) in enumerate(accounts)
        if "demo" in row.data
    ]
    DemoAccount.objects.bulk_create(
        DemoAccount(
            account=account,
            position=position,
            group=row.text("group"),
            titles=row.names("title"),
            descriptions=row.names("description"),
        )
        for account, position, row in shown
    )
