"""Grants: one sign-in to a system, with its code and the tokens that come of it.

Access and refresh tokens are the sign-in library's rows, with ``{"grant": …}`` in their data. A refresh token
that was used stays until its grant ends, so that using it again is seen.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta

from allauth.idp.oidc.models import Token
from django.db import transaction

from onewindow.blocks.identity.models import Account
from onewindow.blocks.identity.openid import signing
from onewindow.blocks.identity.openid.app_settings import ACCESS_LIFE, CODE_LIFE, REFRESH_LIFE, issuer
from onewindow.blocks.identity.openid.digests import digest_of, new_secret
from onewindow.blocks.identity.openid.errors import Refusal
from onewindow.blocks.identity.openid.models import Grant, System, Visit
from onewindow.blocks.identity.openid.subjects import subject_of
from onewindow.blocks.identity.openid.types import Asked, SignedInAs
from onewindow.blocks.identity.standing import may_act
from onewindow.foundation.record import api as record
from onewindow.kernel.clock import clock
from onewindow.kernel.reference import Reference

_ACCESS, _REFRESH = Token.Type.ACCESS_TOKEN, Token.Type.REFRESH_TOKEN
_VERIFIER_SHORTEST, _VERIFIER_LONGEST = 43, 128


@dataclass(frozen=True, slots=True)
class Tokens:
    """What the token endpoint gives (RFC 6749 §5.1). Each is kept as a digest only."""

    access_token: str
    refresh_token: str
    id_token: str
    scopes: tuple[str, ...]
    seconds: int


def begin(*, asked: Asked, system: System, visit: Visit, how: SignedInAs) -> str:
    """Let a system know somebody: the code, which it exchanges within a minute."""
    code = new_secret()
    Grant.objects.create(
        visit=visit,
        system=system,
        account=visit.account,
        scopes=list(asked.scopes),
        assurance=how.assurance,
        methods=list(how.methods),
        authenticated_at=how.at,
        nonce=asked.nonce,
        code_digest=digest_of(code),
        challenge=asked.challenge,
        redirect_uri=asked.redirect_uri,
        created_at=clock.now(),
    )
    record.append(
        kind="openid.signed-in",
        subject=Reference.of("account", visit.account.slug),
        payload={"system": system.client_id, "scopes": list(asked.scopes), "assurance": how.assurance},
        actor=f"account/{visit.account.slug}",
    )
    return code


def exchange(*, system: System, code: str, redirect_uri: str, verifier: str) -> Tokens:
    """A code against tokens, once.

    A code that comes again is in two hands: everything that came of it ends (RFC 6749 §4.1.2; ASVS 10.4.2).

    :raises Refusal: ``invalid_grant``.
    """
    with transaction.atomic():
        grant = _locked(code_digest=digest_of(code))
        if grant is None or grant.system_id != system.client_id:
            raise Refusal("invalid_grant", "this is no code that we gave this system")
        fault = _fault_of_code(grant, redirect_uri, verifier)
        if fault:
            _end(grant, "openid.code-reused" if grant.used_at else "openid.code-refused")
        else:
            grant.used_at = clock.now()
            grant.save(update_fields=["used_at"])
            return _issue(grant)
    raise Refusal("invalid_grant", fault)


def refresh(*, system: System, token: str, scope: str = "") -> Tokens:
    """New tokens against a refresh token, which is then used up (RFC 9700 §4.14.2).

    One that was used comes from somebody who stole it, or from the one it was stolen from: the grant ends.

    :param scope: fewer scopes than were granted, or empty for the same.
    :raises Refusal: ``invalid_grant`` or ``invalid_scope``.
    """
    with transaction.atomic():
        row = Token.objects.filter(client=system.client_id, type=_REFRESH, hash=digest_of(token)).first()
        grant = _locked(pk=row.data["grant"]) if row is not None else None
        if row is None or grant is None:
            raise Refusal("invalid_grant", "this is no refresh token that we gave this system")
        row.refresh_from_db()  # another request may have used it while we waited for the lock
        fault = _fault_of_refresh(grant, row)
        if not fault:
            scopes = _narrowed(grant, scope)
            row.data = {**row.data, "used": True}
            row.save(update_fields=["data"])
            return _issue(grant, scopes)
        if row.data.get("used"):
            _end(grant, "openid.refresh-reused")
    raise Refusal("invalid_grant", fault)


def revoke(*, system: System, token: str) -> None:
    """End a token of a system; with a refresh token all that belongs to it (RFC 7009 §2.1)."""
    with transaction.atomic():
        row = Token.objects.filter(
            client=system.client_id, hash=digest_of(token), type__in=(_ACCESS, _REFRESH)
        ).first()
        if row is None:
            return
        if row.type == _ACCESS:
            row.delete()
            return
        grant = _locked(pk=row.data["grant"])
        if grant is not None:
            _end(grant, "openid.revoked")


def alive(*, system: System, token: str) -> tuple[Token, Grant] | None:
    """A token of this system that works now, with its grant; None for anything else."""
    row = (
        Token.objects.valid()
        .select_related("user")
        .filter(client=system.client_id, hash=digest_of(token), type__in=(_ACCESS, _REFRESH))
        .first()
    )
    if row is None or row.data.get("used"):
        return None
    grant = (
        Grant.objects.select_related("account", "visit", "system__agency")
        .filter(pk=row.data["grant"])
        .first()
    )
    if grant is None or grant.ended_at is not None or not may_act(grant.account):
        return None
    return row, grant


def end_all(
    *, account: Account | None = None, system: System | None = None, visit: Visit | None = None
) -> int:
    """End every grant of an account, a system, a visit, or of what is given of them together.

    :returns: how many.
    """
    named = {"account": account, "system": system, "visit": visit}
    wanted = {name: value for name, value in named.items() if value is not None}
    with transaction.atomic():
        rows = list(Grant.objects.select_for_update(of=("self",)).filter(ended_at=None, **wanted))
        for grant in rows:
            _end(grant, "")
        return len(rows)


def described(row: Token, grant: Grant) -> dict[str, object]:
    """A token in the words of RFC 7662 §2.2."""
    return {
        "active": True,
        "scope": " ".join(row.get_scopes()),
        "client_id": grant.system_id,
        "token_type": "Bearer" if row.type == _ACCESS else "refresh_token",
        "iss": issuer(),
        "sub": subject_of(account=grant.account, system=grant.system),
        "iat": int(row.created_at.timestamp()),
        "exp": int(row.expires_at.timestamp()) if row.expires_at else None,
        "sid": grant.visit.sid,
        "acr": signing.ACR[grant.assurance],
        "auth_time": int(grant.authenticated_at.timestamp()),
    }


def _locked(**named: object) -> Grant | None:
    rows = Grant.objects.select_for_update(of=("self",)).select_related("system__agency", "account", "visit")
    return rows.filter(**named).first()


def _fault_of_code(grant: Grant, redirect_uri: str, verifier: str) -> str:
    if grant.used_at is not None:
        return "the code was used before"
    if grant.ended_at is not None or not may_act(grant.account):
        return "the sign-in has ended"
    if clock.now() >= grant.created_at + CODE_LIFE:
        return "the code is too old"
    if redirect_uri != grant.redirect_uri:
        return "redirect_uri is not the one of the request"
    if not _proves(verifier, grant.challenge):
        return "code_verifier does not fit code_challenge"
    return ""


def _fault_of_refresh(grant: Grant, row: Token) -> str:
    if row.data.get("used"):
        return "the refresh token was used before"
    if grant.ended_at is not None or not may_act(grant.account):
        return "the sign-in has ended"
    if row.expires_at is None or clock.now() >= row.expires_at:
        return "the refresh token is too old"
    return ""


def _proves(verifier: str, challenge: str) -> bool:
    """RFC 7636 §4.6, S256."""
    if not _VERIFIER_SHORTEST <= len(verifier) <= _VERIFIER_LONGEST or not verifier.isascii():
        return False
    made = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode("ascii")).digest()).rstrip(b"=")
    return hmac.compare_digest(made, challenge.encode("ascii"))


def _narrowed(grant: Grant, scope: str) -> tuple[str, ...]:
    """RFC 6749 §6: never more than was granted."""
    wanted = tuple(dict.fromkeys(scope.split())) or tuple(grant.scopes)
    if not set(wanted) <= set(grant.scopes):
        raise Refusal("invalid_scope", "more than was granted")
    return wanted


def _issue(grant: Grant, scopes: tuple[str, ...] = ()) -> Tokens:
    granted = scopes or tuple(grant.scopes)
    access_token = _keep(grant, _ACCESS, ACCESS_LIFE, granted)
    return Tokens(
        access_token=access_token,
        # The next refresh token covers what the last one did, whatever was asked for this time (RFC 6749 §6).
        refresh_token=_keep(grant, _REFRESH, REFRESH_LIFE, tuple(grant.scopes)),
        id_token=signing.id_token(grant, access_token=access_token),
        scopes=granted,
        seconds=int(ACCESS_LIFE.total_seconds()),
    )


def _keep(grant: Grant, kind: Token.Type, life: timedelta, scopes: tuple[str, ...]) -> str:
    value = new_secret()
    now = clock.now()
    ends = now + life
    if kind == _REFRESH:
        ends = min(ends, grant.created_at + REFRESH_LIFE)
    token = Token(
        type=kind,
        hash=digest_of(value),
        client_id=grant.system_id,
        user=grant.account,
        data={"grant": grant.pk},
        created_at=now,
        expires_at=ends,
    )
    token.set_scopes(list(scopes))
    token.save()
    return value


def _end(grant: Grant, kind: str) -> None:
    """Nothing that came of the grant works any more."""
    if grant.ended_at is None:
        grant.ended_at = clock.now()
        grant.save(update_fields=["ended_at"])
    Token.objects.filter(client=grant.system_id, user=grant.account, data__grant=grant.pk).delete()
    if kind:
        record.append(
            kind=kind,
            subject=Reference.of("account", grant.account.slug),
            payload={"system": grant.system_id},
        )
