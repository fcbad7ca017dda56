"""Files into registers and out of them: each format, each fault by line and field, each part once."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from onewindow.blocks.registers import api
from onewindow.blocks.registers.bulk import exporting, importing, kept_files, merging
from onewindow.blocks.registers.bulk.errors import ColumnMissing, FileNotReadable, MappingNotValid, RunUnknown
from onewindow.blocks.registers.models import AccessLine, Fact
from onewindow.blocks.registers.tests.conftest import actor, signed_in
from onewindow.foundation.access.types import Actor
from onewindow.foundation.jobs import api as jobs
from onewindow.kernel.errors import NotAllowed
from onewindow.kernel.reference import Reference

LAW = api.Purpose(legal_basis="Law 94-41, article 3")
HEAD = ["Nr", "Given", "Family", "Born", "Sex"]
ROWS = [
    ["20000014", "Nadia", "Trabelsi", "12/03/1988", "F"],
    ["20000025", "Ali", "Ben Omar", "31/02/1990", "M"],
    ["abc", "Ali", "Ben Omar", "01/02/1990", "M"],
    ["20000036", "", "Ben Omar", "01/02/1990", "M"],
    ["20000047", "Sami", "Gharbi", "01/02/1990", "X"],
    ["20000014", "Nadia", "Trabelsi", "12/03/1988", "F"],
    ["20000058", "Karim", "Zouari", "05/06/2001", "H"],
]
MAPPING = """
key: Nr
fields:
  given_name: Given
  family_name: Family
  birth_date: {column: Born, date: "%d/%m/%Y"}
  sex: {column: Sex, values: {F: F, M: M, H: M}}
