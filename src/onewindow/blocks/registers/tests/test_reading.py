from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from onewindow.blocks.identity import api as identity
from onewindow.blocks.registers import api
from onewindow.blocks.registers.tests.conftest import actor
from onewindow.foundation.access.types import Actor, Extent, Part
from onewindow.foundation.record import api as record
from onewindow.kernel.clock import clock
from onewindow.kernel.errors import NotAllowed
from onewindow.kernel.period import Period
from onewindow.kernel.reference import Reference

pytestmark = pytest.mark.usefixtures("country")

LAW = api.Purpose(legal_basis="Law 94-41, article 3")
CITIZEN = "citizen"
CITIZENS_KEY = "10000295"


def person_of(account: str) -> str:
    person = identity.account(account=account).person
    assert person is not None
    return person.key.partition("/")[2]


def read(reader: Actor, attribute: str, purpose: api.Purpose, register: str = "people") -> bool:
    """Whether the door lets this reader see the attribute."""
    key = CITIZENS_KEY if register == "people" else "1204567A"
    try:
        api.read(register=register, key=key, attributes=[attribute], purpose=purpose, reader=reader)
    except NotAllowed:
        return False
    return True


WHO = {
    "nobody": lambda: Actor(),
    "self": lambda: actor(CITIZEN),
    "neighbour": lambda: actor("homeowner"),
    "engine": lambda: identity.system_actor(name="cases"),
    "registrar": lambda: actor("civil-registrar"),
    "registry head": lambda: actor("civil-head"),
    "clerk elsewhere": lambda: actor("trade-clerk"),
    "trade registrar": lambda: actor("trade-registrar"),
    "planner": lambda: actor("planning-officer"),
    "bank": lambda: actor("atlas-desk"),
}
# who -> what is open for a purpose, what is open without one. All the rest must be refused.
OPEN_PEOPLE: dict[str, tuple[set[str], set[str]]] = {
    "nobody": (set(), set()),
    "self": ({"*"}, {"*"}),
    "neighbour": (set(), set()),
    "engine": ({"*"}, set()),
    "registrar": ({"*", "protection"}, set()),
    "registry head": ({"*"}, set()),
    "clerk elsewhere": (
        {"given_name", "family_name", "given_name_ar", "family_name_ar", "birth_date", "phone"},
        set(),
    ),
    "trade registrar": (set(), set()),
    "planner": (
        {"given_name", "family_name", "given_name_ar", "family_name_ar", "address", "municipality"},
        set(),
    ),
    "bank": (set(), set()),
}
OPEN_COMPANIES: dict[str, set[str]] = {
    "nobody": set(),
    "self": set(),
    "neighbour": set(),
    "engine": {"bank", "iban", "officers", "beneficial_owners"},
    "registrar": set(),
    "registry head": set(),
    "clerk elsewhere": {"officers", "bank"},
    "trade registrar": {"bank", "iban", "officers"},
    "planner": set(),
    "bank": {"bank", "iban"},
}


def test_default_deny_over_every_attribute_of_people() -> None:
    fields = api.register(slug="people").fields
    wrong: list[tuple[str, str, bool]] = []
    for who, make in WHO.items():
        reader = make()
        for field in fields:
            for with_purpose in (True, False):
                opened = OPEN_PEOPLE[who][0 if with_purpose else 1]
                expected = field.slug in opened or ("*" in opened and field.classification == "personal")
                if read(reader, field.slug, LAW if with_purpose else api.PUBLIC) != expected:
                    wrong.append((who, field.slug, with_purpose))
    assert not wrong
    assert len(WHO) * len(fields) * 2 == 540


def test_default_deny_over_every_attribute_of_companies() -> None:
    fields = api.register(slug="companies").fields
    for who, make in WHO.items():
        reader = make()
        for field in fields:
            public = field.classification == "public"
            expected = public or field.slug in OPEN_COMPANIES[who]
            assert read(reader, field.slug, LAW, "companies") == expected, (who, field.slug)
            assert read(reader, field.slug, api.PUBLIC, "companies") == public, (who, field.slug)


def test_who_acts_for_a_company_sees_what_is_the_companys() -> None:
    company = Reference("register/companies/1204567A")
    manager = actor("importer")
    for_company = Actor(
        account=manager.account,
        name=manager.name,
        kind="person",
        person=manager.person,
        acting_for=company,
        extent=Extent(whole=True),
    )
    assert read(for_company, "iban", api.PUBLIC, "companies")
    assert not read(for_company, "given_name", LAW)


