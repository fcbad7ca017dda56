"""Django's sessions in the database, loaded by hand: every page of somebody who signed in asks for one."""

import secrets
from types import SimpleNamespace
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.db import connection

_LOAD = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > now()"


class SessionStore(DatabaseSessions):
    """The ``SESSION_ENGINE``."""

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
