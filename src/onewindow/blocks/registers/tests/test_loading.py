from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection

from onewindow.blocks.identity import api as identity
from onewindow.blocks.registers import api
from onewindow.blocks.registers.models import Fact, Register, SearchEntry
from onewindow.blocks.registers.tests.conftest import actor
from onewindow.foundation.access.types import Actor
from onewindow.kernel.clock import clock
from onewindow.kernel.errors import NotFound
from onewindow.kernel.period import Period
from onewindow.kernel.reference import Reference
from tests.country import COUNTRY

LAW = api.Purpose(legal_basis="Law 94-122")


def test_the_whole_country_loads_and_then_costs_nothing(country: Path) -> None:
    for model in (Fact, SearchEntry):
        model.objects.filter(register__in=["hs", "places"]).delete()
    Register.objects.filter(slug__in=["hs", "places"]).delete()
    assert api.load_country(folder=COUNTRY) == ("hs", "places")
    assert api.load_country(folder=COUNTRY) == ()
    assert identity.load_country(folder=COUNTRY) is False
    assert Fact.objects.filter(register="places").count() > 100_000
    assert Fact.objects.filter(register="hs").count() > 5_000

    def found(register: str, text: str) -> list[str]:
        return [each.key for each in api.find(register=register, text=text, reader=Actor())]

    assert found("hs", "0101.21") == ["010121"]
    assert "010121" in found("hs", "horses breeding")
    assert found("places", "nlrtm") == ["NLRTM"]
    assert found("places", "rotterd")[0] == "NLRTM"
    assert api.code_name(register="places", key="TNTUN") == "Tunis"


def test_the_first_load_leaves_every_index_in_its_place(country: Path) -> None:
    before = _indexes()
    assert any("gin" in statement for _, statement in before)
    for model in (Fact, SearchEntry, Register):
        model.objects.all().delete()
    assert "companies" in api.load_country(folder=country)
    assert _indexes() == before
    assert [each.key for each in api.find(register="companies", text="atlas", reader=Actor())] == ["1204567A"]


def test_nobody_is_known_before_their_birth(country: Path) -> None:
    """Leïla Mansour, 4 September 1995."""
    own = Actor(kind="person", person=Reference("register/people/10000295"), assurance="high")

    def known(year: int) -> object:
        then = datetime(year, 1, 2, tzinfo=UTC)
        return api.read(register="people", key="10000295", reader=own, as_of=then, purpose=LAW)

    with pytest.raises(NotFound):
        known(1995)
    assert known(1996)


def _indexes() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename LIKE 'registers_%' ORDER BY 1"
        )
        return cursor.fetchall()


def _change(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_only_what_changed_is_loaded_again(country: Path) -> None:
    before = Fact.objects.count()
    path = country / "facts" / "units.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace('fr: "kilogramme"', 'fr: "kilo"'), encoding="utf-8"
    )
    assert api.load_country(folder=country) == ("units",)
    assert api.code_name(register="units", key="KGM", language="fr") == "kilo"
    assert Fact.objects.count() == before + 1, "the old label stays known as what it was"
    assert api.load_country(folder=country) == ()


def test_a_load_does_not_undo_what_an_office_wrote(country: Path) -> None:
    parcel = Fact.objects.filter(register="parcels").order_by("key").first()
    assert parcel is not None
    api.write(
        register="parcels",
        key=parcel.key,
        changes={"address": "The Town Hall"},
        valid=Period(clock.now()),
        source="case/X-1",
        writer=actor("planning-officer"),
    )
    path = country / "facts" / "parcels.csv"
    _change(path, "Rue des Quais", "Quai Neuf")
    assert api.load_country(folder=country) == ("parcels",)
    said = api.read(register="parcels", key=parcel.key, attributes=["address"], reader=Actor())
    assert said.values["address"] == "The Town Hall"
    assert [each.key for each in api.find(register="parcels", text="town hall", reader=Actor())] == [
        parcel.key
    ]
    assert api.find(register="parcels", text="quai neuf", reader=Actor())


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("facts/parcels.csv", "residential", "swamp", "zone"),
        ("facts/parcels.csv", "PN-0102", "PN-0101", "twice"),
        ("facts/parcels.csv", "PN-0102", "x!", "key"),
        ("facts/companies.yaml", "tax_number: 1204567A", "", "tax_number"),
        ("registers/parcels.yaml", "owner: municipality-harbour", "owner: 3", "owner"),
        ("registers/parcels.yaml", "class: personal", "class: whatever", "class"),
        ("registers/parcels.yaml", "facts/parcels.csv", "../../../etc/passwd", "no file"),
        ("registers/parcels.yaml", "register: parcels", "register: other", "name of the file"),
        ("registers/parcels.yaml", "writers:", "wroters:", "unknown name"),
        ("registers/parcels.yaml", "source: {file", "source: {file: [", "not YAML"),
    ],
)
def test_a_wrong_file_names_itself_and_changes_nothing(
    country: Path, file: str, old: str, new: str, says: str
) -> None:
    path = country / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    before = list(Register.objects.values_list("slug", "digest", "loaded", "revision"))
    with pytest.raises((api.DeclarationNotValid, api.DataNotValid)) as caught:
        api.load_country(folder=country)
    assert says in caught.value.text()
    assert path.name.split(".")[0] in caught.value.text()
    assert list(Register.objects.values_list("slug", "digest", "loaded", "revision")) == before


def test_an_attribute_without_a_class_is_secret(country: Path) -> None:
    path = country / "registers" / "parcels.yaml"
    text = path.read_text(encoding="utf-8").replace("type: decimal, class: public", "type: decimal")
    path.write_text(text, encoding="utf-8")
    assert api.load_country(folder=country) == ("parcels",)
    with pytest.raises(api.AttributeRefused):
        api.read(
            register="parcels",
            key="PN-0101",
            attributes=["area"],
            purpose=LAW,
            reader=actor("planning-officer"),
        )
