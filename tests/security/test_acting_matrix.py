"""Every address × every kind of right to act for the owner of the scene, against a table that people read.

The stranger of the scene acts for the owner by one right after another. What each opens more than a stranger
reaches, what it closes, and which pages name what is the owner's stands in acting.yaml; an address that
nobody listed there opens nothing and names nothing, or fails here.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.test import Client

from onewindow.blocks.mandates.models import GrantedMandate
from onewindow.blocks.notifications.models import LetterRow
from onewindow.kernel.clock import clock
from tests.country import country_for_a_room
from tests.security.addresses import Address, addresses
from tests.security.scene import ACTORS, PERSON, set_up, signed_in
from tests.security.undoing import undone

TABLE = Path(__file__).with_name("acting.yaml")
OWNER = f"register/people/{PERSON}"
RIGHTS: Mapping[str, Mapping[str, Any]] = {
    "other service": {"scopes": ["driving"], "services": ["transport-agency/driving-licence-renewal"]},
    "this service": {"scopes": ["civil-status"], "services": ["civil-registry/register-extract"]},
    "amount": {"scopes": ["*"], "limit_minor": 100_000, "limit_currency": "TND"},
    "everything": {"scopes": ["*"]},
}
"""Rights to act for the owner, from the narrowest to the widest."""
LETTER = "For the eyes of whom it concerns"


@pytest.fixture(scope="module")
def objects(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, str]]:
    folder = tmp_path_factory.mktemp("acting") / "country"
    with django_db_blocker.unblock(), country_for_a_room(folder):
        found = set_up()
        LetterRow.objects.filter(pk=found["letters/id"]).update(texts={"en": [LETTER, LETTER]})
        yield found


@pytest.fixture
def mandated(objects: dict[str, str]) -> dict[str, str]:
    """A mandate of each kind from the owner to the stranger, by its kind."""
    agent = signed_in(ACTORS["stranger"], "high")
    me = agent.get("/api/v1/me").json()["person"]
    codes: dict[str, str] = {}
    for number, (kind, terms) in enumerate(RIGHTS.items()):
        codes[kind] = f"M-ACTING{number}"
        now = clock.now()
        GrantedMandate.objects.create(
            code=codes[kind], principal=OWNER, principal_name="A", agent=me, agent_name="B",
            first_day=now.date(), granted_at=now, granted_by=OWNER, signed_at=now, accepted_at=now,
            accepted_by=me, ended_at=now, **terms,
        )  # fmt: skip
    return codes


def browsers(mandated: Mapping[str, str]) -> Iterator[tuple[str, Client]]:
    """The stranger as they are, then acting for the owner by one right alone."""
    yield "", signed_in(ACTORS["stranger"], "high")
    for kind, code in mandated.items():
        GrantedMandate.objects.filter(code=code).update(ended_at=None)
        client = signed_in(ACTORS["stranger"], "high")
        client.post("/acting-for/", {"right": f"{OWNER} mandate/{code}"})
        assert client.get("/api/v1/me").json()["acting_for"] == OWNER, kind
        yield kind, client
        GrantedMandate.objects.filter(code=code).update(ended_at=clock.now())


def asked(client: Client, address: Address, where: str) -> tuple[bool, str]:
    """Whether they get in, and what they are shown."""
    with undone(client):
        answer = client.generic(address.method, where, address.body.encode(), "application/json")
        if answer.status_code == 405 and address.method == "GET":
            answer = client.generic("POST", where, b"", "application/x-www-form-urlencoded")
        shown = b"".join(answer.streaming_content) if answer.streaming else answer.content
        answer.close()
    away = answer.headers.get("Location", "").startswith("/sign-in/")
    return answer.status_code not in (401, 403, 404) and not away, shown.decode("utf-8", "replace")


def marks(objects: Mapping[str, str]) -> set[str]:
    """What names things of the owner: the case, its document, its payment and letter, and who looked."""
    named = ("number", "documents/code", "payments/id", "drafts/draft")
    return {objects[each] for each in named} | {LETTER}


def seen(mandated: Mapping[str, str], objects: Mapping[str, str]) -> dict[str, dict[str, list[str]]]:
    """What each right opens, closes and shows beyond what the stranger has, by address."""
    known, wanted = addresses(), marks(objects)
    before: dict[str, tuple[bool, set[str]]] = {}
    found: dict[str, dict[str, list[str]]] = {"opens": {}, "closes": {}, "shows": {}}
    for kind, client in browsers(mandated):
        for address in known:
            where = address.filled(objects)
            got_in, text = asked(client, address, where)
            named = {mark for mark in wanted if mark in text and mark not in where} if got_in else set[str]()
            if not kind:
                before[address.called] = got_in, named
                continue
            was_in, was_named = before[address.called]
            changes = {
                "opens": got_in and not was_in,
                "closes": was_in and not got_in,
                "shows": named - was_named,
            }
            for what in (what for what, changed in changes.items() if changed):
                found[what].setdefault(address.called, []).append(kind)
    return found


@pytest.mark.django_db
def test_a_right_to_act_opens_and_shows_exactly_what_the_table_says(
    mandated: dict[str, str], objects: dict[str, str]
) -> None:
    said = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    found = seen(mandated, objects)
    print(f"{len(addresses())} addresses by {len(RIGHTS)} rights")
    assert {what: dict(sorted(found[what].items())) for what in found} == said


@pytest.mark.django_db
def test_a_right_for_another_service_opens_and_shows_nothing() -> None:
    said = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    for what in ("opens", "shows"):
        assert [called for called, kinds in said[what].items() if "other service" in kinds] == []
