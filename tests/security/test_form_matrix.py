"""Every form of every page, sent with a value under the name of every field of every model beside its own.

The addresses come from the URL resolver. Each that takes a form is sent those that pages show for it, filled
in, by somebody who gets in there; where no page shows one, only what no form declares. None of that may be
written.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client

from tests.country import country_for_a_room
from tests.security.addresses import addresses, doors
from tests.security.forms import Form, forms_of, not_declared
from tests.security.midway import midway
from tests.security.scene import ACTORS, set_up, signed_in
from tests.security.under_way import set_under_way
from tests.security.undoing import undone
from tests.security.written import watched

SIGN_IN = [who for who, account in ACTORS.items() if account]


@dataclass(slots=True)
class Found:
    """What came of all forms."""

    sent: int = 0
    done: int = 0
    came_along: set[str] = field(default_factory=set)
    taken: set[str] = field(default_factory=set)


@pytest.fixture(scope="module")
def objects(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, str]]:
    folder = tmp_path_factory.mktemp("forms") / "country"
    with django_db_blocker.unblock(), country_for_a_room(folder):
        yield {**set_up(), **set_under_way()}


@pytest.mark.django_db
def test_no_form_writes_what_it_does_not_declare(objects: dict[str, str]) -> None:
    found = Found()
    with midway(signed_in(ACTORS["owner"], "high")) as middle:
        browsers = dict(middle.browsers) | {
            who: signed_in(account, "high") for who, account in ACTORS.items()
        }
        there = {**objects, **middle.objects}
        open_to = doors(SIGN_IN)
        pages = [
            (one.called, one.filled(there), browsers[who_of(open_to[one.called])])
            for one in addresses()
            if not one.route.startswith("/api/")
        ]
        shown = shown_on(pages)
        for called, where, client in pages:
            for form in shown.get(where, [Form(where, {})]):
                send(found, called, form, client)
    said = f"{found.sent} forms of {len(found.taken)} addresses, {found.done} done"
    print(f"{said}, {len(found.came_along)} wrong")
    assert not found.came_along, "\n".join(sorted(found.came_along))
    assert found.done > 50, "the forms are filled in well enough to be taken"


def who_of(let_in: Mapping[str, str]) -> str:
    """Somebody who gets in: whose things they are, if they do."""
    return next((who for who in ("owner", "head", "registrar") if who in let_in), next(iter(let_in)))


def shown_on(pages: list[tuple[str, str, Client]]) -> dict[str, list[Form]]:
    """All forms that pages show, by where they are sent to; of the same names and buttons one."""
    shown: dict[str, dict[tuple[Any, ...], Form]] = defaultdict(dict)
    for _, where, client in pages:
        answer = asked(client, "GET", where, {})[0]
        if answer.status_code == 200 and answer.headers.get("Content-Type", "").startswith("text/html"):
            for form in forms_of(answer.content, where):
                shown[form.action].setdefault(tuple(sorted(form.values)), form)
    return {action: list(forms.values()) for action, forms in shown.items()}


def send(found: Found, called: str, form: Form, client: Client) -> None:
    """Send it with what it does not declare, and look at what is written."""
    extra, marks = not_declared(form)
    answer, landed = asked(client, "POST", form.action, {**extra, **form.values})
    assert answer.status_code < 500, (called, answer.status_code)
    if answer.status_code == 405:
        return
    found.sent += 1
    found.taken.add(called)
    found.done += 300 <= answer.status_code < 400
    for mark, columns in landed.items():
        if mark in marks:
            found.came_along |= {f"{called}: {column} is written by {marks[mark]}" for column in columns}


def asked(
    client: Client, method: str, where: str, values: Mapping[str, Any]
) -> tuple[Any, dict[str, set[str]]]:
    """The answer, and what was written where."""
    with undone(client), watched() as landed:
        answer = client.get(where) if method == "GET" else client.post(where, values)
        if answer.streaming:
            answer.getvalue()
    return answer, landed
