"""The prefilled form of one person: what a page or a caller gets of a service that asks several registers."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import orjson

SERVICE = "municipality-harbour/change-of-address"
_REGISTERS = ["people", "families", "driving-licences", "allowances"]
"""Those that the service's facts name by the applicant's own number."""
_ALL_OF_THEM = """
    SELECT DISTINCT ON (register) register, values FROM registers_fact
    WHERE register = ANY(%s) AND key = %s AND recorded_until IS NULL AND valid_from <= %s
    ORDER BY register, valid_from DESC
"""

Ask = Callable[[str, dict[str, Any]], None]


@contextmanager
def drafts(keys: list[str]) -> Generator[Ask]:
    """Each person begins the service's form; what asks for it as it is then shown, prefilled, with its rules.

    The draft is begun before anything is timed and thrown away afterwards.
    """
    from onewindow.blocks.cases import api as cases
    from onewindow.blocks.catalogue import api as catalogue

    begun = {
        key: cases.begin_draft(
            service=SERVICE, actor=_person(key), applicant=_person(key).person, channel="page"
        ).key
        for key in keys
    }

    def form(key: str, said: dict[str, Any]) -> None:
        scope = cases.scope_of_draft(key=begun[key], actor=_person(key))
        assert scope.form is not None
        pages = catalogue.shown_pages(form=scope.form, answers=scope.answers, context=scope.scope)
        assert pages
        assert scope.scope["facts"]["me"]["family_name"] == said["family_name"]

    try:
        yield form
    finally:
        for key, draft in begun.items():
            cases.discard_draft(key=draft, actor=_person(key))


def plain(key: str, _: dict[str, Any]) -> None:
    """The same facts with one question: no purpose, no permission, no line, no form."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(_ALL_OF_THEM, [_REGISTERS, key, datetime.now(UTC)])
        assert {register: orjson.loads(values) for register, values in cursor.fetchall()}


def _person(key: str) -> Any:
    """Somebody who signed in with their identity card."""
    from onewindow.foundation.access.types import Actor
    from onewindow.kernel.reference import Reference

    return Actor(
        account=f"bench-{key}",
        kind="person",
        person=Reference(f"register/people/{key}"),
        assurance="high",
    )
