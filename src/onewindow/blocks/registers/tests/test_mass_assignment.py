"""Field-level matrix: which keys an answer has for whom, and which keys a change may set (BOPLA)."""

import pytest

from onewindow.blocks.registers import api
from onewindow.blocks.registers.declared import declarations
from onewindow.blocks.registers.models import Change, Fact
from onewindow.blocks.registers.permission import may_record, readable
from onewindow.blocks.registers.tests.conftest import actor, signed_in
from onewindow.blocks.registers.tests.test_events import KEY, LAW
from onewindow.foundation.access.types import Actor, Post
from onewindow.kernel.reference import Reference

pytestmark = pytest.mark.usefixtures("country")

NAMES = {"given_name", "family_name", "given_name_ar", "family_name_ar"}
ANSWERS: dict[str, tuple[str, set[str] | None]] = {
    # who: the purpose, and the keys of the answer; None for every personal one
    "citizen": ("", None),
    "civil-head": ("civil-status", None),
    "trade-clerk": ("identification", {*NAMES, "birth_date", "phone"}),
    "planning-officer": ("planning", {*NAMES, "address", "municipality"}),
    "homeowner": ("one-window", set()),
    "atlas-desk": ("one-window", set()),
}


@pytest.mark.parametrize("who", list(ANSWERS))
def test_the_keys_of_an_answer_are_those_of_the_role(who: str) -> None:
    basis, expected = ANSWERS[who]
    fields = api.register(slug="people").fields
    personal = {each.slug for each in fields if each.classification == "personal"}
    answer = signed_in(who).get(f"/api/v1/registers/people/entries/{KEY}", {"legal_basis": basis})
    if expected == set():
        assert answer.status_code == 403
        return
    assert set(answer.json()["values"]) == (personal if expected is None else expected)


def test_each_event_sets_what_it_says_and_nothing_else() -> None:
    """Every register, every event, every attribute: what is not among ``sets`` is refused."""
    cells = 0
    for declaration in declarations():
        for event in declaration.events.values():
            for slug in declaration.fields.keys() - set(event.sets):
                cells += 1
                row = Fact.objects.filter(register=declaration.slug, recorded_until=None).first()
                if row is None:
                    continue
                who = next(
                    (
                        officer
                        for officer in map(actor, OFFICERS)
                        if may_record(
                            declaration, event, officer=officer, part=declaration.owner_of(row.values)
                        )
                    ),
                    None,
                )
                if who is None:
                    continue
                with pytest.raises((api.NotSetByEvent, api.EventNotFitting, api.KeyNotValid)):
                    api.record_event(
                        register=declaration.slug,
                        event=event.slug,
                        key="" if event.kind == "makes" and declaration.number else row.key,
                        values={slug: "x"},
                        document="x",
                        officer=who,
                    )
    assert cells > 300, "the matrix of attributes that no event of that kind may set"


OFFICERS = ("civil-registrar", "trade-registrar", "company-registrar", "planning-officer", "land-registrar")


@pytest.mark.parametrize(
    "smuggled", ["is_staff", "owner", "status", "amount", "state", "recorded_by", "agency"]
)
def test_a_key_that_nobody_offered_is_refused_whole(smuggled: str) -> None:
    registrar = signed_in("civil-registrar")
    body = {"event": "move", "key": KEY, "document": "d", "values": {"address": "x", "municipality": "y"}}
    for wrong in ({**body, smuggled: "x"}, {**body, "values": {**body["values"], smuggled: "x"}}):
        answer = registrar.post(
            "/api/v1/registers/people/events",
            wrong,
            content_type="application/json",
            headers={"Idempotency-Key": "smuggled"},
        )
        assert answer.status_code == 422, wrong
        assert "Idempotency-Key" not in [each["field"] for each in answer.json()["errors"]]
    assert not Change.objects.exists()


def test_a_secret_attribute_is_in_no_answer_that_did_not_name_it() -> None:
    head = api.read(register="people", key=KEY, purpose=LAW, reader=actor("civil-head"))
    assert "protection" not in head.values
    with pytest.raises(api.AttributeRefused):
        api.read(
            register="people", key=KEY, attributes=["protection"], purpose=LAW, reader=actor("civil-head")
        )


def test_everything_is_never_the_secret_too() -> None:
    """Of every register: whoever was opened ``*`` sees a secret attribute only where it is named beside it,
    also for a case, which narrows nothing down."""
    tried = 0
    for declaration in declarations():
        secret = {slug for slug, each in declaration.fields.items() if each.classification == "secret"}
        for grant in declaration.readers:
            if "*" not in grant.attributes or not secret:
                continue
            tried += 1
            reader = Actor(kind="officer", posts=(Post(grant.agency, "", grant.role),))
            allowed = readable(
                declaration,
                entry=Reference.of("register", declaration.slug, "0"),
                reader=reader,
                purpose=api.Purpose(case=Reference.of("case", "A")),
            )
            named = {
                one for each in declaration.readers if each.role == grant.role for one in each.attributes
            }
            assert (allowed.whole | allowed.masked) & secret <= named, (declaration.slug, grant)
    assert tried > 0