def test_the_refusal_says_what_is_missing_and_which() -> None:
    with pytest.raises(api.PurposeMissing) as caught:
        api.read(
            register="people", key=person_of(CITIZEN), attributes=["address"], reader=actor("civil-head")
        )
    assert caught.value.field == "address"
    with pytest.raises(api.AttributeRefused) as refused:
        api.read(
            register="people",
            key=person_of(CITIZEN),
            attributes=["given_name", "protection"],
            purpose=LAW,
            reader=actor("civil-head"),
        )
    assert refused.value.field == "protection"


def test_a_blank_purpose_is_none() -> None:
    assert not read(actor("civil-head"), "address", api.Purpose(legal_basis="  "))


def test_a_refusal_does_not_tell_whether_somebody_exists() -> None:
    for key in (person_of(CITIZEN), "99999999"):
        with pytest.raises(api.AttributeRefused):
            api.read(
                register="people", key=key, attributes=["address"], purpose=LAW, reader=actor("homeowner")
            )


def test_all_means_all_that_the_reader_may_see_with_masks() -> None:
    facts = api.read(register="people", key=person_of(CITIZEN), purpose=LAW, reader=actor("trade-clerk"))
    assert set(facts.values) == OPEN_PEOPLE["clerk elsewhere"][0]
    assert facts.masked == {"phone"}
    phone = str(facts.values["phone"])
    assert phone.startswith("•") and len(phone) == 12 and phone[-3:].isdigit() and phone.count("•") == 9
    assert isinstance(facts.values["birth_date"], date)


@pytest.mark.usefixtures("any_case")
def test_each_read_of_personal_data_leaves_exactly_one_line_and_one_leaf() -> None:
    person = Reference.of("register", "people", person_of(CITIZEN))
    case = Reference("case/CEX-2026-000001")
    api.read(
        register="people",
        key=person_of(CITIZEN),
        attributes=["given_name", "birth_date"],
        purpose=api.Purpose(case=case),
        reader=actor("civil-registrar"),
    )
    lines, more = api.access_lines_of(concerned=person, reader=actor(CITIZEN))
    assert more is None
    (line,) = lines
    assert (line.reader, line.agency, line.office) == (
        "account/civil-registrar",
        "civil-registry",
        "central-registry",
    )
    assert line.attributes == ("given_name", "birth_date")
    assert line.case == case
    (leaf,) = record.entries_of(subject=person)
    assert leaf.kind == "register.read"
    assert str(leaf.id) == line.record_entry
    assert leaf.payload is not None and leaf.payload["case"] == case.text
    assert "birth_date" in str(leaf.payload["attributes"])
    assert "1995" not in str(leaf.payload), "the record tells what was read, not what it said"


def test_refused_and_public_and_own_reads_leave_no_line() -> None:
    person = Reference.of("register", "people", person_of(CITIZEN))
    assert not read(actor("homeowner"), "address", LAW)
    assert read(actor(CITIZEN), "address", api.PUBLIC)
    assert read(Actor(), "name", api.PUBLIC, "companies")
    assert api.access_lines_of(concerned=person, reader=actor(CITIZEN)) == ([], None)
    company = Reference("register/companies/1204567A")
    assert record.entries_of(subject=company) == ()


def test_the_officers_of_a_company_see_who_read_their_names() -> None:
    engine = identity.system_actor(name="cases")
    api.read(register="companies", key="1204567A", attributes=["officers"], purpose=LAW, reader=engine)
    importer = actor("importer")
    assert importer.person is not None
    lines, _ = api.access_lines_of(concerned=importer.person, reader=importer)
    assert [line.register for line in lines] == ["companies"]
    assert lines[0].reader_kind == "system"


def test_nobody_reads_the_access_lines_of_another() -> None:
    person = Reference.of("register", "people", person_of(CITIZEN))
    for who in ("homeowner", "civil-registrar", "trade-administrator"):
        with pytest.raises(NotAllowed):
            api.access_lines_of(concerned=person, reader=actor(who))


def test_the_lines_are_complete_page_by_page() -> None:
    person = Reference.of("register", "people", person_of(CITIZEN))
    for number in range(7):
        purpose = api.Purpose(legal_basis=f"Law 94-41, article {number}")
        api.read(register="people", key=person_of(CITIZEN), purpose=purpose, reader=actor("civil-registrar"))
    seen: list[str] = []
    after: int | None = 0
    while after is not None:
        lines, after = api.access_lines_of(concerned=person, reader=actor(CITIZEN), after=after, limit=3)
        seen += [line.legal_basis for line in lines]
    assert seen == [f"Law 94-41, article {number}" for number in reversed(range(7))]


