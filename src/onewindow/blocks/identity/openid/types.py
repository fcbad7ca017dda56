"""What the provider's parts hand each other, in plain values."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from onewindow.foundation.access.types import Assurance
from onewindow.kernel.localised import Localised

Way = Literal["private_key_jwt", "client_secret_basic", "none"]
"""How a system says who it is at the token endpoint (OpenID Connect Core §9); one way for each system."""

WAYS: tuple[Way, ...] = ("private_key_jwt", "client_secret_basic", "none")

SCOPES: tuple[str, ...] = ("openid", "profile", "email", "number", "posts")
"""``number`` is the person's number in the register; ``posts`` the posts at the system's own agency."""

STATE_ONLY: frozenset[str] = frozenset({"number", "posts"})
"""Scopes that a private body never gets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What is agreed about a system.

    :param names: language to name; ``en`` among them.
    :param purposes: language to a sentence: what for people sign in there.
    :param keys: public keys as JSON Web Keys, where ``way`` is ``private_key_jwt``.
    :param redirect_uris: exact ones (RFC 9700 §2.1): https, or http at the loopback.
    :param after_logout_uris: where a browser may go after signing out; exact ones.
    :param logout_uri: where the system hears that somebody left; empty for none.
    :param assurance: the weakest sign-in that will do.
    :param pushed: it takes pushed requests only.
    :param trusted: agreed with the state: people are told what it gets, and not asked.
    """

    client_id: str
    names: dict[str, str]
    purposes: dict[str, str]
    way: Way
    redirect_uris: tuple[str, ...]
    scopes: tuple[str, ...]
    keys: tuple[dict[str, Any], ...] = ()
    after_logout_uris: tuple[str, ...] = ()
    logout_uri: str = ""
    assurance: Assurance = "low"
    pushed: bool = False
    trusted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request for a sign-in that was read and found sound (OpenID Connect Core §3.1.2.1).

    :param assurance: the weakest sign-in that will do, of the system's own rule and of ``acr_values``.
    :param max_age: seconds that the sign-in may be old at most.
    :param subject: whom ``id_token_hint`` names; empty for nobody in particular.
    :param asked_at: when the request came; what the person does after it counts as new.
    """

    client_id: str
    redirect_uri: str
    state: str
    nonce: str
    challenge: str
    scopes: tuple[str, ...]
    prompts: frozenset[str]
    assurance: Assurance
    max_age: int | None
    subject: str
    asked_at: datetime

    @property
    def silent(self) -> bool:
        """Whether no page may be shown."""
        return "none" in self.prompts


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedInAs:
    """How somebody signed in.

    :param methods: Authentication Method Reference Values (RFC 8176).
    """

    assurance: Assurance
    methods: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownBy:
    """A system that somebody signed in to, as they see it."""

    client_id: str
    name: Localised
    agency: Localised
    purpose: Localised
    scopes: tuple[str, ...]
    since: datetime
    trusted: bool
    words: tuple[str, ...] = field(default=())
