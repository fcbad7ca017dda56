"""Passwords are allauth's business; whom a session belongs to is asked with every request, so by hand."""

from typing import Any

import orjson
from allauth.account.auth_backends import AuthenticationBackend as AllauthBackend
from django.db import connection

from onewindow.blocks.identity.models import Account
from onewindow.blocks.identity.posts import POSTS_AS_JSON, keep_posts, posts_moment

_COLUMNS = [field.column for field in Account._meta.concrete_fields]
_ACCOUNT = (
    f"SELECT {', '.join(f'account.{column}' for column in _COLUMNS)}, {POSTS_AS_JSON}"  # noqa: S608 - our own names
    " FROM identity_account account WHERE account.id = %(account)s"
)


class AuthenticationBackend(AllauthBackend):
    """allauth's own, but for the account of a session."""

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
