"""How a system comes to use the sign-on: an administrator of its agency asks, a second person approves.

What holds was agreed by two people, and a change of it is agreed by two again. To close a system or to end a
secret one is enough: that only makes less possible.
"""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, cast

from allauth.idp.oidc.models import Client
from django.contrib.auth.hashers import make_password
from django.db import transaction

from onewindow.blocks.identity.models import Account, Agency
from onewindow.blocks.identity.openid import grants, systems
from onewindow.blocks.identity.openid.digests import digest_of, new_secret
from onewindow.blocks.identity.openid.errors import (
    NoSecretNeeded,
    OnlyAdministratorsAsk,
    ProposalOpen,
    ProposalOver,
    SecondPersonNeeded,
    SystemOfAnother,
)
from onewindow.blocks.identity.openid.models import Proposal, System
from onewindow.blocks.identity.openid.terms import check_terms
from onewindow.blocks.identity.openid.types import Terms
from onewindow.blocks.identity.queries import account_row
from onewindow.blocks.identity.standing import keys_of
from onewindow.foundation.access.types import Actor
from onewindow.foundation.record import api as record
from onewindow.kernel.clock import clock
from onewindow.kernel.reference import Reference

ADMINISTRATOR = "administrator"
APPROVERS = frozenset({ADMINISTRATOR, "head"})


def propose(actor: Actor, *, agency: str, terms: Terms) -> int:
    """Ask for a system, or for a change of one. Nothing holds yet.

    :raises OnlyAdministratorsAsk: the actor does not administer that agency.
    :raises Problems: the terms break rules.
    :raises SystemOfAnother, ProposalOpen: nothing was stored.
    """
    with transaction.atomic():
        by = _administrator(actor, agency)
        row = Agency.objects.select_for_update().get(pk=agency)
        check_terms(terms, private=row.level == "private")
        if System.objects.filter(pk=terms.client_id).exclude(agency=agency).exists():
            raise SystemOfAnother(field="client_id", client=terms.client_id)
        if Proposal.objects.filter(client_id=terms.client_id, outcome="").exists():
            raise ProposalOpen()
        made = Proposal.objects.create(
            agency=row, client_id=terms.client_id, terms=asdict(terms), asked_by=by, asked_at=clock.now()
        )
        _tell("openid.system-asked", terms.client_id, actor, terms=asdict(terms))
        return made.pk


def decide(actor: Actor, *, agency: str, proposal: int, approve: bool) -> None:
    """A second person says yes or no.

    :raises SecondPersonNeeded: it is the one who asked, or somebody with the same person behind them.
    :raises ProposalOver: it was decided.
    """
    with transaction.atomic():
        by = _approver(actor, agency)
        row = Proposal.objects.select_for_update(of=("self",)).select_related("asked_by", "agency")
        found = row.filter(pk=proposal, agency=agency).first()
        if found is None or found.outcome:
            raise ProposalOver()
        if approve and _same_person(by, found.asked_by):
            raise SecondPersonNeeded()
        found.decided_by, found.decided_at = by, clock.now()
        found.outcome = "approved" if approve else "refused"
        found.save(update_fields=["decided_by", "decided_at", "outcome"])
        if approve:
            apply(agency=found.agency, terms=terms_of(found.terms))
        _tell(f"openid.system-{found.outcome}", found.client_id, actor, terms=found.terms)


def apply(*, agency: Agency, terms: Terms) -> System:
    """Let terms hold: in our row, and in the library's, which its key set and userinfo ask."""
    values = asdict(terms)
    values.pop("client_id")
    system, made = System.objects.update_or_create(
        pk=terms.client_id,
        defaults={**values, "agency": agency, "closed_at": None},
        create_defaults={**values, "agency": agency, "opened_at": clock.now()},
    )
    if not made:
        # What was granted under other terms ends; whoever is there signs in anew without noticing.
        grants.end_all(system=system)
        if system.way != "client_secret_basic" and system.secret_digest is not None:
            system.secret_digest = None
            system.save(update_fields=["secret_digest"])
    _in_library(system)
    return system


def make_secret(actor: Actor, *, agency: str, client_id: str) -> str:
    """A new secret, shown once; the one before works no more.

    :raises NoSecretNeeded: the system says who it is in another way.
    """
    with transaction.atomic():
        _administrator(actor, agency)
        system = systems.system_of(agency, client_id)
        if system.way != "client_secret_basic":
            raise NoSecretNeeded()
        secret = new_secret()
        keep_secret(system, secret)
        _tell("openid.secret-made", client_id, actor)
        return secret


def keep_secret(system: System, secret: str) -> None:
    """Keep the digest of a secret."""
    system.secret_digest = bytes.fromhex(digest_of(secret))
    system.save(update_fields=["secret_digest"])


def close(actor: Actor, *, agency: str, client_id: str) -> None:
    """The system gets nobody any more, at once."""
    with transaction.atomic():
        _approver(actor, agency)
        system = systems.system_of(agency, client_id)
        System.objects.filter(pk=system.pk, closed_at=None).update(closed_at=clock.now())
        grants.end_all(system=system)
        _tell("openid.system-closed", client_id, actor)


def terms_of(kept: Mapping[str, Any]) -> Terms:
    """Terms as they were kept in JSON."""
    lists = ("redirect_uris", "scopes", "keys", "after_logout_uris")
    return Terms(**{**kept, **{name: tuple(kept[name]) for name in lists}})


def terms_of_system(system: System) -> Terms:
    """The terms that hold."""
    names = Terms.__dataclass_fields__
    return terms_of({name: cast("Any", getattr(system, name)) for name in names})


def _in_library(system: System) -> None:
    client, _ = Client.objects.get_or_create(
        pk=system.client_id,
        # No password that anybody knows: the library's own endpoints let nobody in by this row.
        defaults={"secret": make_password(None)},
    )
    client.name = system.names["en"][:100]
    client.type = Client.Type.PUBLIC if system.way == "none" else Client.Type.CONFIDENTIAL
    client.allow_uri_wildcards = False
    client.skip_consent = False
    client.set_scopes(system.scopes)
    client.set_redirect_uris(system.redirect_uris)
    client.set_grant_types(["authorization_code", "refresh_token"])
    client.set_response_types(["code"])
    client.save()


def _administrator(actor: Actor, agency: str) -> Account:
    if actor.account is None or not actor.has_post(agency=agency, role=ADMINISTRATOR):
        raise OnlyAdministratorsAsk()
    return account_row(actor.account)


def _approver(actor: Actor, agency: str) -> Account:
    if actor.account is None or not any(actor.has_post(agency=agency, role=role) for role in APPROVERS):
        raise OnlyAdministratorsAsk()
    return account_row(actor.account)


def _same_person(one: Account, other: Account) -> bool:
    """Two accounts of one person are one pair of eyes."""
    if one.pk == other.pk:
        return True
    return bool(one.person) and other.person in [each.text for each in keys_of(Reference(one.person))]


def _tell(kind: str, client_id: str, actor: Actor, **more: object) -> None:
    record.append(
        kind=kind,
        subject=Reference.of("system", client_id),
        payload={"client_id": client_id, **more},
        actor=f"account/{actor.account}",
    )
