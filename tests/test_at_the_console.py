"""``onewindow file``, ``case``, ``verify`` and ``record export``, as somebody at the console uses them."""

import json
import re
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from onewindow.blocks.cases import api as cases
from onewindow.blocks.cases.tests.people import actor, file_trade
from onewindow.blocks.documents import api as documents
from onewindow.blocks.identity import api as identity
from onewindow.cli import onewindow
from onewindow.commands import at_the_console
from onewindow.foundation.jobs import api as jobs
from onewindow.foundation.record import api as record
from onewindow.kernel.clock import clock
from onewindow.kernel.reference import Reference

EXTRACT = "civil-registry/register-extract"
pytestmark = pytest.mark.usefixtures("country")


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the test's own database, instead of one that the command starts."""
    monkeypatch.setattr(at_the_console, "house", nullcontext)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(onewindow, [str(one) for one in arguments])


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    file = tmp_path / "answers.json"
    file.write_text(json.dumps({"content": "full", "purpose": "employment"}))
    return file


def filed(answers: Path) -> str:
    done = run("file", EXTRACT, answers, "--as", "citizen")
    assert done.exit_code == 0, done.output
    return done.output.split("\t")[0]


def test_a_file_of_answers_is_filed_once(answers: Path) -> None:
    number = filed(answers)
    again = run("file", EXTRACT, answers, "--as", "citizen")
    assert again.output.startswith(f"{number}\t")
    assert again.output.endswith("\tfiled before\n")


def test_wrong_answers_are_refused_with_their_fields(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.json"
    wrong.write_text('{"content": "everything"}')
    refused = run("file", EXTRACT, wrong, "--as", "citizen")
    assert refused.exit_code != 0
    wrong.write_text("[]")
    assert run("file", EXTRACT, wrong, "--as", "citizen").exit_code != 0


def test_a_case_tells_where_it_stands_and_only_to_who_may_see_it(answers: Path) -> None:
    number = filed(answers)
    jobs.drain_all()
    shown = run("case", number, "--as", "citizen")
    assert re.search(rf"{number}\t{EXTRACT}\tgranted", shown.output), shown.output
    assert "\tfiled\t" in shown.output
    assert run("case", number, "--as", "homeowner").exit_code != 0


def test_a_task_that_is_over_is_not_called_open() -> None:
    with clock.at(datetime(2027, 1, 18, 9, tzinfo=UTC)):
        number = file_trade(actor("importer")).number
        jobs.drain_all()
        assert "\nopen\t" in run("case", number, "--as", "importer").output
        cases.act_on_case(number=number, action="withdraw", actor=actor("importer"), answers={}, key="over")
        jobs.drain_all()
        shown = run("case", number, "--as", "importer").output
    assert "\nclosed\t" in shown and "\nopen\t" not in shown


def test_a_sealed_document_is_genuine_and_a_changed_one_is_not(answers: Path, tmp_path: Path) -> None:
    number = filed(answers)
    jobs.drain_all()
    (paper,) = documents.documents_of(subject=Reference.of("case", number))
    reader = identity.actor_of_account(account="citizen", assurance="high")
    file = tmp_path / "extract.pdf"
    file.write_bytes(documents.sealed_pdf(code=paper.code, reader=reader))
    told = run("verify", file)
    assert told.exit_code == 0
    lines = told.output.splitlines()
    assert lines[:2] == ["genuine", f"{paper.number}\t{paper.code}"]
    assert lines[2].startswith("holds\tB\t")
    assert {line.split("\t")[1] for line in lines[3:]} <= {"holds", "note"}
    file.write_bytes(file.read_bytes().replace(b"/Location", b"/Lokation"))
    assert run("verify", file).exit_code == 1


def test_the_record_is_written_as_files(answers: Path, tmp_path: Path) -> None:
    filed(answers)
    jobs.drain_all()
    done = run("record", "export", tmp_path / "log")
    assert done.exit_code == 0, done.output
    checkpoint = record.checkpoint()
    assert str(checkpoint.size if checkpoint else 0) in done.output
    assert (tmp_path / "log").is_dir()
