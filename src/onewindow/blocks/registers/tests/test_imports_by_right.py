"""A file changes no more than the officers behind it could record, and what takes two takes two here, too."""

import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection

from onewindow.blocks.registers import api
from onewindow.blocks.registers.bulk import files, importing, merging
from onewindow.blocks.registers.bulk.errors import FileNotReadable, RunUnknown
from onewindow.blocks.registers.models import Fact
from onewindow.blocks.registers.tests.conftest import actor
from onewindow.foundation.access.types import Actor

ELSE = "10000348"


@pytest.fixture
def file(country: Path, tmp_path: Path) -> Callable[[str], Path]:
    def written(text: str, name: str = "people.csv") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return written


def asked(file: Path, officer: Actor, *, dry: bool = False, register: str = "people") -> api.BulkView:
    return api.ask_import(
        register=register, file=file, name=file.name, source="Transfer", dry=dry, officer=officer
    )


def done(file: Path, officer: Actor, *, second: str = "civil-head", dry: bool = False) -> api.BulkView:
    run = asked(file, officer, dry=dry)
    if run.state == "asked":
        run = api.confirm_import(number=run.number, officer=actor(second))
    return api.run_import(number=run.number)


def refused(run: api.BulkView, officer: Actor) -> list[tuple[int, str, str]]:
    return [(row.line, row.field, row.code) for row in api.rejected(number=run.number, officer=officer)]


def said(key: str, attribute: str) -> object:
    row = Fact.objects.filter(register="people", key=key, recorded_until=None).order_by("valid_from").last()
    assert row is not None
    return row.values.get(attribute)


TAKES_TWO = f"key,death_date,protection,birth_date\n{ELSE},2020-01-01,hidden,1950-02-03\n"


def test_what_takes_two_officers_waits_for_a_second_one(file: Callable[[str], Path]) -> None:
    registrar = actor("civil-registrar")
    run = asked(file(TAKES_TWO), registrar)
    assert run.state == "asked" and run.asked["second"] == ["birth_date", "death_date", "protection"]
    assert api.who_confirms(run=run) == (("civil-registry", "head"), ("civil-registry", "registrar"))
    assert api.run_import(number=run.number).state == "asked", "a worker does not go round it"
    with pytest.raises(api.SecondPersonNeeded):
        api.confirm_import(number=run.number, officer=registrar)
    for stranger in ("municipal-registrar", "trade-registrar", "citizen"):
        with pytest.raises(RunUnknown):
            api.confirm_import(number=run.number, officer=actor(stranger))
    assert said(ELSE, "death_date") is None
    api.confirm_import(number=run.number, officer=actor("civil-head"))
    assert api.run_import(number=run.number).changed == 1
    assert (said(ELSE, "death_date"), said(ELSE, "protection")) == ("2020-01-01", "hidden")


@pytest.mark.parametrize("dry", [True, False])
def test_an_agency_that_records_moves_imports_moves_and_no_deaths(
    file: Callable[[str], Path], dry: bool
) -> None:
    municipal, before = actor("municipal-registrar"), said(ELSE, "birth_date")
    run = done(file(f"{TAKES_TWO}20000014,,,1990-01-01\n"), municipal, dry=dry)
    assert run.state == "done", "it waits for nobody: what it may not change takes no second officer"
    assert refused(run, municipal) == [
        (2, "birth_date", "no-event-changes-it"),
        (3, "key", "no-event-makes-it"),
    ]
    assert said(ELSE, "birth_date") == before
    moved = done(file(f"key,address,municipality\n{ELSE},1 Rue Neuve,Port-Neuf\n", "moves.csv"), municipal)
    assert (moved.changed, moved.rejected) == (1, 0)
    assert said(ELSE, "address") == "1 Rue Neuve"


def test_the_same_file_of_an_officer_who_may_do_less_is_another_import(file: Callable[[str], Path]) -> None:
    path = file(f"key,phone\n{ELSE},+21655000000\n")
    registrar, municipal = actor("civil-registrar"), actor("municipal-registrar")
    one, other = asked(path, registrar), asked(path, municipal)
    assert one.number != other.number and (one.state, other.state) == ("waiting", "waiting")
    assert api.run_import(number=one.number).changed == 1
    with pytest.raises(RunUnknown):
        api.import_run(number=one.number, officer=municipal)
    assert [each.number for each in api.imports(officer=municipal)] == [other.number]


def test_no_row_is_about_an_officer_behind_the_file(file: Callable[[str], Path]) -> None:
    registrar = actor("civil-registrar")
    assert registrar.person is not None
    own = registrar.person.key.partition("/")[2]
    run = done(
        file(f"key,phone,father\n{own},+21655000000,\n{ELSE},,{registrar.person}\n{ELSE}9,+2165,\n"),
        registrar,
    )
    assert refused(run, registrar)[:2] == [(2, "key", "own-entry"), (3, "key", "own-entry")]


