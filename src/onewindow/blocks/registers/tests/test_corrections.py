from collections.abc import Generator

import pytest
from django.db import IntegrityError, transaction

from onewindow.blocks.identity import api as identity
from onewindow.blocks.registers import api
from onewindow.blocks.registers.models import Change
from onewindow.blocks.registers.tests.conftest import actor
from onewindow.blocks.registers.tests.test_events import HEAD, KEY, REGISTRAR, said
from onewindow.blocks.registers.types import CorrectionDecided
from onewindow.foundation.outbox import api as outbox
from onewindow.foundation.outbox import tasks as outbox_tasks

BORN = {"given_name": "Lina", "sex": "F", "birth_date": "2020-01-01", "birth_act": "2020/1"}
pytestmark = pytest.mark.usefixtures("country")


def ask(register: str = "people", attribute: str = "birth_place", **more: str) -> api.ChangeView:
    told = {"key": KEY, "right": "Oued-Fleuri", "because": "My birth record 1995/1153", **more}
    return api.ask_correction(
        register=register,
        attribute=attribute,
        key=told["key"],
        right=told["right"],
        because=told["because"],
        asker=actor(more.get("who", "citizen")),
    )


@pytest.fixture
def told() -> Generator[list[CorrectionDecided]]:
    """What the news say."""
    heard: list[CorrectionDecided] = []
    outbox.subscribe(CorrectionDecided, name="test.corrections", handler=lambda news, _: heard.append(news))
    yield heard
    outbox.unsubscribe(CorrectionDecided, name="test.corrections")


def drain() -> None:
    while outbox_tasks.drain_once():
        pass


def test_a_person_asks_an_officer_corrects_a_second_confirms_and_the_person_is_told(
    told: list[CorrectionDecided],
) -> None:
    asked = ask()
    assert (asked.state, asked.agency) == ("asked", "civil-registry")
    assert [each.number for each in api.open_changes(officer=HEAD)] == [asked.number]
    recorded = api.record_event(
        register="people",
        event="correction",
        key=KEY,
        values={"birth_place": "Oued-Fleuri"},
        document="1995/1153",
        officer=REGISTRAR,
        answers=asked.number,
    )
    assert (recorded.number, recorded.state) == (asked.number, "recorded")
    done = api.confirm_change(number=asked.number, officer=HEAD)
    assert done.state == "done" and said("people", KEY, "birth_place") == "Oued-Fleuri"
    drain()
    assert [(news.number, news.corrected) for news in told] == [(asked.number, True)]
    (mine,) = api.corrections_of(actor=actor("citizen"))
    assert (mine.number, mine.state) == (asked.number, "done")


@pytest.mark.parametrize("other", ["10000046", ""])
def test_what_was_asked_is_not_answered_by_a_change_of_another_entry(
    told: list[CorrectionDecided], other: str
) -> None:
    asked = ask()
    event, values = ("correction", {"birth_place": "Elsewhere"}) if other else ("birth", BORN)
    with pytest.raises(api.ChangeUnknown):
        api.record_event(
            register="people",
            event=event,
            key=other,
            values=values,
            document="1995/1153",
            officer=REGISTRAR,
            answers=asked.number,
        )
    drain()
    (mine,) = api.corrections_of(actor=actor("citizen"))
    assert (mine.state, mine.key, told) == ("asked", KEY, [])


def test_a_refusal_tells_the_reason_and_changes_nothing(told: list[CorrectionDecided]) -> None:
    asked = ask()
    refused = api.refuse_change(number=asked.number, reason="The record says Tamaris-Ville", officer=HEAD)
    assert refused.state == "refused"
    drain()
    assert [(news.corrected, news.reason) for news in told] == [(False, "The record says Tamaris-Ville")]
    assert said("people", KEY, "birth_place") == "Tamaris-Ville"


def test_whoever_asks_again_says_it_anew_and_waits_once() -> None:
    first, second = ask(), ask(right="Sidi-Marjan")
    assert first.number == second.number
    assert api.corrections_of(actor=actor("citizen"))[0].asked_value == "Sidi-Marjan"


def test_two_requests_at_the_same_moment_are_one() -> None:
    first = ask()
    other = Change.objects.get(pk=first.number)
    other.pk = "C-SECOND"
    with pytest.raises(IntegrityError), transaction.atomic():
        other.save(force_insert=True)
    assert ask(right="Sidi-Marjan").number == first.number
    other.state = "refused"
    other.save(force_insert=True)  # what was decided hinders nobody
    assert ask().number == first.number


@pytest.mark.parametrize(
    ("register", "attribute", "key", "who"),
    [
        ("people", "birth_place", "10000016", "citizen"),
        ("people", "protection", KEY, "citizen"),
        ("families", "spouse", "10000016", "citizen"),
        ("people", "birth_place", KEY, "homeowner"),
        ("companies", "officers", "1204567A", "citizen"),
    ],
)
def test_nobody_asks_about_another(register: str, attribute: str, key: str, who: str) -> None:
    with pytest.raises(api.AttributeRefused):
        ask(register, attribute, key=key, who=who)


def test_who_is_named_in_a_list_may_ask() -> None:
    person = identity.account(account="importer").person
    assert person is not None
    asked = ask("companies", "officers", key="1204567A", who="importer", right="I left in 2025")
    assert asked.agency == "trade-ministry"


def test_what_says_nothing_is_refused() -> None:
    with pytest.raises(api.ValueMissing):
        ask(right=" ")
    with pytest.raises(api.ReasonMissing):
        ask(because="")
    with pytest.raises(api.AttributeUnknown):
        ask(attribute="shoe_size")


def test_others_do_not_see_what_somebody_asked_for() -> None:
    asked = ask()
    for who in ("homeowner", "trade-clerk", "planning-officer"):
        with pytest.raises(api.ChangeUnknown):
            api.change(number=asked.number, reader=actor(who))
    assert api.change(number=asked.number, reader=actor("citizen")).state == "asked"