"""


def _csv(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter=";").writerows([HEAD, *rows])


def _xlsx(path: Path, rows: list[list[str]]) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (HEAD, *rows):
        book.active.append(row)
    book.save(path)


def _parquet(path: Path, rows: list[list[str]]) -> None:
    pq.write_table(pa.table({name: [row[n] for row in rows] for n, name in enumerate(HEAD)}), path)


def _jsonl(path: Path, rows: list[list[str]]) -> None:
    path.write_bytes(b"\n".join(orjson.dumps(dict(zip(HEAD, row, strict=True))) for row in rows))


WRITERS: dict[str, tuple[Callable[[Path, list[list[str]]], None], int]] = {
    "csv": (_csv, 2),
    "xlsx": (_xlsx, 2),
    "parquet": (_parquet, 1),
    "jsonl": (_jsonl, 1),
}


@pytest.fixture
def registrar(country: Path) -> Actor:
    return actor("civil-registrar")


def asked(file: Path, officer: Actor, *, dry: bool = False, mapping: str = MAPPING) -> api.BulkView:
    run = api.ask_import(
        register="people",
        file=file,
        name=file.name,
        mapping=mapping,
        source="Transfer 2026/1",
        dry=dry,
        officer=officer,
    )
    return api.confirm_import(number=run.number, officer=actor("civil-head")) if run.state == "asked" else run


@pytest.mark.parametrize("kind", WRITERS)
def test_each_fault_is_told_by_line_and_field_and_the_others_are_taken(
    kind: str, tmp_path: Path, registrar: Actor
) -> None:
    write, first = WRITERS[kind]
    file = tmp_path / f"people.{kind}"
    write(file, ROWS)
    checked = api.run_import(number=asked(file, registrar, dry=True).number)
    assert (checked.new, checked.rejected, checked.state) == (2, 5, "done")
    assert not Fact.objects.filter(register="people", key="20000014").exists()
    done = api.run_import(number=asked(file, registrar).number)
    assert (done.done, done.new, done.changed, done.rejected) == (7, 2, 0, 5)
    refused = api.rejected(number=done.number, officer=registrar)
    assert [(row.line - first, row.field, row.code) for row in refused] == [
        (1, "birth_date", "cell-not-valid"),
        (2, "key", "key-not-valid"),
        (3, "given_name", "value-missing"),
        (4, "sex", "cell-not-valid"),
        (5, "key", "twice-in-the-file"),
    ]
    assert all(row.rule for row in refused)
    facts = api.read(register="people", key="20000058", purpose=LAW, reader=registrar)
    assert (facts.values["sex"], str(facts.values["birth_date"])) == ("M", "2001-06-05")
    found = api.find(register="people", text="Karym Zouari", purpose=LAW, reader=registrar)
    assert "20000058" in {each.key for each in found}


def test_the_same_file_is_imported_once_and_an_unchanged_row_stays(tmp_path: Path, registrar: Actor) -> None:
    file = tmp_path / "people.csv"
    _csv(file, ROWS[:1])
    first, again = asked(file, registrar), asked(file, registrar)
    assert first.number == again.number
    api.run_import(number=first.number)
    assert api.run_import(number=first.number).new == 1
    _csv(file, [ROWS[0], ["20000069", "Leila", "Dridi", "01/01/1999", "F"]])
    done = api.run_import(number=asked(file, registrar).number)
    assert (done.new, done.changed) == (1, 0)
    assert Fact.objects.filter(register="people", key="20000014").count() == 1


def test_an_import_that_broke_off_goes_on_where_it_was(
    tmp_path: Path, registrar: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "people.csv"
    _csv(file, [[f"300{n:05d}", "Ali", f"Ben Omar{n}", "01/02/1990", "M"] for n in range(1_200)])
    run = asked(file, registrar)
    real, calls = merging.merge, []

    def breaks(*arguments: object, **named: object) -> merging.Merged:
        calls.append(1)
        if len(calls) == 2:
            raise ConnectionError
        return real(*arguments, **named)

    monkeypatch.setattr(merging, "merge", breaks)
    with pytest.raises(ConnectionError):
        api.run_import(number=run.number)
    assert importing.view(run.number).done == 500
    done = api.run_import(number=run.number)
    assert (done.done, done.new, done.state) == (1_200, 1_200, "done")
    assert Fact.objects.filter(register="people", key__startswith="300").count() == 1_200


def test_a_changed_row_keeps_what_was_known_before(tmp_path: Path, registrar: Actor) -> None:
    file = tmp_path / "people.csv"
    file.write_text("key,phone\n10000016,+21655000000\n", encoding="utf-8")
    done = api.run_import(number=asked(file, registrar, mapping="").number)
    assert (done.new, done.changed, done.rejected) == (0, 1, 0)
    facts = api.read(register="people", key="10000016", purpose=LAW, reader=registrar)
    assert facts.values["phone"] == "+21655000000"
    assert facts.values["given_name"] == "Jamel"
    assert Fact.objects.filter(register="people", key="10000016").count() == 2


@pytest.mark.parametrize(
    ("text", "mapping", "error"),
    [
        ("key;key\n1;2\n", "", FileNotReadable),
        ("key,nonsense\n1,2\n", "", MappingNotValid),
        ("key\n1\n", "key: Nr\nfields: {}", ColumnMissing),
        ("key\n1\n", "key: {column: key, python: 1}", MappingNotValid),
        ("key\n1\n", "!!python/object:os.system {}", MappingNotValid),
    ],
)
def test_a_file_or_mapping_that_does_not_fit_is_refused_at_once(
    text: str, mapping: str, error: type[Exception], tmp_path: Path, registrar: Actor
) -> None:
    file = tmp_path / "people.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(error):
        asked(file, registrar, mapping=mapping)


def test_only_who_may_write_all_of_the_register_imports(tmp_path: Path, registrar: Actor) -> None:
    file = tmp_path / "people.csv"
    _csv(file, ROWS)
    run = asked(file, registrar)
    stranger = actor("trade-registrar")
    with pytest.raises(api.WriteRefused):
        asked(file, stranger)
    with pytest.raises(RunUnknown):
        api.import_run(number=run.number, officer=stranger)


@pytest.mark.parametrize("kind", WRITERS)
def test_what_is_exported_can_be_imported_again_and_changes_nothing(
    kind: str, tmp_path: Path, registrar: Actor
) -> None:
    file = tmp_path / f"people.{kind}"
    file.write_bytes(b"".join(api.export(register="people", kind=kind, purpose=LAW, reader=registrar)))
    done = api.run_import(number=asked(file, registrar, mapping="").number)
    assert (done.done, done.new, done.changed, done.rejected) == (345, 0, 0, 0)


def test_an_export_needs_a_purpose_and_leaves_one_line_that_everybody_sees(registrar: Actor) -> None:
    with pytest.raises(api.PurposeMissing):
        api.export(register="people", kind="csv", reader=registrar)
    with pytest.raises(NotAllowed):
        api.export(register="people", kind="csv", purpose=LAW, reader=actor("trade-registrar"))
    before = AccessLine.objects.count()
    list(api.export(register="people", kind="csv", purpose=LAW, reader=registrar))
    assert AccessLine.objects.count() == before + 1
    person = Reference("register/people/10000046")
    lines, _ = api.access_lines_of(concerned=person, reader=Actor(kind="person", person=person))
    assert (lines[0].key, lines[0].legal_basis) == ("everybody", "Law 94-41, article 3")


def test_an_export_reads_some_entries_at_a_time(registrar: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "_BATCH", 100)
    with CaptureQueriesContext(connection) as asked_for:
        pieces = api.export(register="people", kind="jsonl", purpose=LAW, reader=registrar)
        rows = sum(piece.count(b"\n") for piece in pieces)
    reads = [each for each in asked_for.captured_queries if "LIMIT 100" in each["sql"]]
    assert (rows, len(reads)) == (345, 5)


def test_a_text_that_a_table_would_reckon_is_kept_from_it(tmp_path: Path, registrar: Actor) -> None:
    file = tmp_path / "people.csv"
    file.write_text("key,given_name\n10000016,=1+1\n", encoding="utf-8")
    api.run_import(number=asked(file, registrar, mapping="").number)
    text = b"".join(api.export(register="people", kind="csv", purpose=LAW, reader=registrar)).decode()
    row = next(row for row in csv.DictReader(io.StringIO(text)) if row["key"] == "10000016")
    assert row["given_name"] == "'=1+1"


def test_an_officer_checks_a_file_then_imports_it_on_the_page(country: Path) -> None:
    before = set(kept_files.folder().iterdir())
    client = signed_in("civil-registrar")
    text = (
        "key,given_name,family_name,birth_date\n20000081,Amel,Jaziri,1990-02-01\nabc,Amel,Jaziri,1990-02-01\n"
        "10000348,Amel,Jaziri,1990-02-01\n"
    )
    answer = client.post(
        "/registers/imports/",
        {
            "register": "people",
            "source": "Transfer",
            "dry": "yes",
            "file": SimpleUploadedFile("people.csv", text.encode()),
        },
    )
    assert answer.status_code == 302, answer.content
    jobs.run_waiting()
    page = client.get(answer["Location"])
    assert "Import these rows" in page.content.decode()
    assert "is not a number that the register" in page.content.decode()
    imported = client.post(answer["Location"])
    waiting = client.get(imported["Location"]).content.decode()
    assert "Waits for a second officer" in waiting and "Confirm this import" not in waiting
    seen = signed_in("civil-head").get(imported["Location"]).content.decode()
    assert "Confirm this import" in seen and "Given name" in seen
    assert "Head of service, Civil Registry" in seen
    refused = client.post(imported["Location"])
    assert refused.status_code == 403
    assert signed_in("civil-head").post(imported["Location"]).status_code == 302
    jobs.run_waiting()
    assert "Import these rows" not in client.get(imported["Location"]).content.decode()
    assert "Import these rows" not in client.get(answer["Location"]).content.decode()
    assert client.post(answer["Location"]).status_code == 409
    assert set(kept_files.folder().iterdir()) == before, "what was imported is not kept"
    assert Fact.objects.filter(register="people", key="20000081").exists()
    assert client.post("/registers/imports/", {"register": "people"}).status_code == 422


def test_an_officer_exports_on_the_page_for_a_purpose(country: Path) -> None:
    client = signed_in("civil-registrar")
    assert client.get("/registers/people/export/").status_code == 200
    assert client.post("/registers/people/export/file/", {"kind": "csv"}).status_code == 422
    answer = client.post(
        "/registers/people/export/file/", {"kind": "csv", "legal_basis": "Law 94-41, article 3"}
    )
    assert b"".join(answer.streaming_content).count(b"\n") == 346


def test_the_api_imports_and_says_how_far_it_is(country: Path) -> None:
    client = signed_in("civil-registrar")
    text = (
        "key,given_name,family_name,birth_date\n20000081,Amel,Jaziri,1990-02-01\n10000348,Amel,J,1990-02-01\n"
    )
    answer = client.post(
        "/api/v1/registers/people/imports",
        {"file": SimpleUploadedFile("people.csv", text.encode()), "source": "Transfer", "dry": "false"},
    )
    assert answer.status_code == 200, answer.content
    number = answer.json()["number"]
    assert answer.json()["state"] == "asked"
    assert answer.json()["who_confirms"] == ["civil-registry/head", "civil-registry/registrar"]
    confirm = f"/api/v1/registers/imports/{number}/confirm"
    assert client.post(confirm).json()["code"] == "second-person-needed"
    assert signed_in("trade-registrar").post(confirm).status_code == 404
    assert signed_in("civil-head").post(confirm).json()["state"] == "waiting"
    assert signed_in("civil-head").post(confirm).json()["code"] == "run-moved-on"
    jobs.run_waiting()
    state = client.get(f"/api/v1/registers/imports/{number}").json()
    assert (state["state"], state["new"]) == ("done", 1)
    assert client.get(f"/api/v1/registers/imports/{number}/rejected").json() == []
