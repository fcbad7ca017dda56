"""A check of a file says what the import will do, however many parts it has; and what became of the file."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from onewindow.blocks.registers import api, check_digits, tasks
from onewindow.blocks.registers.bulk import importing, kept_files, merging
from onewindow.blocks.registers.bulk.errors import RunMovedOn, RunUnknown
from onewindow.blocks.registers.declared import declaration
from onewindow.blocks.registers.models import BulkRun, Fact, Identifier
from onewindow.blocks.registers.tests.conftest import actor, signed_in
from onewindow.foundation.record import api as record
from onewindow.kernel.clock import clock
from onewindow.kernel.reference import Reference

CIVIL, TRANSPORT = ("civil-registrar", "civil-head"), ("licence-officer", "transport-head")
MOTHERS = [f"2100{n:04d}" for n in range(7)]


@pytest.fixture
def file(country: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[list[str]], Path]:
    """A file of people; a part has three rows."""
    monkeypatch.setattr(importing, "_PART", 3)

    def written(rows: list[str], head: str = "key,given_name,sex,birth_date,birth_act,mother") -> Path:
        path = tmp_path / "people.csv"
        path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
        return path

    return written


def asked(path: Path, *, dry: bool, register: str = "people", who: str = "civil-registrar") -> api.BulkView:
    return api.ask_import(
        register=register, file=path, name=path.name, source="T", dry=dry, officer=actor(who)
    )


def done(
    path: Path, *, dry: bool, register: str = "people", posts: tuple[str, str] = CIVIL
) -> tuple[api.BulkView, list[tuple[int, str, str]]]:
    run = asked(path, dry=dry, register=register, who=posts[0])
    if run.state == "asked":
        api.confirm_import(number=run.number, officer=actor(posts[1]))
    run = api.run_import(number=run.number)
    refused = api.rejected(number=run.number, officer=actor(posts[0]))
    return run, [(row.line, row.field, row.code) for row in refused]


def woman(key: str, act: str = "", mother: str = "") -> str:
    return f"{key},Amel,F,1970-01-01,{act or key},{mother and f'register/people/{mother}'}"


def test_a_check_of_several_parts_says_what_the_import_does(file: Callable[[list[str]], Path]) -> None:
    rows = [
        *map(woman, MOTHERS),
        *(woman(f"2200{n:04d}", mother=mother) for n, mother in enumerate(MOTHERS)),
        woman("22000099", mother="21009999"),  # nobody, nowhere
        woman(MOTHERS[0]),  # came in the first part
        woman("22000098", mother="22000097"),  # comes in a later part
        woman("22000096"),
        woman("22000097"),
    ]
    path = file(rows)
    checked, wrong = done(path, dry=True)
    assert not Fact.objects.filter(register="people", key__in=MOTHERS).exists()
    assert not Identifier.objects.filter(key__in=MOTHERS).exists()
    real, refused = done(path, dry=False)
    assert wrong == refused == [
        (16, "mother", "target-unknown"), (17, "key", "twice-in-the-file"), (18, "mother", "target-unknown"),
    ]  # fmt: skip
    assert (checked.new, checked.changed, checked.done) == (real.new, real.changed, real.done) == (16, 0, 19)


def vehicle(number: int, plate: str = "", vin: str = "") -> str:
    numbering = declaration("vehicles").number
    assert numbering is not None
    key = check_digits.numbered(numbering, number)
    owner = "register/people/10000348"
    return f"{key},{plate or f'9 TU {number}'},{vin or f'WVWZZZ1JZ{number:08d}'},Peugeot,2020-01-01,{owner}"


def test_a_plate_that_two_rows_give_is_found_in_a_later_part(file: Callable[[list[str]], Path]) -> None:
    numbers = range(90_000_000, 90_000_007)
    rows = [
        *map(vehicle, numbers),
        vehicle(90_000_008, plate="9 TU 90000000"),
        vehicle(90_000_009, vin="WVWZZZ1JZ90000001"),
        vehicle(90_000_010),
    ]
    path = file(rows, head="key,plate,vin,make,first_registered,owner")
    checked, wrong = done(path, dry=True, register="vehicles", posts=TRANSPORT)
    assert not Identifier.objects.filter(value__startswith="9 TU 9000").exists()
    real, refused = done(path, dry=False, register="vehicles", posts=TRANSPORT)
    assert wrong == refused == [(9, "plate", "value-taken"), (10, "vin", "value-taken")]
    assert (checked.new, checked.changed) == (real.new, real.changed) == (8, 0)


def test_an_import_that_goes_on_knows_the_rows_that_it_did_before(
    file: Callable[[list[str]], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    ill = f"{MOTHERS[5]},Amel,F,yesterday,1,"
    path = file([woman(MOTHERS[0]), ill, *map(woman, MOTHERS[1:4]), woman(MOTHERS[0]), woman(MOTHERS[5])])
    run, real, calls = asked(path, dry=False), merging.merge, []

    def breaks(*arguments: Any, **named: Any) -> merging.Merged:
        calls.append(1)
        if len(calls) == 2:
            raise ConnectionError
        return real(*arguments, **named)

    monkeypatch.setattr(merging, "merge", breaks)
    with pytest.raises(ConnectionError):
        api.run_import(number=run.number)
    through = api.run_import(number=run.number)
    refused = api.rejected(number=run.number, officer=actor("civil-registrar"))
    assert [(row.line, row.code) for row in refused] == [(3, "value-not-valid"), (7, "twice-in-the-file")]
    assert (through.new, through.rejected, through.done) == (5, 2, 7), "a row that was not taken comes once"


def test_a_check_that_goes_on_begins_anew(
    file: Callable[[list[str]], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = file([*map(woman, MOTHERS), woman("22000001", mother=MOTHERS[0]), "22000002,,F,1990-01-01,,"])
    run, real, calls = asked(path, dry=True), merging.merge, []

    def breaks(*arguments: Any, **named: Any) -> merging.Merged:
        calls.append(1)
        if len(calls) == 3:
            raise ConnectionError
        return real(*arguments, **named)

    monkeypatch.setattr(merging, "merge", breaks)
    with pytest.raises(ConnectionError):
        api.run_import(number=run.number)
    assert importing.view(run.number).done == 6
    through = api.run_import(number=run.number)
    assert (through.done, through.new, through.rejected) == (9, 8, 1)


WAITS = ["10000348,,,1950-02-03,,"]


@pytest.mark.parametrize("who", ["civil-registrar", "civil-head"])
def test_an_import_that_waits_is_taken_back_or_refused(
    file: Callable[[list[str]], Path], who: str, django_capture_on_commit_callbacks: Any
) -> None:
    path = file(WAITS)
    run = asked(path, dry=False)
    address = f"/registers/imports/{run.number}/"
    client = signed_in(who)
    shown = client.get(address).content.decode()
    assert ("Take this import back" in shown) is (who == "civil-registrar")
    assert ("Refuse this import" in shown) is (who == "civil-head")
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(address, {"do": "decline", "reason": "The wrong file"})
    assert answer.status_code == 302
    seen = signed_in("civil-registrar").get(address).content.decode()
    assert "The wrong file" in seen and "Refused or taken back" in seen and "Import these rows" not in seen
    assert not (kept_files.folder() / str(run.asked["kept"])).exists()
    assert api.run_import(number=run.number).state == "declined", "a worker does not go round it"
    with pytest.raises(RunMovedOn):
        api.confirm_import(number=run.number, officer=actor("civil-head"))
    said = record.entries_of(subject=Reference.of("register", "people"))
    assert [each.kind for each in said if each.kind.startswith("register.import-")][-1:] == [
        "register.import-declined"
    ]
    again = asked(path, dry=False)
    assert (again.state, again.number != run.number) == ("asked", True), "it may be asked for again"


def test_nobody_else_ends_an_import_and_only_one_that_waits(file: Callable[[list[str]], Path]) -> None:
    run = asked(file(WAITS), dry=False)
    address = f"/api/v1/registers/imports/{run.number}/decline"
    for stranger in ("municipal-registrar", "trade-registrar"):
        assert signed_in(stranger).post(address).status_code == 404
        with pytest.raises(RunUnknown):
            api.decline_import(number=run.number, officer=actor(stranger))
    assert importing.view(run.number).state == "asked"
    assert signed_in("civil-head").post(address).json()["state"] == "declined"
    assert signed_in("civil-head").post(address).json()["code"] == "run-moved-on"


def test_files_that_nobody_imports_are_deleted_and_what_nobody_confirms_ends(
    file: Callable[[list[str]], Path],
) -> None:
    late = asked(file(WAITS), dry=False)
    checked = asked(file([woman(MOTHERS[0])]), dry=True)
    api.run_import(number=checked.number)
    waiting = asked(file([woman(MOTHERS[1])]), dry=False)
    failed = asked(file([woman(MOTHERS[2])]), dry=False)
    BulkRun.objects.filter(pk=failed.number).update(state="failed")
    kept = {kept_files.folder() / str(run.asked["kept"]) for run in (late, checked, waiting, failed)} & set(
        kept_files.folder().iterdir()
    )
    assert len(kept) == 4
    assert tasks.forget_import_files() == 0
    with clock.at(clock.now() + timedelta(days=31)):
        assert tasks.forget_import_files() >= 4
        assert tasks.forget_import_files() == 0
    left = set(kept_files.folder().iterdir())
    assert left & kept == {kept_files.folder() / str(waiting.asked["kept"])}
    (ended,) = BulkRun.objects.filter(state="declined")
    assert ended.problem == "Nobody confirmed it within 30 days."
    client = signed_in("civil-registrar")
    page = client.get(f"/registers/imports/{ended.pk}/", headers={"accept-language": "fr"}).content.decode()
    assert "Personne ne l’a confirmé en 30\xa0jours." in page
    assert client.post(f"/registers/imports/{checked.number}/").status_code == 409, "its file is gone"
