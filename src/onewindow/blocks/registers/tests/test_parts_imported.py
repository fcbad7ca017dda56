"""A file into a register that several agencies share: each takes the rows of its own part, and no other."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onewindow.blocks.identity import api as identity
from onewindow.blocks.registers import api
from onewindow.blocks.registers.bulk.errors import RunUnknown
from onewindow.blocks.registers.declared import declaration
from onewindow.blocks.registers.models import Fact
from onewindow.blocks.registers.tests.conftest import actor, signed_in
from onewindow.foundation.access.types import Actor, Post
from onewindow.foundation.jobs import api as jobs
from onewindow.kernel.period import Period

OURS, THEIRS = "Port-Neuf", "Tamaris-Ville"
ROWS = [
    ("TV-9001", "1 Rue Neuve", THEIRS),
    ("PN-9001", "2 Rue Neuve", OURS),
    ("TV-9002", "3 Rue Neuve", "Sidi-Marjan"),
    ("XX-9001", "4 Rue Neuve", "Nowhere"),
    ("PN-0101", "1 Avenue de la Corniche", THEIRS),
]


def text_of(rows: list[tuple[str, str, str]]) -> str:
    return "key,street,municipality\n" + "".join(",".join(row) + "\n" for row in rows)


def asked(
    folder: Path, officer: Actor, rows: list[tuple[str, str, str]], *, dry: bool = False
) -> api.BulkView:
    file = folder / "addresses.csv"
    file.write_text(text_of(rows), encoding="utf-8")
    run = api.ask_import(
        register="addresses", file=file, name=file.name, source="Council 2026/4", dry=dry, officer=officer
    )
    if run.state == "asked":
        second = Actor(kind="officer", account="second", posts=officer.posts)
        run = api.confirm_import(number=run.number, officer=second)
    return api.run_import(number=run.number)


@pytest.fixture
def region(country: Path) -> Actor:
    return actor("region-head")


def municipality_of(key: str) -> str | None:
    row = Fact.objects.filter(register="addresses", key=key, recorded_until=None).last()
    return row.values["municipality"] if row else None


@pytest.mark.parametrize("dry", [True, False])
def test_rows_of_another_part_are_told_by_line_field_reason_and_way_out(
    tmp_path: Path, region: Actor, dry: bool
) -> None:
    done = asked(tmp_path, region, ROWS, dry=dry)
    assert (done.state, done.new, done.changed, done.rejected) == ("done", 2, 0, 3)
    refused = api.rejected(number=done.number, officer=region)
    keeper = identity.agency(slug="municipality-harbour").name.in_language(region.language)
    assert [(row.line, row.field, row.value, row.code) for row in refused] == [
        (3, "municipality", OURS, "row-of-another-part"),
        (5, "municipality", "Nowhere", "row-of-another-part"),
        (6, "municipality", OURS, "row-of-another-part"),
    ]
    assert all(keeper in row.rule and row.way_out for row in refused)
    assert municipality_of("TV-9001") == (None if dry else THEIRS)
    assert municipality_of("PN-9001") is None and municipality_of("PN-0101") == OURS


def test_nobody_gives_an_entry_away_and_nobody_takes_one(tmp_path: Path, region: Actor) -> None:
    asked(tmp_path, region, ROWS[:1])
    given_away = asked(tmp_path, region, [("TV-9001", "1 Rue Neuve", OURS)])
    taken = asked(tmp_path, actor("municipal-head"), [("TV-9001", "1 Rue Neuve", OURS)])
    assert (given_away.rejected, taken.rejected) == (1, 1)
    assert municipality_of("TV-9001") == THEIRS


def test_the_same_file_of_two_agencies_is_two_imports_and_none_sees_the_other(
    tmp_path: Path, region: Actor
) -> None:
    town = actor("municipal-head")
    one, other = asked(tmp_path, region, ROWS[:2]), asked(tmp_path, town, ROWS[:2])
    assert one.number != other.number and (one.new, other.new) == (1, 1)
    assert (municipality_of("TV-9001"), municipality_of("PN-9001")) == (THEIRS, OURS)
    assert [run.number for run in api.imports(officer=region)] == [one.number]
    assert [run.number for run in api.imports(officer=town)] == [other.number]
    for number, stranger in ((one.number, town), (other.number, region)):
        with pytest.raises(RunUnknown):
            api.rejected(number=number, officer=stranger)


def test_the_owner_above_imports_every_part(tmp_path: Path, country: Path) -> None:
    path = country / "registers" / "addresses.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("writers:\n", "writers:\n  - {agency: municipality-harbour, role: head}\n", 1),
        encoding="utf-8",
    )
    assert "addresses" in api.load_country(folder=country)
    done = asked(tmp_path, actor("municipal-head"), ROWS[:4])
    assert (done.new, done.rejected) == (4, 0)
    done = asked(tmp_path, actor("municipal-registrar"), ROWS[:4])
    assert done.rejected == 2, "another role of the owner fills the owner's own part"


def test_who_keeps_no_part_imports_nothing(tmp_path: Path, country: Path) -> None:
    for who in ("civil-registrar", "permit-officer", "citizen"):
        with pytest.raises(api.WriteRefused):
            asked(tmp_path, actor(who), ROWS[:1])


def test_an_entry_that_came_over_is_ones_own_from_then_on(tmp_path: Path, region: Actor) -> None:
    api.write(
        register="addresses",
        key="PN-0102",
        changes={"municipality": THEIRS},
        valid=Period(None, None),
        source="law/2026-7",
        writer=identity.system_actor(name="cases"),
    )
    done = asked(tmp_path, region, [("PN-0102", "3 Rue des Pêcheurs", "Oued-Fleuri")])
    assert (done.changed, done.rejected) == (1, 0)


def test_the_page_and_the_api_split_a_file_like_the_door(country: Path) -> None:
    client, text = signed_in("region-head"), text_of(ROWS[:2]).encode()
    assert "Addresses" in client.get("/registers/imports/").content.decode()
    sent = {"register": "addresses", "source": "Council", "dry": "yes"}
    page = client.post("/registers/imports/", {**sent, "file": SimpleUploadedFile("addresses.csv", text)})
    jobs.run_waiting()
    shown = client.get(page["Location"]).content.decode()
    assert "belongs to the part of the register" in shown and "Import these rows" in shown
    answer = client.post(
        "/api/v1/registers/addresses/imports",
        {"file": SimpleUploadedFile("addresses.csv", text), "source": "Council", "dry": "false"},
    )
    jobs.run_waiting()
    address = f"/api/v1/registers/imports/{answer.json()['number']}"
    assert (client.get(address).json()["new"], client.get(address).json()["rejected"]) == (1, 1)
    (row,) = client.get(f"{address}/rejected").json()
    assert (row["line"], row["field"], row["code"]) == (3, "municipality", "row-of-another-part")
    assert signed_in("municipal-head").get(address).status_code == 404


PLACES = (OURS, THEIRS, "Oued-Fleuri", "Sidi-Marjan", "Nowhere")
AGENCIES = ("municipality-harbour", "region-sahel", "civil-registry")


@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    places=st.lists(st.sampled_from(PLACES), min_size=1, max_size=6),
    agencies=st.sets(st.sampled_from(AGENCIES)),
    dry=st.booleans(),
)
def test_exactly_the_rows_of_ones_own_parts_are_taken(
    country: Path, tmp_path: Path, places: list[str], agencies: set[str], dry: bool
) -> None:
    posts = tuple(Post(agency, "", "head") for agency in sorted(agencies))
    officer = Actor(kind="officer", account="o", posts=posts)
    owner_of = declaration("addresses").owner_of
    rows = [(f"QQ-{number:04d}", "1 Rue Neuve", place) for number, place in enumerate(places)]
    mine = [owner_of({"municipality": place}) in agencies for place in places]
    with transaction.atomic():
        if agencies & {"municipality-harbour", "region-sahel"}:
            done = asked(tmp_path, officer, rows, dry=dry)
            refused = {row.line for row in api.rejected(number=done.number, officer=officer, limit=100)}
            assert refused == {line for line, own in enumerate(mine, start=2) if not own}
            assert done.new == sum(mine)
        else:
            with pytest.raises(api.WriteRefused):
                asked(tmp_path, officer, rows, dry=dry)
        transaction.set_rollback(True)
