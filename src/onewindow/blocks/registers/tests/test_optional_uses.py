"""Uses that people choose themselves: asked for by whatever name, one by one, never for many at once."""

from collections.abc import Callable, Mapping

import pytest

from onewindow.blocks.identity import api as identity
from onewindow.blocks.registers import api, optional_uses, states
from onewindow.blocks.registers.models import Register
from onewindow.blocks.registers.tests.conftest import actor, signed_in
from onewindow.foundation.access.types import Actor, Post
from onewindow.kernel.reference import Reference

pytestmark = pytest.mark.usefixtures("country")
KEY = "10000295"
NAMES = (
    "use/energy-advice", "use-energy-advice", " use-energy-advice ", "use/energy-advice, for 2026",
    "use/address-planning", "use-address-planning",
)  # fmt: skip
CLERK = Actor(
    kind="officer", account="clerk", name="clerk", assurance="substantial",
    posts=(Post("municipality-harbour", "", "clerk"),),
)  # fmt: skip


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Mapping[str, object]]:
    """What was asked about choices; nobody allows anything."""
    found: list[Mapping[str, object]] = []

    def refuse(**said: object) -> bool:
        found.append(said)
        return False

    monkeypatch.setattr(optional_uses._Port, "check", staticmethod(refuse))
    return found


def _reads(basis: str) -> tuple[Callable[[Actor], object], ...]:
    purpose = api.Purpose(legal_basis=basis)
    said = {"register": "people", "key": KEY, "attributes": ["address"], "purpose": purpose}
    return (
        lambda reader: api.read(reader=reader, **said),  # type: ignore[arg-type]
        lambda reader: api.timeline(reader=reader, **said),  # type: ignore[arg-type]
    )


@pytest.mark.parametrize("basis", NAMES)
def test_a_use_is_asked_for_by_whatever_name_it_is_stated(
    asked: list[Mapping[str, object]], basis: str
) -> None:
    use = "energy-advice" if "energy" in basis else "address-planning"
    for reader in (actor("planning-officer"), identity.system_actor(name="cases")):
        for reads in _reads(basis):
            with pytest.raises(api.UseRefused):
                reads(reader)
    assert {(each["person"], each["use"]) for each in asked} == {
        (Reference.of("register", "people", KEY), use)
    }
    assert {each["agency"] for each in asked} == {"municipality-harbour", None}


def test_an_officer_of_two_agencies_is_asked_about_both(asked: list[Mapping[str, object]]) -> None:
    both = Actor(
        kind="officer", account="o", assurance="substantial",
        posts=(Post("civil-registry", "", "registrar"), Post("municipality-harbour", "", "planning-officer")),
    )  # fmt: skip
    with pytest.raises(api.UseRefused):
        _reads("use-energy-advice")[0](both)
    assert {each["agency"] for each in asked} == {"civil-registry", "municipality-harbour"}


@pytest.mark.parametrize("basis", ["use/", "use/nobody-declared-this"])
def test_a_use_that_nobody_declared_is_closed(asked: list[Mapping[str, object]], basis: str) -> None:
    with pytest.raises(api.UseRefused):
        _reads(basis)[0](actor("planning-officer"))
    assert asked


def test_another_purpose_asks_nobody(asked: list[Mapping[str, object]]) -> None:
    assert _reads("planning")[0](actor("planning-officer"))
    assert not asked


@pytest.mark.parametrize("basis", NAMES)
def test_nobody_searches_or_exports_for_a_use(basis: str) -> None:
    purpose = api.Purpose(legal_basis=basis)
    for reader in (CLERK, actor("civil-registrar"), identity.system_actor(name="cases")):
        with pytest.raises(api.UseOneByOne) as caught:
            api.find(register="people", text="Mansour", purpose=purpose, reader=reader)
        assert caught.value.field == "legal_basis" and caught.value.way_out
    for reader in (actor("civil-head"), identity.system_actor(name="cases")):
        with pytest.raises(api.UseOneByOne):
            api.export(register="people", kind="csv", purpose=purpose, reader=reader)


def test_a_case_beside_it_does_not_open_a_use_for_many(any_case: None) -> None:
    purpose = api.Purpose(case=Reference("case/2026-000017"), legal_basis="use-energy-advice")
    with pytest.raises(api.UseOneByOne):
        api.find(register="people", text="Mansour", purpose=purpose, reader=CLERK)


def test_a_search_needs_a_purpose_that_opens_what_it_shows() -> None:
    by_law = api.Purpose(legal_basis="identification")
    assert api.find(register="people", text="Mansour", purpose=by_law, reader=CLERK)
    row = Register.objects.get(slug="people")
    [purpose] = [each for each in row.declaration["purposes"] if each["purpose"] == "identification"]
    purpose["attributes"].remove("family_name")
    row.digest = "narrower"
    row.save()
    states.forget()
    with pytest.raises(api.SearchNotOpened) as caught:
        api.find(register="people", text="Mansour", purpose=by_law, reader=CLERK)
    assert "Family name" in caught.value.text() and caught.value.field == "legal_basis"


def test_the_officers_page_asks_too() -> None:
    browser = signed_in("planning-officer")
    address = "/registers/people/"
    assert 'value="use-energy-advice"' in browser.get(address).content.decode()
    answer = browser.post(address, {"legal_basis": "use-energy-advice", "text": KEY})
    assert answer.status_code == 302
    refused = browser.get(answer["Location"])
    assert refused.status_code == 403
    assert "does not allow the use" in refused.content.decode()
    searched = browser.post(address, {"legal_basis": "use-energy-advice", "text": "Mansour"})
    assert searched.status_code == 422
    assert "one by one" in searched.content.decode()
