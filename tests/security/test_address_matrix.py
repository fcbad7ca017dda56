"""Every address × everybody who may come × every level of sign-in, against a table that people read.

The addresses come from the URL resolver and from the API's description: one that nobody listed fails here.
"""

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.http.response import HttpResponseBase
from django.test import Client

from onewindow.foundation.access.types import ASSURANCE_ORDER
from tests.country import country_for_a_room
from tests.security.addresses import Address, addresses, doors
from tests.security.bodies import full_bodies
from tests.security.midway import Sent, midway
from tests.security.scene import ACTORS, set_up, signed_in
from tests.security.under_way import set_under_way
from tests.security.undoing import undone

SIGN_IN = [who for who, account in ACTORS.items() if account]
LEVELS = ASSURANCE_ORDER[1:]
OUT = (401, 403, 404)
REFUSED_WITH = {"GET /sign-in/with/<slug:provider>/ended/": 400}
"""Where a standard says how to refuse (Back-Channel Logout 1.0 §2.8)."""


@pytest.fixture(scope="module")
def objects(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, str]]:
    folder = tmp_path_factory.mktemp("matrix") / "country"
    with django_db_blocker.unblock(), country_for_a_room(folder):
        yield {**set_up(), **set_under_way()}


def reached(client: Client, address: Address, where: str, sent: Sent | None) -> bool:
    """Whether somebody gets in: neither refused, nor sent to sign in, nor told that there is no such thing.

    A page that only takes forms is sent what the scene has for it, else an empty one. What the request would
    change is undone.
    """
    with undone(client):
        if sent is None:
            answer = client.generic(address.method, where, address.body.encode(), "application/json")
        if sent is not None or (answer.status_code == 405 and address.method == "GET"):
            form = sent or Sent()
            answer = client.generic("POST", where, form.data, form.content_type, headers=dict(form.headers))
        if answer.streaming:
            answer.getvalue()
        answer.close()
    refused = {*OUT, REFUSED_WITH.get(address.called, 404)}
    return answer.status_code not in refused and not _is_sent_away(answer, where)


def _is_sent_away(answer: HttpResponseBase, where: str) -> bool:
    """To sign in first, or more surely, unless that is what the address is about."""
    to = answer.headers.get("Location", "").partition("?")[0]
    return to == "/sign-in/" or (to.startswith("/sign-in/") and not where.startswith("/sign-in/"))


def cells(known: list[Address], objects: Mapping[str, str]) -> Iterator[tuple[str, str, str, bool]]:
    """Every cell: the address, who, at which level, and whether they get in."""
    written = full_bodies(objects)
    known = [one.with_body(written[one.called]) if one.called in written else one for one in known]
    with midway(signed_in(ACTORS["owner"], "high")) as middle:
        filled = [
            (one, one.filled({**objects, **middle.objects}), middle.sent.get(one.called)) for one in known
        ]
        unsigned = ((who, "none", client) for who, client in middle.browsers.items())
        for who, level, client in itertools.chain(unsigned, everybody()):
            for address, where, sent in filled:
                mine = sent if sent is None or not sent.by or who in sent.by else None
                yield address.called, who, level, reached(client, address, where, mine)


def everybody() -> Iterator[tuple[str, str, Client]]:
    """Everybody of the scene at every level of sign-in."""
    for who, account in ACTORS.items():
        for level in LEVELS if account else ("none",):
            yield who, level, signed_in(account, level)


@pytest.mark.django_db
def test_everybody_reaches_exactly_what_the_table_says(objects: dict[str, str]) -> None:
    table, known = doors(SIGN_IN), addresses()
    assert sorted(table) == sorted(one.called for one in known), "each address has its line in the table"
    assert not [called for called, who in table.items() if not who], "somebody reaches each of them"
    wrong: list[str] = []
    count = 0
    for called, who, level, got_in in cells(known, objects):
        count += 1
        least = table[called].get(who)
        if got_in != (least is not None and ASSURANCE_ORDER.index(level) >= ASSURANCE_ORDER.index(least)):
            wrong.append(f"{called}: {who} at {level} {'gets in' if got_in else 'does not get in'}")
    print(f"{count} cells of {len(known)} addresses, {len(wrong)} wrong")
    assert not wrong, "\n".join(wrong)
