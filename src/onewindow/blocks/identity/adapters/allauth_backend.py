"""Passwords are allauth's business; whom a session belongs to is asked with every request, so by hand."""

import secrets
from functools import cache
from typing import Any

import orjson
from allauth.account.auth_backends import AuthenticationBackend as AllauthBackend
from django.contrib.auth.hashers import check_password, make_password
from django.db import connection
from django.db.models.functions import Lower
from django.http import HttpRequest

from onewindow.blocks.identity.models import Account
from onewindow.blocks.identity.posts import POSTS_AS_JSON, keep_posts, posts_moment

_COLUMNS = [field.column for field in Account._meta.concrete_fields]
_ACCOUNT = (
    f"SELECT {', '.join(f'account.{column}' for column in _COLUMNS)}, {POSTS_AS_JSON}"  # noqa: S608 - our own names
    " FROM identity_account account WHERE account.id = %(account)s"
)


@cache
def _nobodys() -> str:
    """The hash of a password that nobody has, kept as dearly as any other."""
    return make_password(secrets.token_urlsafe(32))


class AuthenticationBackend(AllauthBackend):
    """allauth's own, but for the account of a session, and for how a password is looked at."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> Account | None:
        """The account of an address and a password. It does the same work whoever it is: one question and one
        hash, so that the time tells nothing (ASVS 6.3.8)."""
        password = str(credentials.get("password") or "")
        if not password:
            return None
        email = str(credentials.get("email") or "").strip().lower()
        found = Account.objects.alias(address=Lower("email")).filter(address=email).first()
        known = found is not None and found.has_usable_password()
        right = check_password(password, found.password if found is not None and known else _nobodys())
        if found is None or not known or not right:
            return None
        if not found.is_active:
            self._stash_user(found)  # the library tells them that it is closed
            return None
        return found

    def get_user(self, user_id: Any) -> Account | None:
        """The account; None where it is gone or may not sign in."""
        with connection.cursor() as cursor:
            cursor.execute(_ACCOUNT, {"account": user_id, **posts_moment()})
            values = cursor.fetchone()
        if values is None:
            return None
        found = Account.from_db(connection.alias, _COLUMNS, values[:-1])
        keep_posts(found, orjson.loads(values[-1]))
        return found if self.user_can_authenticate(found) else None
