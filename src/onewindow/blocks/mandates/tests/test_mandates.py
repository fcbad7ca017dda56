from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from onewindow.blocks.identity import api as identity
from onewindow.blocks.mandates import api
from onewindow.blocks.mandates.tests.conftest import actor
from onewindow.blocks.mandates.tests.signer import PIN
from onewindow.blocks.registers import api as registers
from onewindow.foundation.access.types import Actor
from onewindow.foundation.record import api as record
from onewindow.kernel.clock import clock
from onewindow.kernel.errors import InvalidInput
from onewindow.kernel.money import Money
from onewindow.kernel.period import Period
from onewindow.kernel.reference import Reference

pytestmark = pytest.mark.usefixtures("country")

ATLAS = Reference("register/companies/1204567A")
OASIS = Reference("register/companies/1318842B")
TRANSIT = Reference("register/companies/0982234D")
CORNICHE = Reference("register/companies/1922046J")


def person(account: str) -> Reference:
    found = identity.account(account=account).person
    assert found is not None
    return found


def test_a_manager_may_do_everything_a_director_what_the_register_says() -> None:
    importer = actor("importer")
    manager = api.may_act(actor=importer, principal=ATLAS, scope="tax")
    assert manager is not None
    assert (manager.kind, manager.basis, manager.role) == ("representative", ATLAS.text, "manager")
    assert api.may_act(actor=importer, principal=CORNICHE, scope="trade")
    assert api.may_act(actor=importer, principal=CORNICHE, scope="tax") is None


def test_a_brokers_declarant_acts_for_who_gave_the_broker_a_mandate() -> None:
    broker = actor("broker")
    right = api.may_act(actor=broker, principal=ATLAS, scope="trade")
    assert right is not None
    assert (right.kind, right.basis, right.through) == ("mandate", "mandate/M-TRANSIT001", TRANSIT)
    assert right.limit == Money.of("250000.000", "TND")
    assert api.may_act(actor=broker, principal=ATLAS, scope="tax") is None
    assert [each.principal for each in api.principals_of(actor=broker, scope="trade")] == [
        person("broker"),
        ATLAS,
        OASIS,
        TRANSIT,
    ]


@pytest.mark.parametrize(
    ("amount", "allowed"),
    [("250000.000", True), ("250000.001", False), ("1.000", True)],
)
def test_a_limit_holds_to_the_minor_unit(amount: str, allowed: bool) -> None:
    right = api.may_act(actor=actor("broker"), principal=ATLAS, scope="trade", amount=Money.of(amount, "TND"))
    assert (right is not None) == allowed


def test_a_limit_in_another_currency_is_no_permission() -> None:
    euro = Money.of("1.00", "EUR")
    assert api.may_act(actor=actor("broker"), principal=ATLAS, scope="trade", amount=euro) is None


@pytest.mark.parametrize("who", ["citizen", "trade-registrar", "civil-registrar", "importer-food"])
def test_everybody_else_may_not(who: str) -> None:
    assert api.may_act(actor=actor(who), principal=ATLAS, scope="trade") is None
    assert api.may_act(actor=Actor(), principal=ATLAS, scope=None) is None
    assert api.may_act(actor=identity.system_actor(name="x"), principal=ATLAS, scope=None) is None


def test_an_officer_who_left_the_company_no_longer_represents_it() -> None:
    officers = [{"person": person("citizen").text, "role": "manager", "scopes": ["*"], "since": "2020-01-01"}]
    registers.write(
        register="companies",
        key="1204567A",
        changes={"officers": officers},
        valid=Period(clock.now() - timedelta(minutes=1)),
        source="case/X-1",
        writer=identity.system_actor(name="test"),
    )
    assert api.may_act(actor=actor("importer"), principal=ATLAS, scope="trade") is None
    assert api.may_act(actor=actor("citizen"), principal=ATLAS, scope="trade")


def test_an_office_that_ended_in_the_register_gives_nothing() -> None:
    officers = [
        {
            "person": person("importer").text,
            "role": "manager",
            "scopes": ["*"],
            "since": "2020-01-01",
            "until": "2021-01-01",
        }
    ]
    registers.write(
        register="companies",
        key="1204567A",
        changes={"officers": officers},
        valid=Period(clock.now() - timedelta(minutes=1)),
        source="case/X-1",
        writer=identity.system_actor(name="test"),
    )
    assert api.may_act(actor=actor("importer"), principal=ATLAS, scope="trade") is None


def offer(**changes: object) -> api.GrantedView:
    asked: dict[str, object] = {
        "actor": actor("importer"),
        "principal": ATLAS,
        "agent": person("citizen"),
        "scopes": ["trade"],
        "pin": PIN,
        **changes,
    }
    return api.grant(**asked)


def test_a_mandate_counts_from_acceptance_until_it_is_revoked() -> None:
    citizen = actor("citizen")
    made = offer()
    assert made.state == "offered"
    assert made.agent_name.isdigit(), "the principal does not learn a person's name before they accept"
    assert api.may_act(actor=citizen, principal=ATLAS, scope="trade") is None
    accepted = api.accept(actor=citizen, code=made.code, pin=PIN)
    assert (accepted.state, accepted.agent_name) == ("active", "Leïla Mansour")
    right = api.may_act(actor=citizen, principal=ATLAS, scope="trade")
    assert right is not None
    assert api.basis_stands(actor=citizen, principal=ATLAS, basis=right.basis)
    ended = api.end(actor=actor("importer"), code=made.code, reason="enough")
    assert (ended.state, ended.end) == ("ended", "revoked")
    assert api.may_act(actor=citizen, principal=ATLAS, scope="trade") is None
    assert not api.basis_stands(actor=citizen, principal=ATLAS, basis=right.basis)
    kinds = [leaf.kind for leaf in record.entries_of(subject=Reference.of("mandate", made.code))]
    assert kinds == ["mandate.granted", "mandate.accepted", "mandate.revoked"]


