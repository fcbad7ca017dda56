"""The systems of a country out of its folder: what was agreed before this window began."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import yaml
from django.db import transaction

from onewindow.blocks.identity.errors import CountryNotValid
from onewindow.blocks.identity.models import Agency
from onewindow.blocks.identity.openid import registering
from onewindow.blocks.identity.openid.models import System
from onewindow.blocks.identity.openid.terms import check_terms
from onewindow.blocks.identity.openid.types import Terms
from onewindow.kernel.errors import OnewindowError

_TEXTS = ("name", "purpose")
_LISTS = ("redirect_uris", "after_logout_uris", "scopes", "keys")


def load(folder: Path, *, demonstration: bool) -> int:
    """Load ``systems/*.yaml``. A system that is there stays as its administrators made it.

    :param demonstration: whether a secret that everybody can read in the folder may be taken.
    :returns: how many are new.
    :raises CountryNotValid: a file does not say what it must; nothing was stored.
    """
    with transaction.atomic():
        return sum(_load(path, demonstration) for path in sorted(folder.glob("systems/*.yaml")))


def _load(path: Path, demonstration: bool) -> bool:
    if System.objects.filter(pk=path.stem).exists():
        return False
    data = _read(path)
    secret = data.pop("demonstration_secret", None)
    if secret is not None and not demonstration:
        return False
    agency = Agency.objects.filter(pk=str(data.pop("agency", ""))).first()
    if agency is None:
        raise CountryNotValid(file=path.name, where="agency", rule="there is no such agency")
    try:
        terms = _terms(path.stem, data)
        check_terms(terms, private=agency.level == "private")
    except (OnewindowError, TypeError) as problem:
        raise CountryNotValid(file=path.name, where="", rule=str(problem)) from problem
    system = registering.apply(agency=agency, terms=terms)
    if secret is not None:
        registering.keep_secret(system, str(secret))
    return True


def _terms(client_id: str, data: Mapping[str, Any]) -> Terms:
    given = dict(data)
    for name in _LISTS:
        given[name] = tuple(given.get(name, ()))
    return Terms(client_id=client_id, names=given.pop("name"), purposes=given.pop("purpose"), **given)


def _read(path: Path) -> dict[str, Any]:
    try:
        data = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
    except yaml.YAMLError as problem:
        raise CountryNotValid(file=path.name, where="", rule=f"not YAML: {problem}") from problem
    if not isinstance(data, dict) or not set(_TEXTS) <= data.keys():
        raise CountryNotValid(file=path.name, where="", rule="name and purpose by language are needed")
    return cast("dict[str, Any]", data)