def test_a_search_for_people_notes_each_one_found_and_is_closed_to_others() -> None:
    found = api.find(register="people", text="mansour", purpose=LAW, reader=actor("civil-registrar"))
    assert len(found) > 1
    for each in found:
        assert len(record.entries_of(subject=Reference.of("register", "people", each.key))) == 1
    for who in ("homeowner", "planning-officer", "atlas-desk"):
        with pytest.raises(api.SearchRefused):
            api.find(register="people", text="mansour", purpose=LAW, reader=actor(who))
    with pytest.raises(api.PurposeMissing):
        api.find(register="people", text="mansour", reader=actor("civil-registrar"))


@pytest.mark.parametrize("typed", ["leila mansour", "Leïla MANS", "ليلى منصور", "مانصور"])
def test_a_person_is_found_without_accents_and_in_the_other_script(typed: str) -> None:
    found = api.find(register="people", text=typed, limit=50, purpose=LAW, reader=actor("civil-registrar"))
    assert person_of(CITIZEN) in {each.key for each in found}


def test_two_times_what_was_true_and_what_was_known() -> None:
    key, registrar = person_of(CITIZEN), actor("civil-registrar")
    moved, told = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)
    loaded = clock.now()
    with clock.at(datetime(2099, 1, 1, tzinfo=UTC)):
        api.write(
            register="people",
            key=key,
            changes={"address": "1 Rue Neuve"},
            valid=Period(moved),
            source="case/X-1",
            writer=identity.system_actor(name="cases"),
        )

    def address(*, as_of: datetime | None = None, known_at: datetime | None = None) -> object:
        facts = api.read(
            register="people",
            key=key,
            attributes=["address"],
            purpose=LAW,
            reader=registrar,
            as_of=as_of,
            known_at=known_at,
        )
        return facts.values["address"]

    before = address(as_of=datetime(2026, 2, 1, tzinfo=UTC), known_at=datetime(2099, 2, 1, tzinfo=UTC))
    assert before != "1 Rue Neuve"
    assert address(as_of=told, known_at=datetime(2099, 2, 1, tzinfo=UTC)) == "1 Rue Neuve"
    assert address(as_of=told, known_at=loaded) == before, "what was known then is still known as such"


def test_what_nobody_has_is_said_plainly() -> None:
    with pytest.raises(api.RegisterUnknown):
        api.read(register="dragons", key="1", reader=Actor())
    with pytest.raises(api.EntryUnknown) as unknown:
        api.read(register="companies", key="9999999Z", attributes=["name"], reader=Actor())
    assert unknown.value.field == "key"
    with pytest.raises(api.AttributeUnknown):
        api.read(register="companies", key="1204567A", attributes=["shoe_size"], reader=Actor())
    for key in ("../x", "a" * 500, "", "a b"):
        with pytest.raises(api.KeyNotValid):
            api.read(register="companies", key=key, attributes=["name"], reader=Actor())


def test_who_looks_for_their_own_companies_leaves_no_line() -> None:
    importer = actor("importer")
    assert importer.person is not None
    found = api.rows_naming(
        register="companies", attribute="officers", target=importer.person, reader=importer
    )
    assert "1204567A" in {key for key, _ in found}
    assert all(row["person"] == importer.person.text for _, row in found)
    lines, _ = api.access_lines_of(concerned=importer.person, reader=importer)
    assert lines == []


def test_the_engine_that_looks_for_somebodys_companies_leaves_a_line_for_each() -> None:
    importer = actor("importer")
    assert importer.person is not None
    engine = identity.system_actor(name="cases")
    found = api.rows_naming(
        register="companies", attribute="officers", target=importer.person, purpose=LAW, reader=engine
    )
    lines, _ = api.access_lines_of(concerned=importer.person, reader=importer)
    assert sorted(line.key for line in lines) == sorted(key for key, _ in found)


@pytest.mark.parametrize("extent", [Extent(), Extent(parts=(Part(scopes=frozenset({"*"})),))])
def test_a_limited_right_opens_no_attribute_that_is_not_public(extent: Extent) -> None:
    company = Reference("register/companies/1204567A")
    agent = replace(actor("homeowner"), acting_for=company, basis="mandate/M-1", extent=extent)
    for field in api.register(slug="companies").fields:
        assert read(agent, field.slug, api.PUBLIC, "companies") == (field.classification == "public")
    with pytest.raises(NotAllowed):
        api.access_lines_of(concerned=company, reader=agent)


def test_who_acts_for_somebody_in_everything_leaves_a_line_that_says_on_what_basis() -> None:
    amel = Reference.of("register", "people", person_of(CITIZEN))
    agent = replace(actor("homeowner"), acting_for=amel, basis="mandate/M-1", extent=Extent(whole=True))
    assert read(agent, "birth_place", api.PUBLIC)
    [line], _ = api.access_lines_of(concerned=amel, reader=actor(CITIZEN))
    assert (line.reader, line.acting_for, line.basis) == ("account/homeowner", amel.text, "mandate/M-1")
