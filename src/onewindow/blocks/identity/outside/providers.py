"""The outside providers that the operator lists, and what each says about itself and its keys."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import orjson

from onewindow.blocks.identity.app_settings import outside_providers
from onewindow.blocks.identity.errors import ProviderAnswersWrongly, ProviderUnknown
from onewindow.foundation.egress import api as egress
from onewindow.foundation.egress.types import Reply
from onewindow.kernel.errors import OnewindowError
from onewindow.kernel.localised import Localised

CONNECTOR = "openid"
"""Whose egress list the operator puts the providers' origins on."""
_FRESH_SECONDS = 600.0
_ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """What the operator says of a provider.

    :param levels: what its ``acr`` values are worth here; another value is worth nothing.
    :param person_claim: the claim that holds the number of the person in the population register; a provider
        with one is an electronic identity and may open accounts. Empty for others: they are linked by hand.
    :param algorithms: signatures that its tokens may carry; nothing else is looked at.
    """

    slug: str
    name: Localised
    issuer: str
    client_id: str
    client_secret: str
    levels: Mapping[str, str]
    person_claim: str = ""
    scopes: tuple[str, ...] = ("openid",)
    algorithms: tuple[str, ...] = _ALGORITHMS

    def acr_for(self, level: str) -> str:
        """The ``acr`` values that reach a level, for ``acr_values``."""
        order = ("low", "substantial", "high")
        wanted = order[order.index(level) :] if level in order else order
        return " ".join(acr for acr, worth in self.levels.items() if worth in wanted)


@dataclass(slots=True)
class _Known:
    """What a provider answered lately."""

    at: float
    configuration: Mapping[str, Any]
    keys: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    keys_at: float = 0.0


_known: dict[str, _Known] = {}


def provider(slug: str) -> Provider:
    """A listed provider.

    :raises ProviderUnknown: the operator listed none of that name.
    """
    said = outside_providers().get(slug)
    if said is None:
        raise ProviderUnknown()
    return Provider(
        slug=slug,
        name=Localised(said["name"]),
        issuer=str(said["issuer"]),
        client_id=str(said["client_id"]),
        client_secret=_secret(said),
        levels=dict(said.get("levels", {})),
        person_claim=str(said.get("person_claim", "")),
        scopes=("openid", *(scope for scope in said.get("scopes", ()) if scope != "openid")),
        algorithms=tuple(one for one in said.get("algorithms", _ALGORITHMS) if one in _ALGORITHMS),
    )


def providers() -> tuple[Provider, ...]:
    """All that are listed."""
    return tuple(provider(slug) for slug in outside_providers())


def forget() -> None:
    """Ask all anew: for tests."""
    _known.clear()


def configuration(of: Provider) -> Mapping[str, Any]:
    """What the provider says of itself (OpenID Connect Discovery 1.0 §4).

    :raises ProviderAnswersWrongly: it says it is somebody else, or leaves out what is needed.
    """
    return _lately(of).configuration


def keys(of: Provider, *, anew: bool = False) -> list[dict[str, Any]]:
    """The provider's public keys. Asked anew at most every ten seconds: strangers cannot make us ask."""
    known = _lately(of)
    now = time.monotonic()
    if not known.keys or (anew and now - known.keys_at > 10):
        found = _json(egress_get(str(known.configuration["jwks_uri"])), of).get("keys", [])
        # Only public keys that sign: a symmetric one here would let anybody sign.
        known.keys = [
            one for one in found if one.get("kty") in ("RSA", "EC", "OKP") and one.get("use") != "enc"
        ]
        known.keys_at = now
    return known.keys


def egress_get(url: str) -> Reply:
    """Ask, as far as the operator's list allows."""
    return egress.fetch(method="GET", url=url, connector=CONNECTOR, headers={"Accept": "application/json"})


def _lately(of: Provider) -> _Known:
    found = _known.get(of.slug)
    if found is None or time.monotonic() - found.at > _FRESH_SECONDS:
        found = _known[of.slug] = _Known(time.monotonic(), _discovered(of))
    return found


def _discovered(of: Provider) -> Mapping[str, Any]:
    said = _json(egress_get(f"{of.issuer.rstrip('/')}/.well-known/openid-configuration"), of)
    needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    if said.get("issuer") != of.issuer or not all(isinstance(said.get(name), str) for name in needed):
        raise ProviderAnswersWrongly(why="discovery")
    if urlsplit(str(said["authorization_endpoint"])).scheme not in ("https", "http"):
        raise ProviderAnswersWrongly(why="discovery")
    return said


def _json(reply: Reply, of: Provider) -> dict[str, Any]:
    try:
        said = orjson.loads(reply.body)
    except ValueError as problem:
        raise ProviderAnswersWrongly(why="json") from problem
    if reply.status != 200 or not isinstance(said, dict):
        raise ProviderAnswersWrongly(why="json")
    return said


def _secret(said: Mapping[str, Any]) -> str:
    file = said.get("client_secret_file")
    return Path(str(file)).read_text(encoding="ascii").strip() if file else str(said.get("client_secret", ""))


def reachable(of: Provider) -> bool:
    """Whether the operator lets us ask it at all."""
    try:
        return egress.may_reach(url=of.issuer, connector=CONNECTOR)
    except OnewindowError:
        return False
