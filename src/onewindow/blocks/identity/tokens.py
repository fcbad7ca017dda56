"""Keys for programs: ``ow_<key>_<secret>`` in the Authorization header.

The secret has 256 random bits, so a plain SHA-256 is enough to keep it (no slow hash against guessing).
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from datetime import timedelta

import orjson
from django.db import connection, transaction
from django.http import HttpRequest

from onewindow.blocks.identity import standing
from onewindow.blocks.identity.app_settings import TOKEN_LONGEST, TOKEN_SCOPES
from onewindow.blocks.identity.errors import (
    ClosedByDeath,
    TokenLivesTooLong,
    TokenNotAccepted,
    TokenScopeUnknown,
    TokenUnknown,
)
from onewindow.blocks.identity.models import Account, ApiToken
from onewindow.blocks.identity.posts import POSTS_AS_JSON, keep_posts, posts_moment
from onewindow.blocks.identity.queries import account_row, token_view
from onewindow.blocks.identity.types import NewToken
from onewindow.foundation.access.api import for_programs
from onewindow.foundation.access.types import Actor
from onewindow.kernel.clock import clock
from onewindow.kernel.errors import NotAllowed

_ATTRIBUTE = "_onewindow_token"
_SCHEME = "bearer "
# Asked for with every request of a program.
_TOKEN = [field.column for field in ApiToken._meta.concrete_fields]
_ACCOUNT = [field.column for field in Account._meta.concrete_fields]
_COLUMNS = [*(f"token.{column}" for column in _TOKEN), *(f"account.{column}" for column in _ACCOUNT)]
_BY_KEY = (
    f"SELECT {', '.join(_COLUMNS)}, {POSTS_AS_JSON}"  # noqa: S608 - names of our own models
    " FROM identity_apitoken token"
    " JOIN identity_account account ON account.id = token.account_id WHERE token.key = %(key)s"
)


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


def issue(actor: Actor, *, name: str, scopes: Iterable[str], days: int) -> NewToken:
    """Make a key for the actor's own account; it acts for whom the actor acts for now."""
    if actor.account is not None and not 1 <= days <= TOKEN_LONGEST:
        raise TokenLivesTooLong(field="days", days=TOKEN_LONGEST)
    return issue_for(actor, name=name, scopes=scopes, lives=timedelta(days=days))


def issue_for(
    actor: Actor, *, name: str, scopes: Iterable[str], lives: timedelta, also: tuple[str, ...] = ()
) -> NewToken:
    """The same for a time that the house chose.

    :param also: what the key covers that nobody can ask for.
    """
    with transaction.atomic():
        if actor.account is None:
            raise NotAllowed()
        wanted = tuple(dict.fromkeys(scopes))
        for scope in wanted:
            if scope not in TOKEN_SCOPES:
                raise TokenScopeUnknown(field="scopes", scope=scope, known=", ".join(TOKEN_SCOPES))
        key, secret = secrets.token_hex(8), secrets.token_urlsafe(32)
        row = ApiToken.objects.create(
            account=account_row(actor.account),
            name=name.strip()[:100] or key,
            key=key,
            digest=_digest(secret),
            scopes=[*wanted, *also],
            assurance=actor.assurance,
            acting_for=f"{actor.acting_for} {actor.basis}" if actor.acting_for else "",
            created_at=clock.now(),
            expires_at=clock.now() + lives,
        )
        return NewToken(token=token_view(row), secret=f"ow_{key}_{secret}")


def revoke(actor: Actor, *, key: str) -> None:
    """End a key of one's own, at once and for ever."""
    rows = ApiToken.objects.filter(account__slug=actor.account or "", key=key)
    if not rows.exists():
        raise TokenUnknown()
    rows.filter(revoked_at=None).update(revoked_at=clock.now())


def of_request(request: HttpRequest) -> ApiToken | None:
    """The key that a request carries; None where it carries none, and on every page. Asked once per request.

    :raises TokenNotAccepted: it carries one that is unknown, over, revoked, or of an inactive account.
    :raises ClosedByDeath: the register knows of the death of its person.
    """
    header = request.headers.get("Authorization", "")
    if not header.lower().startswith(_SCHEME) or not for_programs(request=request):
        return None
    kept = getattr(request, _ATTRIBUTE, None)
    if kept is None:
        kept = _accepted(header[len(_SCHEME) :].strip())
        setattr(request, _ATTRIBUTE, kept)
    return kept


def _accepted(text: str) -> ApiToken:
    prefix, _, rest = text.partition("_")
    key, _, secret = rest.partition("_")
    if prefix != "ow" or not secret or len(text) > 200:
        raise TokenNotAccepted()
    row = _with_account(key)
    # Compare also where there is no such key, so that the time tells nothing.
    same = hmac.compare_digest(bytes(row.digest) if row else bytes(32), _digest(secret))
    now = clock.now()
    if row is None or not same or row.revoked_at is not None or row.expires_at <= now:
        raise TokenNotAccepted()
    if not row.account.is_active:
        raise TokenNotAccepted()
    if standing.standing_of(row.account).died:
        raise ClosedByDeath()
    today = now.date()
    if row.last_used_on is None or row.last_used_on < today:
        ApiToken.objects.filter(pk=row.pk).update(last_used_on=today)
    return row


def _with_account(key: str) -> ApiToken | None:
    with connection.cursor() as cursor:
        cursor.execute(_BY_KEY, {"key": key, **posts_moment()})
        values = cursor.fetchone()
    if values is None:
        return None
    token = ApiToken.from_db(connection.alias, _TOKEN, values[: len(_TOKEN)])
    token.scopes = orjson.loads(token.scopes)
    token.account = Account.from_db(connection.alias, _ACCOUNT, values[len(_TOKEN) : -1])
    keep_posts(token.account, orjson.loads(values[-1]))
    return token