def test_the_agent_may_decline_or_give_back() -> None:
    citizen = actor("citizen")
    assert api.end(actor=citizen, code=offer().code).end == "declined"
    taken = api.accept(actor=citizen, code=offer().code, pin=PIN)
    assert api.end(actor=citizen, code=taken.code).end == "returned"
    with pytest.raises(api.MandateEnded):
        api.end(actor=citizen, code=taken.code)
    with pytest.raises(api.MandateNotOffered):
        api.accept(actor=citizen, code=taken.code, pin=PIN)


@pytest.mark.parametrize("who", ["broker", "homeowner", "trade-registrar", "importer-food"])
def test_a_third_party_neither_sees_nor_accepts_nor_ends(who: str) -> None:
    made = offer()
    for attempt in (api.mandate, api.accept, api.end):
        with pytest.raises(api.MandateUnknown):
            attempt(actor=actor(who), code=made.code)
    assert made.code not in {each.code for each in api.mandates_of(actor=actor(who))}


def test_the_principal_cannot_accept_for_the_agent() -> None:
    with pytest.raises(api.MandateUnknown):
        api.accept(actor=actor("importer"), code=offer().code, pin=PIN)


@pytest.mark.parametrize("who", ["broker", "citizen", "importer-food", "trade-registrar"])
def test_only_who_represents_the_principal_in_every_matter_grants(who: str) -> None:
    with pytest.raises(api.MayNotGrant):
        offer(actor=actor(who))


def test_a_mandate_is_not_handed_on() -> None:
    citizen = actor("citizen")
    api.accept(actor=citizen, code=offer(scopes=["*"]).code, pin=PIN)
    assert api.may_act(actor=citizen, principal=ATLAS, scope="tax")
    with pytest.raises(api.MayNotGrant):
        offer(actor=citizen, agent=person("homeowner"))


def test_a_director_with_one_matter_does_not_grant() -> None:
    with pytest.raises(api.MayNotGrant):
        offer(principal=CORNICHE)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"agent": ATLAS}, "agent"),
        ({"agent": Reference("register/companies/9999999Z")}, "agent"),
        ({"agent": Reference("case/1")}, "agent"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["trade", "crime"]}, "scopes"),
        ({"limit": Money(0, "TND")}, "limit"),
        ({"last_day": datetime(2020, 1, 1, tzinfo=UTC).date()}, "last_day"),
    ],
)
def test_a_wrong_mandate_names_its_field(changes: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        offer(**changes)
    assert caught.value.field == field
    assert len(api.mandates_of(actor=actor("importer"))) == 1, "only the one of the country"


def test_a_mandate_ends_with_its_last_day() -> None:
    today = clock.today(zone="Africa/Tunis")
    made = offer(last_day=today)
    api.accept(actor=actor("citizen"), code=made.code, pin=PIN)
    assert api.may_act(actor=actor("citizen"), principal=ATLAS, scope="trade")
    with clock.at(clock.now() + timedelta(days=1)):
        assert api.may_act(actor=actor("citizen"), principal=ATLAS, scope="trade") is None
        assert api.mandate(actor=actor("citizen"), code=made.code).end == "over"


def test_loading_again_changes_nothing_and_revives_nothing(country: Path) -> None:
    api.end(actor=actor("importer"), code="M-TRANSIT001")
    assert api.load_country(folder=country) == 0
    assert api.may_act(actor=actor("broker"), principal=ATLAS, scope="trade") is None


def test_looking_up_ones_own_rights_leaves_no_line() -> None:
    api.principals_of(actor=actor("importer"))
    lines, _ = registers.access_lines_of(concerned=person("importer"), reader=actor("importer"))
    assert lines == []


def test_an_officer_gives_the_companys_rights_to_anybody_but_themselves() -> None:
    importer = actor("importer")
    assert importer.person is not None
    with pytest.raises(api.AgentIsYourself) as refused:
        api.grant(actor=importer, principal=ATLAS, agent=importer.person, scopes=["trade"], pin=PIN)
    assert refused.value.field == "agent"
    with pytest.raises(api.AgentIsYourself):
        api.name_employee(
            actor=importer, company=ATLAS, person=importer.person, name="Me", pin=PIN,
            terms=api.Terms(scopes=["trade"]),
        )  # fmt: skip
    assert not [one for one in api.mandates_of(actor=importer) if one.agent == importer.person]


@pytest.mark.parametrize("field", ["limit", "total"])
def test_a_limit_that_is_beyond_all_money_is_refused_with_the_largest_one(field: str) -> None:
    terms = {field: Money(10**29, "TND")}
    asked = {"actor": actor("importer"), "principal": ATLAS, "agent": person("citizen"), "pin": PIN}
    with pytest.raises(api.LimitTooLarge) as refused:
        api.grant(scopes=["trade"], **asked, **terms)
    assert refused.value.field == field and refused.value.values["most"] == Money(10**15, "TND")