ROW = "20000014,Nadia,Trabelsi,{}\n"
HEAD = "key,given_name,family_name,birth_date\n"


@pytest.mark.parametrize(
    ("rows", "field", "code", "says"),
    [
        (ROW.format("1990-02-29"), "birth_date", "value-not-valid", "written like 2026-01-31"),
        (ROW.format("2090-01-01"), "birth_date", "rule-broken", "Nobody is born in the future."),
        ("20000014,Z\x00o,Trabelsi,1990-01-01\n", "given_name", "value-not-valid", "nobody can see"),
        ("20000014,   ,Trabelsi,1990-01-01\n", "given_name", "value-missing", ""),
        ("20000014,Nadia,Trabelsi,1990-01-01,Port-Neuf\n", "", "line-not-readable", "cells"),
        ("20000014,Nadia,Trabelsi\n", "", "line-not-readable", "cells"),
    ],
)
@pytest.mark.parametrize("dry", [True, False])
def test_a_row_that_cannot_be_is_told_in_words_with_a_way_out(
    file: Callable[[str], Path], rows: str, field: str, code: str, says: str, dry: bool
) -> None:
    registrar = replace(actor("civil-registrar"), language="en")
    run = done(file(f"{HEAD}{rows}20000025,Ali,Ben Omar,1990-01-01\n"), registrar, dry=dry)
    assert (run.state, run.new, run.rejected) == ("done", 1, 1)
    (row,) = api.rejected(number=run.number, officer=registrar)
    assert (row.line, row.field, row.code) == (2, field, code)
    assert says in row.rule and "Localised(" not in row.rule
    assert row.way_out or code == "rule-broken"


def test_a_broken_line_of_json_is_rejected_alone(file: Callable[[str], Path]) -> None:
    good = '{"key": "%s", "given_name": "Ali", "family_name": "Omar", "birth_date": "1990-01-01"}\n'
    text = f"{good % '20000014'}{{broken\n[1]\n{good % '20000025'}"
    registrar = actor("civil-registrar")
    run = done(file(text, "people.jsonl"), registrar)
    assert (run.state, run.new) == ("done", 2)
    assert refused(run, registrar) == [(2, "", "line-not-readable"), (3, "", "line-not-readable")]


def test_a_run_that_failed_says_so_by_the_name_of_the_file_and_goes_on_when_asked_again(
    file: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, registrar = file(f"key,phone\n{ELSE},+21655000000\n"), actor("civil-registrar")
    real = merging.merge

    def breaks(*arguments: object, **named: object) -> merging.Merged:
        raise ValueError("a fault of ours")

    monkeypatch.setattr(merging, "merge", breaks)
    failed = done(path, registrar)
    assert (failed.state, failed.done) == ("failed", 0) and "fault" in failed.problem
    monkeypatch.setattr(merging, "merge", real)
    assert done(path, registrar).changed == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")  # the connection is whole


def test_a_file_that_ends_broken_is_told_by_its_own_name(file: Callable[[str], Path]) -> None:
    path = file('key,phone\n10000348,+216\n10000349,"+216\n', "moves of May.csv")
    failed = done(path, actor("civil-registrar"))
    assert failed.state == "failed" and "moves of May.csv" in failed.problem
    assert importing.view(failed.number).problem == failed.problem


@pytest.mark.parametrize("lies", [False, True])
def test_a_workbook_that_unpacks_to_more_than_memory_is_refused_before_it_is_read(
    file: Callable[[str], Path], lies: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = file("", "people.xlsx")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"<row/>" * 20_000)
    if lies:
        said = path.read_bytes()
        size = (120_000).to_bytes(4, "little")
        assert said.count(size) == 2
        path.write_bytes(said.replace(size, (12).to_bytes(4, "little")))
    monkeypatch.setattr(files, "_MOST_UNPACKED", 100_000)
    with pytest.raises(FileNotReadable) as caught:
        asked(path, actor("civil-registrar"))
    assert ("larger than 64 MB" in caught.value.text()) is not lies
    assert "people.xlsx" in caught.value.text()


def test_where_making_an_entry_takes_two_a_file_of_new_ones_does(
    file: Callable[[str], Path], country: Path
) -> None:
    path = country / "registers" / "people.yaml"
    text = path.read_text(encoding="utf-8")
    old = "    since: birth_date\n"
    assert old in text
    path.write_text(text.replace(old, f"{old}    four_eyes: true\n", 1), encoding="utf-8")
    assert "people" in api.load_country(folder=country)
    registrar = actor("civil-registrar")
    run = asked(file(f"{HEAD}{ROW.format('1990-01-01')}"), registrar)
    assert run.state == "asked"
    api.confirm_import(number=run.number, officer=actor("civil-head"))
    assert api.run_import(number=run.number).new == 1
