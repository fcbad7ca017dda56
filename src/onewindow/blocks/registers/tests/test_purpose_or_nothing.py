"""An attribute that is not public is read for a purpose that its owner declared, or not at all."""

from pathlib import Path

import pytest
import yaml

from onewindow.blocks.registers import api
from onewindow.blocks.registers.models import Fact, Register
from onewindow.blocks.registers.tests.conftest import actor
from onewindow.foundation.access.types import Actor

pytestmark = pytest.mark.usefixtures("country")
COMPANY = "1204567A"


def without_purposes(path: Path) -> None:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    del data["purposes"]
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")


@pytest.mark.parametrize("register", ["birth-notices", "families", "guardianships", "companies", "parcels"])
def test_a_file_that_leaves_an_attribute_without_a_purpose_is_a_fault(country: Path, register: str) -> None:
    path = country / "registers" / f"{register}.yaml"
    without_purposes(path)
    before = list(Register.objects.values_list("slug", "digest"))
    for reads in (api.declared_in, api.load_country):
        with pytest.raises(api.DeclarationNotValid) as caught:
            reads(folder=country)
        fault = caught.value
        assert fault.code == "nobody-said-what-for" and fault.way_out
        assert str(fault.field).startswith("fields/") and f"{register}.yaml: fields/" in fault.text()
    assert list(Register.objects.values_list("slug", "digest")) == before


def test_a_file_that_opens_all_but_one_is_told_which(country: Path) -> None:
    path = country / "registers" / "families.yaml"
    text = path.read_text(encoding="utf-8")
    for old, new in (
        ("agencies: [civil-registry]}", "agencies: [civil-registry], attributes: [children]}"),
        ("attributes: [spouse, spouse_name, children]", "attributes: [spouse]"),
    ):
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(api.DeclarationNotValid) as caught:
        api.declared_in(folder=country)
    assert caught.value.field == "fields/spouse_name" and "“spouse_name” is personal" in caught.value.text()


def test_a_secret_attribute_needs_a_purpose_too(country: Path) -> None:
    path = country / "registers" / "buildings.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("type: integer, class: public", "type: integer", 1), encoding="utf-8")
    with pytest.raises(api.DeclarationNotValid) as caught:
        api.declared_in(folder=country)
    assert caught.value.field == "fields/floors" and "secret" in caught.value.text()


def test_duplicates_are_looked_for_under_a_purpose_of_the_register(country: Path) -> None:
    path = country / "registers" / "companies.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("  purpose: companies-register\n", "  purpose: curiosity\n"), encoding="utf-8"
    )
    with pytest.raises(api.DeclarationNotValid, match="matching/purpose"):
        api.declared_in(folder=country)


@pytest.mark.parametrize(
    ("who", "basis", "opened"),
    [
        ("trade-registrar", "companies-register", {"bank", "iban", "officers", "beneficial_owners"}),
        ("trade-registrar", "one-window", {"bank", "iban", "officers"}),
        ("trade-registrar", "exchange-control", set[str]()),
        ("trade-registrar", "identification", {"officers"}),
        ("trade-registrar", "any law", set[str]()),
        ("civil-clerk", "identification", {"officers"}),
        ("civil-clerk", "one-window", {"officers", "bank"}),
        ("civil-clerk", "companies-register", set[str]()),
    ],
)
def test_of_a_company_each_purpose_opens_its_own(who: str, basis: str, opened: set[str]) -> None:
    closed = {"bank", "iban", "officers", "beneficial_owners"}
    assert {one for one in closed if reads(actor(who), "companies", COMPANY, one, basis)} == opened
    assert reads(actor(who), "companies", COMPANY, "name", basis), "what is public stays open"


def test_a_person_reads_a_public_name_whatever_they_state() -> None:
    assert reads(Actor(), "companies", COMPANY, "name", "any law")
    assert reads(Actor(), "parcels", "PN-0101", "zone", "any law")
    assert not reads(Actor(), "parcels", "PN-0101", "owner", "planning")


def test_a_purpose_that_the_register_does_not_know_is_named_in_the_refusal() -> None:
    with pytest.raises(api.PurposeUnknown) as caught:
        api.read(
            register="companies",
            key=COMPANY,
            attributes=["name", "iban"],
            purpose=api.Purpose(legal_basis="any law"),
            reader=actor("trade-registrar"),
        )
    assert "companies-register" in caught.value.text()
    with pytest.raises(api.PurposeUnknown):
        api.export(
            register="companies",
            kind="csv",
            purpose=api.Purpose(legal_basis="any law"),
            reader=actor("trade-registrar"),
        )


def test_an_older_declaration_that_is_stored_without_purposes_stays_closed() -> None:
    row = Register.objects.get(slug="families")
    row.declaration.pop("purposes")
    row.digest = "older"
    row.save()
    key = Fact.objects.filter(register="families").values_list("key", flat=True).first()
    assert key is not None
    registrar = actor("civil-registrar")
    for basis in ("civil-status", "Law 57-3", "any law"):
        assert not reads(registrar, "families", key, "children", basis)


def reads(reader: Actor, register: str, key: str, attribute: str, basis: str) -> bool:
    try:
        facts = api.read(
            register=register,
            key=key,
            attributes=[attribute],
            purpose=api.Purpose(legal_basis=basis),
            reader=reader,
        )
    except (api.PurposeUnknown, api.AttributeRefused, api.PurposeMissing):
        return False
    return attribute in facts.values
