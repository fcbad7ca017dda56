"""Django's sessions in the database, by hand: every page of somebody who signed in loads one, and a sign-in
makes and keeps one."""

import secrets
from types import SimpleNamespace
from typing import Any

from django.contrib.sessions.backends.base import CreateError, UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.db import connection

_LOAD = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > now()"
_MAKE = """
    INSERT INTO django_session (session_data, expire_date, session_key) VALUES (%s, %s, %s)
    ON CONFLICT (session_key) DO NOTHING
"""
_KEEP = "UPDATE django_session SET session_data = %s, expire_date = %s WHERE session_key = %s"


class SessionStore(DatabaseSessions):
    """The ``SESSION_ENGINE``."""

    def save(self, must_create: bool = False) -> None:
        """Keep it, in one statement that needs no transaction of its own.

        :raises CreateError: its key is taken.
        :raises UpdateError: it was ended meanwhile, and must not come back to life.
        """
        if self.session_key is None:
            return self.create()
        data = self.encode(self._get_session(no_load=must_create))
        with connection.cursor() as cursor:
            cursor.execute(_MAKE if must_create else _KEEP, [data, self.get_expiry_date(), self.session_key])
            if cursor.rowcount == 0:
                raise CreateError() if must_create else UpdateError()
        return None

    def _get_session_from_db(self) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(_LOAD, [self.session_key])
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return None
        return SimpleNamespace(session_data=row[0])

    def _get_new_session_key(self) -> str:
        """160 random bits. Nobody has them yet; if somebody had, storing them would fail."""
        return secrets.token_hex(20)
